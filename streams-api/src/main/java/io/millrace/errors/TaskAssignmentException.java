package io.millrace.errors;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Tasks cannot be assigned. */
public class TaskAssignmentException extends StreamsException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** With a message. */
    public TaskAssignmentException(@Nullable String message) {
        super(message);
    }

    /** With a message and a cause. */
    public TaskAssignmentException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** With a cause. */
    public TaskAssignmentException(@Nullable Throwable cause) {
        super(cause);
    }
}
