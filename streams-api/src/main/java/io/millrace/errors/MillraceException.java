package io.millrace.errors;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Root of the exceptions of this library. */
public class MillraceException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Without message and cause. */
    public MillraceException() {}

    /** With a message. */
    public MillraceException(@Nullable String message) {
        super(message);
    }

    /** With a cause. */
    public MillraceException(@Nullable Throwable cause) {
        super(cause);
    }

    /** With a message and a cause. */
    public MillraceException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
