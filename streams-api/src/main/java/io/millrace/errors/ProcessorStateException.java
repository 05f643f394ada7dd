package io.millrace.errors;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A state store cannot be read, written, opened or closed. */
public class ProcessorStateException extends StreamsException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** With a message. */
    public ProcessorStateException(@Nullable String message) {
        super(message);
    }

    /** With a message and a cause. */
    public ProcessorStateException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** With a cause. */
    public ProcessorStateException(@Nullable Throwable cause) {
        super(cause);
    }
}
