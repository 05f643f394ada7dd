package io.millrace.errors;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Internal topics were to be created, but exist. */
public class InternalTopicsAlreadySetupException extends StreamsException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** With a message. */
    public InternalTopicsAlreadySetupException(@Nullable String message) {
        super(message);
    }
}
