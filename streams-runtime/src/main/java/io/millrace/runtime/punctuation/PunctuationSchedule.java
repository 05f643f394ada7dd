package io.millrace.runtime.punctuation;

import io.millrace.processor.Cancellable;
import io.millrace.processor.PunctuationType;
import io.millrace.runtime.rewind.RewindableState;
import io.millrace.stores.table.UndoLog;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The timers of a task, both by stream time and by wall clock. Confined to the task's thread.
 *
 * <p>Stream-time ticks are aligned to zero, so the first fires as soon as stream time is known; wall-clock ticks first fire one interval after
 * they were scheduled. Missed ticks collapse to one.
 */
public final class PunctuationSchedule implements RewindableState {

    private final PriorityQueue<Timer> streamTimers = new PriorityQueue<>(Comparator.comparingLong(Timer::nextMs));
    private final PriorityQueue<Timer> wallTimers = new PriorityQueue<>(Comparator.comparingLong(Timer::nextMs));
    private final @Nullable UndoLog undo;
    private List<Timer.Mark> committed = List.of();

    /** Of a task that skips no records. */
    public PunctuationSchedule() {
        this(null);
    }

    /**
     * @param undo notes what is scheduled and cancelled while a record is processed that may be skipped; null if none may
     */
    public PunctuationSchedule(@Nullable UndoLog undo) {
        this.undo = undo;
    }

    /**
     * Adds a timer.
     *
     * @param firstMs nominal time of its first tick
     */
    public Cancellable add(PunctuationType type, long firstMs, long intervalMs, PunctuationTarget target) {
        PriorityQueue<Timer> queue = queue(type);
        if (undo != null && undo.isOpen()) {
            // Not by removing the timer: the order of others that are due at the same time would change.
            List<Timer> before = List.copyOf(queue);
            undo.add(() -> {
                queue.clear();
                queue.addAll(before);
            });
        }
        Timer timer = new Timer(type, firstMs, intervalMs, target, undo);
        queue.add(timer);
        return timer;
    }

    private PriorityQueue<Timer> queue(PunctuationType type) {
        return switch (type) {
            case STREAM_TIME -> streamTimers;
            case WALL_CLOCK_TIME -> wallTimers;
        };
    }

    /** Whether a tick is due. */
    public boolean isDue(PunctuationType type, long nowMs) {
        Timer first = queue(type).peek();
        return first != null && first.nextMs() <= nowMs;
    }

    /** Runs the ticks that are due at {@code nowMs}; returns how many ran. User code runs and may throw. */
    public int punctuate(PunctuationType type, long nowMs) {
        PriorityQueue<Timer> queue = queue(type);
        int count = 0;
        Timer first = queue.peek();
        while (first != null && first.nextMs() <= nowMs) {
            Timer timer = queue.remove();
            if (!timer.isCancelled()) {
                timer.target().punctuate(nowMs);
                count++;
            }
            if (!timer.isCancelled()) {
                timer.advance(nowMs);
                queue.add(timer);
            }
            first = queue.peek();
        }
        return count;
    }

    /** The clock on the wall was set back: no tick that was less than an interval ahead is further away now, nor any to go back to. */
    public void clockSetBack(long fromMs, long toMs) {
        List<Timer> timers = List.copyOf(wallTimers);
        wallTimers.clear();
        timers.forEach(timer -> timer.restore(timer.mark().clockSetBack(fromMs, toMs)));
        wallTimers.addAll(timers);
        committed =
                committed.stream().map(mark -> mark.clockSetBack(fromMs, toMs)).toList();
    }

    /** Wall time of the next tick by wall clock; {@code Long.MAX_VALUE} if there is none. */
    public long nextWallMs() {
        Timer first = wallTimers.peek();
        return first == null ? Long.MAX_VALUE : first.nextMs();
    }

    @Override
    public void committed() {
        if (streamTimers.isEmpty() && wallTimers.isEmpty() && committed.isEmpty()) {
            return;
        }
        List<Timer.Mark> marks = new ArrayList<>(streamTimers.size() + wallTimers.size());
        streamTimers.forEach(timer -> marks.add(timer.mark()));
        wallTimers.forEach(timer -> marks.add(timer.mark()));
        committed = marks;
    }

    @Override
    public void rewind() {
        streamTimers.clear();
        wallTimers.clear();
        for (Timer.Mark mark : committed) {
            mark.timer().restore(mark);
            queue(mark.timer().type()).add(mark.timer());
        }
    }
}
