package io.millrace.errors;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Something did not happen in time; trying again may help. */
public class TimeoutException extends MillraceException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Without message and cause. */
    public TimeoutException() {}

    /** With a message. */
    public TimeoutException(@Nullable String message) {
        super(message);
    }

    /** With a cause. */
    public TimeoutException(@Nullable Throwable cause) {
        super(cause);
    }

    /** With a message and a cause. */
    public TimeoutException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
