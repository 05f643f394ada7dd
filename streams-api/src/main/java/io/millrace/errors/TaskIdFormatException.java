package io.millrace.errors;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A text that is not the string form of a task id. */
public class TaskIdFormatException extends StreamsException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** With the text. */
    public TaskIdFormatException(@Nullable String message) {
        super(describe(message));
    }

    /** With the text and a cause. */
    public TaskIdFormatException(@Nullable String message, @Nullable Throwable throwable) {
        super(describe(message), throwable);
    }

    /** With a cause. */
    public TaskIdFormatException(@Nullable Throwable throwable) {
        super(throwable);
    }

    private static String describe(@Nullable String message) {
        return "Not a task id (subtopology_partition)" + (message == null ? "" : ": " + message);
    }
}
