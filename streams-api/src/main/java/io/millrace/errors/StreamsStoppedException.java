package io.millrace.errors;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The instance has stopped, or is about to. */
public class StreamsStoppedException extends InvalidStateStoreException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** With a message. */
    public StreamsStoppedException(@Nullable String message) {
        super(message);
    }

    /** With a message and a cause. */
    public StreamsStoppedException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
