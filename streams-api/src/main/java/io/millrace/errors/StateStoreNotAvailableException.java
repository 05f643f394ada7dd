package io.millrace.errors;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The store is closed for good, since its instance stops or has failed. */
public class StateStoreNotAvailableException extends InvalidStateStoreException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** With a message. */
    public StateStoreNotAvailableException(@Nullable String message) {
        super(message);
    }

    /** With a message and a cause. */
    public StateStoreNotAvailableException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
