package io.millrace.interactive.stores;

import io.millrace.interactive.problem.Failures;
import io.millrace.runtime.KeyQueryMetadata;
import io.millrace.runtime.StreamsRuntime;

/** Which partition a key belongs to. Safe from any thread. */
public final class Keys {

    private final StreamsRuntime runtime;
    private final Failures failures;

    public Keys(StreamsRuntime runtime, Failures failures) {
        this.runtime = runtime;
        this.failures = failures;
    }

    /**
     * The partition of a key, as keys are distributed by their hash; or the one that the request names, for programs that distribute them otherwise.
     *
     * @throws io.millrace.interactive.problem.ProblemException with 503 as long as tasks have not been handed out
     */
    public int partitionOf(StoreRequest request, Object key) {
        return partitionOf(request, key, true);
    }

    /**
     * As the other.
     *
     * @param isNamed whether the partition that the request names is that of all its keys
     */
    int partitionOf(StoreRequest request, Object key, boolean isNamed) {
        if (request.store().isGlobal()) {
            return 0;
        }
        if (isNamed && request.partitions().size() == 1) {
            return request.partitions().iterator().next();
        }
        KeyQueryMetadata found = runtime.queryMetadataForKey(
                request.store().name(), key, request.keys().serde().serializer());
        if (found.partition() < 0) {
            throw failures.notReady("Tasks are being handed out, so that nobody has store '"
                            + request.store().name() + "' at the moment. Try again.")
                    .toException();
        }
        return found.partition();
    }
}
