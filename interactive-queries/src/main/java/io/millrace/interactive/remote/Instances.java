package io.millrace.interactive.remote;

import io.millrace.interactive.problem.Failures;
import io.millrace.interactive.problem.Problem;
import io.millrace.interactive.problem.ProblemException;
import io.millrace.interactive.problem.ProblemType;
import io.millrace.interactive.routing.Answer;
import io.millrace.interactive.routing.Call;
import io.millrace.runtime.KeyQueryMetadata;
import io.millrace.runtime.StoreDescription;
import io.millrace.runtime.StreamsRuntime;
import io.millrace.state.HostInfo;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The other instances of the application: where partitions are, and how to ask there. A request that was passed on carries {@link #HEADER} and is not passed on again.
 * Safe from any thread.
 */
public final class Instances {

    /** Marks a request that comes from another instance. */
    public static final String HEADER = "Millrace-Forwarded";

    private final StreamsRuntime runtime;
    private final Failures failures;
    private final PeerClient client;

    public Instances(StreamsRuntime runtime, Failures failures, PeerClient client) {
        this.runtime = runtime;
        this.failures = failures;
        this.client = client;
    }

    /** Whether a request comes from another instance. */
    public static boolean isForwarded(Call call) {
        return call.header(HEADER) != null;
    }

    /** Who has a partition of a store, as the group knows it. */
    public static KeyQueryMetadata ownerOf(StreamsRuntime runtime, StoreDescription store, int partition) {
        return runtime.queryMetadataForKey(
                store.name(), partition, (topic, key, value, count) -> Optional.of(Set.of(partition)));
    }

    /**
     * The instance whose task has a partition of a store.
     *
     * @throws io.millrace.interactive.problem.ProblemException with 503 if nobody has it at the moment, or its address is not known
     */
    public HostInfo owner(StoreDescription store, int partition) {
        KeyQueryMetadata found = ownerOf(runtime, store, partition);
        if (found.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
            throw failures.notReady("Partition " + partition + " of store '" + store.name()
                            + "' is on no instance at the moment: tasks are being handed out. Try again.")
                    .with("partition", partition)
                    .toException();
        }
        if (found.activeHost().equals(HostInfo.unavailable())) {
            throw failures.notReady("Partition " + partition + " of store '" + store.name()
                            + "' is on another instance, which has no address: set application.server to host:port of its"
                            + " query server on every instance. Or ask with remote=local for what is here.")
                    .with("partition", partition)
                    .toException();
        }
        return found.activeHost();
    }

    /**
     * Has another instance answer a request for one partition, or sends the client there.
     *
     * @throws io.millrace.interactive.problem.ProblemException with 421 if the request was forwarded already, or is not to leave this instance
     */
    public Answer elsewhere(Call call, StoreDescription store, int partition, RemoteMode mode) {
        if (isForwarded(call) || mode == RemoteMode.LOCAL) {
            throw misdirected(store, partition);
        }
        HostInfo owner = owner(store, partition);
        String address =
                "http://" + owner.host() + ":" + owner.port() + call.target().raw();
        if (mode == RemoteMode.REDIRECT) {
            return redirect(address);
        }
        return client.ask(address, headers(call));
    }

    private static Answer redirect(String address) {
        return new Answer.Whole(307, Answer.JSON, Map.of("Location", address), "{}".getBytes(StandardCharsets.UTF_8));
    }

    /** Says that a partition is not here. */
    public static ProblemException misdirected(StoreDescription store, int partition) {
        return Problem.of(
                        ProblemType.MISDIRECTED,
                        "Partition " + partition + " of store '" + store.name()
                                + "' is not on this instance; ask the one that has it, or without remote=local")
                .with("partition", partition)
                .retryAfterSeconds(1)
                .toException();
    }

    /** What another instance answers, as JSON bytes; its error is passed on. */
    public byte[] fetch(HostInfo instance, String target, Call call, Map<String, String> more) {
        Map<String, String> headers = new HashMap<>(more);
        headers.putAll(headers(call));
        Answer.Whole answer = client.ask("http://" + instance.host() + ":" + instance.port() + target, headers);
        if (answer.status() != 200) {
            throw PeerProblem.of(instance, answer).toException();
        }
        return answer.body();
    }

    private static Map<String, String> headers(Call call) {
        String authorization = call.header("Authorization");
        return authorization == null ? Map.of(HEADER, "1") : Map.of(HEADER, "1", "Authorization", authorization);
    }
}
