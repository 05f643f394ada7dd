package io.millrace.runtime.punctuation;

import io.millrace.processor.Cancellable;
import io.millrace.processor.PunctuationType;
import io.millrace.stores.table.UndoLog;
import org.jspecify.annotations.Nullable;

/** A scheduled callback. Confined to the task's thread. */
final class Timer implements Cancellable {

    private final PunctuationType type;
    private final long intervalMs;
    private final PunctuationTarget target;
    private final @Nullable UndoLog undo;
    private long nextMs;
    private boolean cancelled;

    Timer(PunctuationType type, long firstMs, long intervalMs, PunctuationTarget target, @Nullable UndoLog undo) {
        this.type = type;
        this.nextMs = firstMs;
        this.intervalMs = intervalMs;
        this.target = target;
        this.undo = undo;
    }

    PunctuationType type() {
        return type;
    }

    PunctuationTarget target() {
        return target;
    }

    long nextMs() {
        return nextMs;
    }

    boolean isCancelled() {
        return cancelled;
    }

    /** The next tick of the same grid that is after {@code nowMs}: missed ticks collapse into the one that just ran. */
    void advance(long nowMs) {
        long missed = Math.max(0, (nowMs - nextMs) / intervalMs);
        nextMs += (missed + 1) * intervalMs;
    }

    @Override
    public void cancel() {
        if (!cancelled && undo != null && undo.isOpen()) {
            undo.add(() -> cancelled = false);
        }
        cancelled = true;
    }

    /** What of a timer a commit remembers. */
    record Mark(Timer timer, long nextMs, boolean cancelled) {

        /** On the same grid. What was more than an interval ahead waits for the time at which it was to begin. */
        Mark clockSetBack(long fromMs, long toMs) {
            boolean isNext = timer.type == PunctuationType.WALL_CLOCK_TIME && nextMs - fromMs <= timer.intervalMs;
            long waitMs = nextMs - toMs;
            if (!isNext || waitMs <= timer.intervalMs) {
                return this;
            }
            return new Mark(timer, nextMs - (waitMs - 1) / timer.intervalMs * timer.intervalMs, cancelled);
        }
    }

    Mark mark() {
        return new Mark(this, nextMs, cancelled);
    }

    void restore(Mark mark) {
        nextMs = mark.nextMs();
        cancelled = mark.cancelled();
    }
}
