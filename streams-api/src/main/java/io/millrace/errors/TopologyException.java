package io.millrace.errors;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A topology that makes no sense: unknown parents, doubled names, missing stores. */
public class TopologyException extends StreamsException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** With a message. */
    public TopologyException(@Nullable String message) {
        super(describe(message));
    }

    /** With a message and a cause. */
    public TopologyException(@Nullable String message, @Nullable Throwable throwable) {
        super(describe(message), throwable);
    }

    /** With a cause. */
    public TopologyException(@Nullable Throwable throwable) {
        super(throwable);
    }

    private static String describe(@Nullable String message) {
        return "Invalid topology" + (message == null ? "" : ": " + message);
    }
}
