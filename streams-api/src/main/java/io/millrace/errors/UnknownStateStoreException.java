package io.millrace.errors;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** No store of the topology has this name. */
public class UnknownStateStoreException extends InvalidStateStoreException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** With a message. */
    public UnknownStateStoreException(@Nullable String message) {
        super(message);
    }

    /** With a message and a cause. */
    public UnknownStateStoreException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
