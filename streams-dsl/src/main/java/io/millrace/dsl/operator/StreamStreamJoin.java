package io.millrace.dsl.operator;

import io.millrace.config.StreamsConfig;
import io.millrace.dsl.plan.Combiner;
import io.millrace.dsl.plan.StreamStreamJoin.Bounds;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.Record;
import io.millrace.processor.StateStore;
import io.millrace.record.KeyValue;
import io.millrace.serialization.Serde;
import io.millrace.state.KeyValueBytesStoreSupplier;
import io.millrace.state.StoreBuilder;
import io.millrace.state.WindowStore;
import io.millrace.state.WindowStoreIterator;
import io.millrace.topology.dag.RawKeyRecord;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One side of a join of two streams: pairs each record with those of the other side in its window. A record of a side that is kept waits without partner until its window
 * and the grace have passed; it leaves when a later record arrives that is the newest of both sides, after at most one scan per second of the clock.
 */
public final class StreamStreamJoin extends Operator {

    private static final long DEFAULT_SCAN_INTERVAL_MS = 1000;

    private final Settings settings;
    private final long beforeMs;
    private final long afterMs;
    private @Nullable WindowStore<Object, Object> others;
    private @Nullable UnmatchedRows unmatched;
    private long scanIntervalMs = DEFAULT_SCAN_INTERVAL_MS;

    private StreamStreamJoin(Settings settings) {
        this.settings = settings;
        this.beforeMs = settings.isLeft()
                ? settings.bounds().beforeMs()
                : settings.bounds().afterMs();
        this.afterMs = settings.isLeft()
                ? settings.bounds().afterMs()
                : settings.bounds().beforeMs();
    }

    /**
     * What one side does.
     *
     * @param isLeft which side it is
     * @param isKept whether its records without partner have results
     * @param bounds from the left side's point of view
     * @param joiner gets key, left and right value
     * @param otherStore the store of the other side's records
     * @param unmatchedStore where records without partner wait; null if they do not
     */
    public record Settings(
            boolean isLeft,
            boolean isKept,
            Bounds bounds,
            Combiner joiner,
            String otherStore,
            @Nullable String unmatchedStore) {}

    public static ProcessorSupplier<?, ?, ?, ?> supplier(Settings settings) {
        return () -> new StreamStreamJoin(settings);
    }

    /** Builds the store where records without partner wait; serdes that are null are the configured defaults. */
    public static StoreBuilder<StateStore> unmatchedBuilder(
            KeyValueBytesStoreSupplier supplier,
            @Nullable Serde<?> keySerde,
            @Nullable Serde<?> leftSerde,
            @Nullable Serde<?> rightSerde,
            @Nullable Map<String, String> changelogConfig) {
        return UnmatchedRows.builder(supplier, keySerde, leftSerde, rightSerde, changelogConfig);
    }

    @Override
    public void init(ProcessorContext<Object, Object> context) {
        super.init(context);
        others = context.getStateStore(settings.otherStore());
        if (settings.unmatchedStore() != null) {
            UnmatchedRows found = context.getStateStore(settings.unmatchedStore());
            found.attach(context);
            unmatched = found;
            scanIntervalMs = StreamsConfig.InternalConfig.getLong(
                    context.appConfigs(),
                    StreamsConfig.InternalConfig.EMIT_INTERVAL_MS_KSTREAMS_OUTER_JOIN_SPURIOUS_RESULTS_FIX,
                    DEFAULT_SCAN_INTERVAL_MS);
        }
    }

    @Override
    public void process(Record<Object, Object> record) {
        UnmatchedRows waiting = unmatched;
        if (waiting != null) {
            waiting.times().advance(record.timestamp());
        }
        boolean isKeyNull = RawKeyRecord.isKeyNull(record);
        if (settings.isKept() && isKeyNull && record.value() != null) {
            forwardJoined(record, null, record.timestamp());
            return;
        }
        if (isKeyNull || record.value() == null) {
            drop("null key or value", record);
            return;
        }
        if (waiting != null && record.timestamp() == waiting.times().streamMs()) {
            emitExpired(record, waiting);
        }
        boolean found = joinWithOthers(record, waiting);
        if (!found && settings.isKept()) {
            keep(record, waiting);
        }
    }

