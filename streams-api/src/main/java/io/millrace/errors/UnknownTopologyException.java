package io.millrace.errors;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** No topology has the given name. */
public class UnknownTopologyException extends StreamsException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** With a message and the name. */
    public UnknownTopologyException(@Nullable String message, String namedTopology) {
        super(describe(message, namedTopology));
    }

    /** With a message, a cause and the name. */
    public UnknownTopologyException(@Nullable String message, @Nullable Throwable throwable, String namedTopology) {
        super(describe(message, namedTopology), throwable);
    }

    private static String describe(@Nullable String message, String namedTopology) {
        return message + ": there is no topology named '" + namedTopology + "'";
    }
}
