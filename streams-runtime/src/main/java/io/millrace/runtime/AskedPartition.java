package io.millrace.runtime;

import io.millrace.errors.InvalidStateStoreException;
import io.millrace.errors.StreamsException;
import io.millrace.processor.StateStore;
import io.millrace.runtime.query.LocalTask;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** A partition of a store as its task sees it, uncommitted changes included: the task's own thread reads it, and who asks waits. Safe from any thread. */
final class AskedPartition implements StorePartition {

    private final LocalTask task;
    private final String store;
    private final Duration timeout;
    private final Runnable wakeup;

    /**
     * @param wakeup makes the task's thread look for questions
     */
    AskedPartition(LocalTask task, String store, Duration timeout, Runnable wakeup) {
        this.task = task;
        this.store = store;
        this.timeout = timeout;
        this.wakeup = wakeup;
    }

    @Override
    public int number() {
        return task.id().partition();
    }

    @Override
    public StoreSnapshot open() {
        throw new InvalidStateStoreException(
                "Uncommitted rows of store '" + store
                        + "' can only be read through the types of QueryableStoreTypes: nobody but its task can hold on to them.");
    }

    /** What {@code read} makes of the task's own store, between two records. */
    <R> R ask(Function<StateStore, R> read) {
        if (task.state() == LocalTask.State.RESTORING) {
            throw new InvalidStateStoreException(
                    "Partition " + number() + " of store '" + store + "' is being restored. Try again.");
        }
        Future<R> answer = task.questions().ask(store, read);
        wakeup.run();
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(false);
            throw new InvalidStateStoreException(
                    "Task " + task.id() + " did not answer an uncommitted read of store '" + store + "' within "
                            + timeout.toMillis()
                            + " ms: its thread is busy with a record, a commit or another task. Try again, wait longer, or read what is committed.",
                    e);
        } catch (InterruptedException e) {
            answer.cancel(false);
            Thread.currentThread().interrupt();
            throw new InvalidStateStoreException(
                    "The thread was interrupted while it waited for an uncommitted read of store '" + store + "'", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new StreamsException("An uncommitted read of store '" + store + "' failed", e.getCause());
        }
    }
}
