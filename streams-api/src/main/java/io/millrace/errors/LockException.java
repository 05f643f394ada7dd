package io.millrace.errors;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The state directory of a task or application is in use by another owner. */
public class LockException extends StreamsException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** With a message. */
    public LockException(@Nullable String message) {
        super(message);
    }

    /** With a message and a cause. */
    public LockException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** With a cause. */
    public LockException(@Nullable Throwable cause) {
        super(cause);
    }
}
