package io.millrace.dsl.operator;

import io.millrace.dsl.plan.Fold;
import io.millrace.dsl.plan.Windowing;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.Record;
import io.millrace.record.KeyValue;
import io.millrace.state.KeyValueIterator;
import io.millrace.state.TimeWindow;
import io.millrace.state.ValueAndTimestamp;
import io.millrace.state.Window;
import io.millrace.state.Windowed;
import io.millrace.topology.dag.RawKeyRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Aggregates a grouped stream by sliding windows. A record at <em>t</em> belongs to the window that ends at <em>t</em> (its left window), to those of other records
 * that span <em>t</em>, and it makes room for the window that begins right after it (its right window), once that holds a record. Windows that would begin before
 * zero are one window, from zero on. Records without key or value are dropped.
 */
public final class SlidingAggregate extends Operator {

    private final String storeName;
    private final long differenceMs;
    private final long graceMs;
    private final Supplier<Object> initializer;
    private final Fold adder;
    private final boolean emitsOnClose;
    private final boolean sendsOldValues;
    private @Nullable WindowRows rows;
    private @Nullable ObservedTime time;
    private @Nullable ChangeOutput output;
    private @Nullable ClosedWindows closed;

    private SlidingAggregate(WindowAggregate.Settings settings, Windowing.Sliding windows) {
        this.storeName = settings.storeName();
        this.differenceMs = windows.differenceMs();
        this.graceMs = windows.graceMs();
        this.initializer = settings.initializer();
        this.adder = settings.adder();
        this.emitsOnClose = settings.emitsOnClose();
        this.sendsOldValues = settings.sendsOldValues();
    }

    public static ProcessorSupplier<?, ?, ?, ?> supplier(WindowAggregate.Settings settings, Windowing.Sliding windows) {
        return () -> new SlidingAggregate(settings, windows);
    }

    @Override
    public void init(ProcessorContext<Object, Object> context) {
        super.init(context);
        WindowRows found = WindowRows.of(context, storeName);
        rows = found;
        time = ObservedTime.of(context);
        if (emitsOnClose) {
            closed = new ClosedWindows(context);
        } else {
            output = ChangeOutput.ofWindows(context, found, sendsOldValues);
        }
    }

    /** A window of the store and its row as it was found. */
    private record Found(Window window, ValueAndTimestamp<Object> row) {}

    /** The windows around a record as it arrives. */
    private static final class Neighbours {

        private final Set<Long> starts = new HashSet<>();
        private @Nullable ValueAndTimestamp<Object> left;
        private @Nullable ValueAndTimestamp<Object> right;
        private boolean hasLeftWindow;
        private boolean hasRightWindow;

        /** Timestamp of the last record before; null if there is none in reach. */
        private @Nullable Long previousMs;
    }

    @Override
    public void process(Record<Object, Object> record) {
        if (record.value() == null || RawKeyRecord.isKeyNull(record)) {
            drop("null key or value", record);
            return;
        }
        long closeMs = Objects.requireNonNull(time).advance(record.timestamp()) - graceMs;
        if (record.timestamp() + differenceMs < closeMs) {
            drop("expired window", record);
            return;
        }
        if (record.timestamp() < differenceMs) {
            addEarly(record, closeMs);
            return;
        }
        add(record, closeMs);
        if (closed != null && closed.isDue(closeMs)) {
            emit(record, closed, closeMs);
        }
    }

    private void add(Record<Object, Object> record, long closeMs) {
        long now = record.timestamp();
        Neighbours around = new Neighbours();
        for (Found found : windowsBackFrom(record)) {
            long end = found.window().start() + differenceMs;
            around.starts.add(found.window().start());
            if (found.window().start() == now + 1) {
                around.hasRightWindow = true;
            } else if (end > now) {
                if (around.right == null) {
                    around.right = found.row();
                }
                update(found.window(), found.row(), record, closeMs);
            } else if (end == now) {
                around.hasLeftWindow = true;
                update(found.window(), found.row(), record, closeMs);
                if (found.row().timestamp() >= now) {
                    return; // another record of this time was here: all windows exist
                }
                around.previousMs = found.row().timestamp();
            } else {
                around.left = found.row();
                around.previousMs = found.row().timestamp();
            }
        }
        createMissing(record, around, closeMs);
    }

    /** The windows that a record can touch, the last first, up to the first that ends before the record. */
    private List<Found> windowsBackFrom(Record<Object, Object> record) {
        long now = record.timestamp();
        List<Found> windows = new ArrayList<>();
        try (KeyValueIterator<Windowed<Object>, Object> found = Objects.requireNonNull(rows)
                .backwardFetch(Objects.requireNonNull(record.key()), Math.max(0, now - 2 * differenceMs), now + 1)) {
            boolean reachesRecord = true;
            while (reachesRecord && found.hasNext()) {
                Found next = found(found.next());
                windows.add(next);
                reachesRecord = next.window().start() + differenceMs >= now;
            }
        }
        return windows;
    }

