package io.millrace.interactive.problem;

import io.millrace.errors.InvalidStateStoreException;
import io.millrace.errors.UnknownStateStoreException;
import io.millrace.runtime.StreamsRuntime;
import io.millrace.serialization.SerializationException;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes problems of what the runtime throws. Safe from any thread. */
public final class Failures {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
    private static final int RETRY_SECONDS = 1;

    private final StreamsRuntime runtime;

    public Failures(StreamsRuntime runtime) {
        this.runtime = runtime;
    }

    /** The problem that tells of a failure; one that nobody expects is logged, since its text does not go out. */
    public Problem describe(Throwable failure, String target) {
        if (failure instanceof ProblemException known) {
            return known.problem();
        }
        if (failure instanceof UnknownStateStoreException) {
            return Problem.of(ProblemType.NO_SUCH_STORE, text(failure));
        }
        if (failure instanceof InvalidStateStoreException) {
            return notReady(text(failure));
        }
        if (failure instanceof SerializationException) {
            LOG.warn("The request {} met a row that cannot be read", target, failure);
            return Problem.of(
                    ProblemType.STORE_FAILED,
                    "A key or value of the store cannot be read by its serde: " + text(failure));
        }
        LOG.error("The request {} ended in an error", target, failure);
        return Problem.of(
                ProblemType.INTERNAL,
                "The request ended in a " + failure.getClass().getSimpleName()
                        + ", which the application's log tells of. Nothing was changed.");
    }

    private static String text(Throwable failure) {
        return Objects.requireNonNullElse(failure.getMessage(), failure.toString());
    }

    /** Answer while stores cannot be read: the state, and when to try again. */
    public Problem notReady(String detail) {
        return Problem.of(ProblemType.NOT_READY, detail)
                .with("state", runtime.state().name())
                .retryAfterSeconds(RETRY_SECONDS);
    }
}
