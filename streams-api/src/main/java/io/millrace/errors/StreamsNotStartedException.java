package io.millrace.errors;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The instance was not started yet. */
public class StreamsNotStartedException extends InvalidStateStoreException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** With a message. */
    public StreamsNotStartedException(@Nullable String message) {
        super(message);
    }

    /** With a message and a cause. */
    public StreamsNotStartedException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
