package io.millrace.simulation.program;

import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.PunctuationType;
import io.millrace.processor.Record;
import io.millrace.record.TopicPartition;
import io.millrace.serialization.Serdes;
import io.millrace.simulation.program.Journal.Kind;
import io.millrace.simulation.program.Journal.Line;
import io.millrace.state.KeyValueIterator;
import io.millrace.state.KeyValueStore;
import io.millrace.state.StoreBuilder;
import io.millrace.state.WindowStore;
import io.millrace.state.WindowStoreIterator;
import io.millrace.stores.Stores;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A processor that counts per key, remembers values in a window store, tells all counts when stream time ticks and forgets the first key when the wall clock does. It
 * names its children, since what it writes to the journal is for the journal only.
 */
public final class TwoStores implements Processor<@Nullable String, @Nullable String, String, String> {

    /** Stream time ticks so often. */
    public static final long STREAM_TICK_MS = 10_000;

    static final long WALL_TICK_MS = 250;

    private final String name;
    private final LongSupplier numbers;
    private ProcessorContext<String, String> context;
    private KeyValueStore<String, String> counts;
    private WindowStore<String, String> rows;
    private long taskNumber;

    /** The context comes with {@link #init}. */
    @SuppressWarnings("NullAway.Init") // init comes before anything else
    private TwoStores(String name, LongSupplier numbers) {
        this.name = name;
        this.numbers = numbers;
    }

    static ProcessorSupplier<@Nullable String, @Nullable String, String, String> supplier(
            Step.Process step, LongSupplier numbers) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<@Nullable String, @Nullable String, String, String> get() {
                return new TwoStores(step.name(), numbers);
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return Set.of(countsOf(step), rowsOf(step));
            }
        };
    }

    private static StoreBuilder<?> countsOf(Step.Process step) {
        String store = step.name() + "-counts";
        return Stores.keyValueStoreBuilder(
                step.rowsInMemory() ? Stores.persistentKeyValueStore(store) : Stores.inMemoryKeyValueStore(store),
                Serdes.String(),
                Serdes.String());
    }

    private static StoreBuilder<?> rowsOf(Step.Process step) {
        String store = step.name() + "-rows";
        Duration retention = Duration.ofDays(1);
        Duration size = Duration.ofSeconds(5);
        return Stores.windowStoreBuilder(
                step.rowsInMemory()
                        ? Stores.inMemoryWindowStore(store, retention, size, false)
                        : Stores.persistentWindowStore(store, retention, size, false),
                Serdes.String(),
                Serdes.String());
    }

    @Override
    public void init(ProcessorContext<String, String> given) {
        context = given;
        taskNumber = numbers.getAsLong();
        counts = Objects.requireNonNull(given.getStateStore(name + "-counts"));
        rows = Objects.requireNonNull(given.getStateStore(name + "-rows"));
        given.schedule(Duration.ofMillis(STREAM_TICK_MS), PunctuationType.STREAM_TIME, this::tellAll);
        given.schedule(Duration.ofMillis(WALL_TICK_MS), PunctuationType.WALL_CLOCK_TIME, this::forgetFirst);
    }

    @Override
    public void process(Record<@Nullable String, @Nullable String> record) {
        String key = record.key();
        String value = record.value();
        if (key == null) {
            return;
        }
        if (value == null) {
            counts.delete(key);
            return;
        }
        String before = counts.get(key);
        long count = (before == null ? 0 : Long.parseLong(before)) + 1;
        counts.put(key, Long.toString(count));
        rows.put(key, value, record.timestamp());
        int near = 0;
        try (WindowStoreIterator<String> around =
                rows.fetch(key, record.timestamp() - 5_000, record.timestamp() + 5_000)) {
            while (around.hasNext()) {
                around.next();
                near++;
            }
        }
        out(new Record<>(key, value + "#" + count + "/" + near, record.timestamp()));
    }

    private void tellAll(long timeMs) {
        note(Kind.STREAM_TICK, timeMs);
        try (KeyValueIterator<String, String> all = counts.all()) {
            while (all.hasNext()) {
                var row = all.next();
                out(new Record<>(row.key, "tick " + row.value, timeMs));
            }
        }
    }

    private void forgetFirst(long timeMs) {
        String first = null;
        try (KeyValueIterator<String, String> all = counts.all()) {
            if (all.hasNext()) {
                first = all.next().key;
            }
        }
        if (first != null) {
            note(Kind.WALL_TICK, timeMs);
            counts.delete(first);
            out(new Record<>(first, "forgotten", timeMs));
        }
    }

    private void out(Record<String, String> record) {
        context.forward(record, name + "-out");
    }

    private void note(Kind kind, long timeMs) {
        Line line = new Line(
                numbers.getAsLong(),
                taskNumber,
                kind,
                new TopicPartition(name, context.taskId().partition()),
                -1,
                timeMs,
                null,
                null);
        context.forward(new Record<>(context.taskId().toString(), line.encode(), timeMs), Journal.SINK + name);
    }
}
