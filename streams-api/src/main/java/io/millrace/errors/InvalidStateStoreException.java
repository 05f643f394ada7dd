package io.millrace.errors;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A state store cannot be queried; the subclasses say why, and whether to try again. */
public class InvalidStateStoreException extends StreamsException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** With a message. */
    public InvalidStateStoreException(@Nullable String message) {
        super(message);
    }

    /** With a message and a cause. */
    public InvalidStateStoreException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** With a cause. */
    public InvalidStateStoreException(@Nullable Throwable cause) {
        super(cause);
    }
}