    private static Found found(KeyValue<Windowed<Object>, Object> next) {
        return new Found(next.key.window(), Objects.requireNonNull(WindowRows.row(next.value)));
    }

    private void createMissing(Record<Object, Object> record, Neighbours around, long closeMs) {
        long now = record.timestamp();
        Long previousMs = around.previousMs;
        if (previousMs != null && !around.starts.contains(previousMs + 1) && previousMs + 1 + differenceMs >= now) {
            update(windowFrom(previousMs + 1), fresh(now), record, closeMs);
        }
        if (!around.hasLeftWindow) {
            ValueAndTimestamp<Object> left = around.left;
            boolean reachesPrevious = previousMs != null && now - differenceMs <= previousMs;
            ValueAndTimestamp<Object> start =
                    reachesPrevious && left != null ? ValueAndTimestamp.make(left.value(), now) : fresh(now);
            update(new TimeWindow(now - differenceMs, now), start, record, closeMs);
        }
        createRight(record, around);
    }

    private void addEarly(Record<Object, Object> record, long closeMs) {
        long now = record.timestamp();
        if (now < 0) {
            throw new IllegalArgumentException("A record with the negative timestamp " + now + " is in no window");
        }
        Neighbours around = new Neighbours();
        Found combined = null;
        for (Found found : windowsUpTo(record)) {
            long start = found.window().start();
            around.starts.add(start);
            if (start == 0) {
                combined = found;
                if (found.row().timestamp() < now) {
                    around.previousMs = found.row().timestamp();
                }
            } else if (start <= now) {
                around.right = found.row();
                update(found.window(), found.row(), record, closeMs);
            } else {
                around.hasRightWindow = true;
            }
        }
        if (around.right == null && combined != null && combined.row().timestamp() > now) {
            around.right = combined.row();
        }
        createRight(record, around);
        Long previousMs = around.previousMs;
        if (previousMs != null && !around.starts.contains(previousMs + 1)) {
            update(windowFrom(previousMs + 1), fresh(now), record, closeMs);
        }
        if (combined == null) {
            update(windowFrom(0), fresh(now), record, closeMs);
        } else {
            update(combined.window(), combined.row(), record, closeMs);
        }
    }

    private List<Found> windowsUpTo(Record<Object, Object> record) {
        List<Found> windows = new ArrayList<>();
        try (KeyValueIterator<Windowed<Object>, Object> found =
                Objects.requireNonNull(rows).fetch(Objects.requireNonNull(record.key()), 0, record.timestamp() + 1)) {
            while (found.hasNext()) {
                windows.add(found(found.next()));
            }
        }
        return windows;
    }

    private TimeWindow windowFrom(long startMs) {
        return new TimeWindow(startMs, startMs + differenceMs);
    }

    private @Nullable ValueAndTimestamp<Object> fresh(long timestampMs) {
        return ValueAndTimestamp.make(initializer.get(), timestampMs);
    }

    /** The window right after the record holds what later records of an overlapping window made. */
    private void createRight(Record<Object, Object> record, Neighbours around) {
        ValueAndTimestamp<Object> right = around.right;
        if (around.hasRightWindow || right == null || right.timestamp() <= record.timestamp()) {
            return;
        }
        Object key = Objects.requireNonNull(record.key());
        TimeWindow window = windowFrom(record.timestamp() + 1);
        Objects.requireNonNull(rows).put(key, right.value(), right.timestamp(), window.start());
        forward(record, window, right.value(), null, right.timestamp());
    }

    private void update(
            Window window, @Nullable ValueAndTimestamp<Object> row, Record<Object, Object> record, long closeMs) {
        if (window.end() < closeMs) {
            drop("expired window", record);
            return;
        }
        Object old = ValueAndTimestamp.getValueOrNull(row);
        Object aggregate = adder.add(record, old);
        long timestamp = row == null ? record.timestamp() : Math.max(record.timestamp(), row.timestamp());
        Objects.requireNonNull(rows).put(Objects.requireNonNull(record.key()), aggregate, timestamp, window.start());
        forward(record, window, aggregate, old, timestamp);
    }

    private void forward(
            Record<Object, Object> cause,
            Window window,
            @Nullable Object newValue,
            @Nullable Object oldValue,
            long timestampMs) {
        if (output != null) {
            Windowed<Object> key = new Windowed<>(Objects.requireNonNull(cause.key()), window);
            output.send(key, newValue, oldValue, timestampMs, WindowAggregate.headersOf(cause));
        }
    }

    private void emit(Record<Object, Object> cause, ClosedWindows progress, long closeMs) {
        long lastStartMs = closeMs - differenceMs - 1;
        if (lastStartMs < 0) {
            return;
        }
        long firstStartMs = progress.hasEmitted() ? Math.max(0, progress.emittedToMs() - differenceMs) : 0;
        WindowAggregate.emitRange(this, cause, Objects.requireNonNull(rows), firstStartMs, lastStartMs);
        progress.emitted(closeMs);
    }
}
