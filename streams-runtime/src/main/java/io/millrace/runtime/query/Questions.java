package io.millrace.runtime.query;

import io.millrace.errors.InvalidStateStoreException;
import io.millrace.errors.StateStoreMigratedException;
import io.millrace.processor.StateStore;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What other threads want to read from the stores of a task as they are, uncommitted changes included. The task's thread answers between two records; while nobody asks
 * that costs it one volatile read per pass. Asked from any thread.
 */
public final class Questions {

    /** How many may wait. */
    static final int WAITING_MAX = 1_000;

    /** How many are answered in one pass: records are processed in between. */
    private static final int ANSWERS_PER_PASS = 100;

    private final String task;
    private final Queue<Question<?>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private volatile boolean isClosed;

    private record Question<R>(String store, Function<StateStore, R> read, CompletableFuture<R> answer) {

        void answerFrom(StateStore live) {
            if (answer.isDone()) {
                // Nobody waits for it any more.
                return;
            }
            try {
                answer.complete(read.apply(live));
            } catch (RuntimeException e) {
                // Whoever asked gets it; the task has nothing to do with it.
                answer.completeExceptionally(e);
            }
        }
    }

    Questions(String task) {
        this.task = task;
    }

    /**
     * Asks. A future that is cancelled is not answered.
     *
     * @param read runs on the task's thread; must be short, and must not keep the store
     * @throws InvalidStateStoreException if too many wait already
     */
    public <R> Future<R> ask(String store, Function<StateStore, R> read) {
        if (count.incrementAndGet() > WAITING_MAX) {
            count.decrementAndGet();
            throw new InvalidStateStoreException("Task " + task + " has " + WAITING_MAX
                    + " uncommitted reads to answer already. Try again later, or read what is committed.");
        }
        Question<R> question = new Question<>(store, read, new CompletableFuture<>());
        waiting.add(question);
        if (isClosed) {
            refuseAll();
        }
        return question.answer();
    }

    /** Answers some; returns how many. Only on the task's thread, between two records. */
    public int answer(Function<String, @Nullable StateStore> stores) {
        int answered = 0;
        while (answered < ANSWERS_PER_PASS && !waiting.isEmpty()) {
            Question<?> question = next();
            if (question != null) {
                StateStore live = stores.apply(question.store());
                if (live == null) {
                    question.answer()
                            .completeExceptionally(new InvalidStateStoreException(
                                    "Task " + task + " has no store '" + question.store() + "'"));
                } else {
                    question.answerFrom(live);
                }
                answered++;
            }
        }
        return answered;
    }

    private @Nullable Question<?> next() {
        Question<?> question = waiting.poll();
        if (question != null) {
            count.decrementAndGet();
        }
        return question;
    }

    /** The task goes: nothing is answered any more. */
    void close() {
        isClosed = true;
        refuseAll();
    }

    private void refuseAll() {
        for (Question<?> question = next(); question != null; question = next()) {
            question.answer()
                    .completeExceptionally(
                            new StateStoreMigratedException(
                                    "Task " + task
                                            + " was closed here before it could answer: it has moved or stopped. Ask streamsMetadataForStore where it is now."));
        }
    }
}
