package io.millrace.errors;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A source topic does not exist. */
public class MissingSourceTopicException extends StreamsException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** With a message. */
    public MissingSourceTopicException(@Nullable String message) {
        super(message);
    }
}