    private boolean joinWithOthers(Record<Object, Object> record, @Nullable UnmatchedRows waiting) {
        Object key = Objects.requireNonNull(record.key());
        long fromMs = Math.max(0, record.timestamp() - beforeMs);
        long toMs = Math.max(0, record.timestamp() + afterMs);
        boolean found = false;
        try (WindowStoreIterator<Object> partners =
                Objects.requireNonNull(others).fetch(key, fromMs, toMs)) {
            while (partners.hasNext()) {
                found = true;
                KeyValue<Long, Object> partner = partners.next();
                if (waiting != null) {
                    waiting.remove(!settings.isLeft(), key, partner.key);
                }
                forwardJoined(record, partner.value, Math.max(record.timestamp(), partner.key));
            }
        }
        return found;
    }

    /** A record without partner waits, unless its window has passed already or nothing waits here. */
    private void keep(Record<Object, Object> record, @Nullable UnmatchedRows waiting) {
        if (waiting == null
                || Math.max(0, record.timestamp() + afterMs) < waiting.times().streamMs()) {
            forwardJoined(record, null, record.timestamp());
            return;
        }
        waiting.times().isWaiting(record.timestamp());
        waiting.add(
                settings.isLeft(),
                Objects.requireNonNull(record.key()),
                record.timestamp(),
                Objects.requireNonNull(record.value()));
    }

    private void forwardJoined(Record<Object, Object> record, @Nullable Object otherValue, long timestampMs) {
        Object joined = settings.isLeft()
                ? settings.joiner().apply(record.key(), record.value(), otherValue)
                : settings.joiner().apply(record.key(), otherValue, record.value());
        forward(RawKeyRecord.copy(record, joined, timestampMs));
    }

    /** The sums overflow on purpose as they do in Kafka Streams: nothing is known to wait at first, yet a restored store may hold records. */
    private void emitExpired(Record<Object, Object> cause, UnmatchedRows waiting) {
        UnmatchedRows.Times times = waiting.times();
        if (times.oldestMs() + afterMs + settings.bounds().graceMs() >= times.streamMs()) {
            return;
        }
        long nowMs = context().currentSystemTimeMs();
        long waitMs = times.nextScanWallMs() - nowMs;
        if (waitMs > 0 && waitMs <= scanIntervalMs) { // more: the clock was set back
            return;
        }
        times.nextScanAt(nowMs + scanIntervalMs);
        times.oldestIs(Long.MAX_VALUE);
        waiting.scan(new Expiry(cause, times));
    }

    /** Takes what can find no partner any more. Each side has its own limit, so both must be reached before the scan ends. */
    private final class Expiry implements UnmatchedRows.Visitor {

        private final Record<Object, Object> cause;
        private final UnmatchedRows.Times times;
        private boolean isLeftOpen;
        private boolean isRightOpen;

        Expiry(Record<Object, Object> cause, UnmatchedRows.Times times) {
            this.cause = cause;
            this.times = times;
        }

        @Override
        public UnmatchedRows.Step next(long timestampMs, boolean isLeft) {
            times.oldestIs(timestampMs);
            if (isLeftOpen && isRightOpen) {
                return UnmatchedRows.Step.STOP;
            }
            Bounds bounds = settings.bounds();
            long waitMs = isLeft ? bounds.afterMs() : bounds.beforeMs();
            if (timestampMs + waitMs + bounds.graceMs() < times.streamMs()) {
                return UnmatchedRows.Step.TAKE;
            }
            if (isLeft) {
                isLeftOpen = true;
            } else {
                isRightOpen = true;
            }
            return UnmatchedRows.Step.KEEP;
        }

        @Override
        public void expired(UnmatchedRows.Unmatched row) {
            Object joined = settings.joiner()
                    .apply(row.key(), row.isLeft() ? row.value() : null, row.isLeft() ? null : row.value());
            forward(new Record<>(row.key(), joined, row.timestampMs(), WindowAggregate.headersOf(cause)));
        }
    }
}
