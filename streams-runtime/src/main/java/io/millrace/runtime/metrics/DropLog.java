package io.millrace.runtime.metrics;

import io.millrace.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts records that are not processed, and says so: one warning per reason, operator and minute, with the count and the first record's
 * coordinates. Counting is confined to the task's thread; {@link #total()} may be read from any.
 */
public final class DropLog {

    private static final Logger LOG = LoggerFactory.getLogger(DropLog.class);
    private static final long PERIOD_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Clock clock;
    private final Map<Cause, Window> windows = new LinkedHashMap<>();
    private final LongAdder total = new LongAdder();

    private final NewCause newCause;

    /** Hears of a first record that is dropped for some reason by some operator. */
    @FunctionalInterface
    public interface NewCause {

        /** @param total of such records; safe from any thread */
        void counted(String reason, String operator, LongSupplier total);
    }

    private record Cause(String reason, String operator) {}

    private static final class Window {
        final LongAdder total = new LongAdder();
        long startNanos;
        long count;
        String first = "";
    }

    public DropLog(Clock clock) {
        this(clock, (reason, operator, count) -> {});
    }

    public DropLog(Clock clock, NewCause newCause) {
        this.clock = clock;
        this.newCause = newCause;
    }

    /** Counts a record, and logs it unless a warning of the same kind was logged within the last minute. */
    public void dropped(String reason, String operator, String topic, int partition, long offset) {
        dropped(reason, "", operator, topic, partition, offset);
    }

    /**
     * As the other.
     *
     * @param reason one of few: there is a counter for each
     * @param detail what may differ with each record, as the message of an exception does; for the first warning only, empty for none
     */
    public void dropped(String reason, String detail, String operator, String topic, int partition, long offset) {
        total.increment();
        long now = clock.monotonicNanos();
        Window window = windows.get(new Cause(reason, operator));
        if (window == null) {
            window = new Window();
            windows.put(new Cause(reason, operator), window);
            LOG.warn(
                    "Dropped a record at {}-{}@{} in {}: {}{}",
                    topic,
                    partition,
                    offset,
                    operator,
                    reason,
                    detail.isEmpty() ? "" : ": " + detail);
            window.startNanos = now;
            window.total.increment();
            newCause.counted(reason, operator, window.total::sum);
            return;
        }
        window.total.increment();
        if (window.count++ == 0) {
            window.first = topic + "-" + partition + "@" + offset;
        }
        if (now - window.startNanos >= PERIOD_NANOS) {
            report(operator, reason, window);
            window.startNanos = now;
        }
    }

    private static void report(String operator, String reason, Window window) {
        LOG.warn("Dropped {} records in {}, the first at {}: {}", window.count, operator, window.first, reason);
        window.count = 0;
    }

    /** Logs what was counted and not logged yet. */
    public void close() {
        windows.forEach((cause, window) -> {
            if (window.count > 0) {
                report(cause.operator(), cause.reason(), window);
            }
        });
    }

    /** Records dropped so far. */
    public long total() {
        return total.sum();
    }
}
