package io.millrace.errors;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** An internal topic exists with another configuration than the topology needs. */
public class MisconfiguredInternalTopicException extends StreamsException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** With a message. */
    public MisconfiguredInternalTopicException(@Nullable String message) {
        super(message);
    }
}
