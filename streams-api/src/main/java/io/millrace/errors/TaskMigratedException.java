package io.millrace.errors;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A task belongs to another owner by now: what it did since its last commit is void here, and done again there. */
public class TaskMigratedException extends StreamsException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** With a message. */
    public TaskMigratedException(@Nullable String message) {
        super(describe(message));
    }

    /** With a message and a cause. */
    public TaskMigratedException(@Nullable String message, @Nullable Throwable throwable) {
        super(describe(message), throwable);
    }

    private static String describe(@Nullable String message) {
        return message + ". The tasks of this thread are given up and assigned anew.";
    }
}
