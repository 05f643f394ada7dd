package io.millrace.errors;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The store has no such partition here. */
public class InvalidStateStorePartitionException extends InvalidStateStoreException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** With a message. */
    public InvalidStateStorePartitionException(@Nullable String message) {
        super(message);
    }

    /** With a message and a cause. */
    public InvalidStateStorePartitionException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
