package io.millrace.serialization;

import io.millrace.errors.MillraceException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A serde cannot encode an object or decode bytes. */
public class SerializationException extends MillraceException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Without message and cause. */
    public SerializationException() {}

    /** With a message. */
    public SerializationException(@Nullable String message) {
        super(message);
    }

    /** With a cause. */
    public SerializationException(@Nullable Throwable cause) {
        super(cause);
    }

    /** With a message and a cause. */
    public SerializationException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
