package io.millrace.errors;

import io.millrace.processor.TaskId;
import java.io.Serial;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Root of the exceptions of stream processing; thrown as it is where user code or a topology is at fault. Names the task
 * in which it arose, if it is known.
 */
public class StreamsException extends MillraceException {

    @Serial
    private static final long serialVersionUID = 1L;

    private transient @Nullable TaskId taskId;

    /** With a message. */
    public StreamsException(@Nullable String message) {
        super(message);
    }

    /** With a message and a task. */
    public StreamsException(@Nullable String message, @Nullable TaskId taskId) {
        super(message);
        this.taskId = taskId;
    }

    /** With a message and a cause. */
    public StreamsException(@Nullable String message, @Nullable Throwable throwable) {
        super(message, throwable);
    }

    /** With a message, a cause and a task. */
    public StreamsException(@Nullable String message, @Nullable Throwable throwable, @Nullable TaskId taskId) {
        super(message, throwable);
        this.taskId = taskId;
    }

    /** With a cause. */
    public StreamsException(@Nullable Throwable throwable) {
        super(throwable);
    }

    /** With a cause and a task. */
    public StreamsException(@Nullable Throwable throwable, @Nullable TaskId taskId) {
        super(throwable);
        this.taskId = taskId;
    }

    /** The task in which the error arose, if it is known. */
    public Optional<TaskId> taskId() {
        return Optional.ofNullable(taskId);
    }

    /** Names the task; called once, where the error leaves it. */
    public void setTaskId(@Nullable TaskId taskId) {
        this.taskId = taskId;
    }
}
