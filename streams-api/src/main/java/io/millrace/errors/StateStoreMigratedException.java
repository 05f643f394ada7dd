package io.millrace.errors;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The store moved to another instance; discover it anew. */
public class StateStoreMigratedException extends InvalidStateStoreException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** With a message. */
    public StateStoreMigratedException(@Nullable String message) {
        super(message);
    }

    /** With a message and a cause. */
    public StateStoreMigratedException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
