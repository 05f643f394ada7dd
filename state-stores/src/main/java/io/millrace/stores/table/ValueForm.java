package io.millrace.stores.table;

import io.millrace.serialization.Serde;
import io.millrace.state.AggregationWithHeaders;
import io.millrace.state.ValueAndTimestamp;
import io.millrace.state.ValueTimestampHeaders;
import io.millrace.stores.table.Table.StampFormat;
import org.jspecify.annotations.Nullable;

/**
 * How the values that a store's interface shows are kept in its table: alone, with a timestamp, with headers, or with both. Immutable.
 *
 * @param <V> type of values in the table
 * @param <S> type of values at the store's interface
 */
public abstract sealed class ValueForm<V, S> {

    private final StampFormat stamps;
    private final boolean keepsHeaders;

    private ValueForm(StampFormat stamps, boolean keepsHeaders) {
        this.stamps = stamps;
        this.keepsHeaders = keepsHeaders;
    }

    /** Values alone. */
    public static <V> ValueForm<V, V> plain() {
        return new Plain<>();
    }

    /** Values with timestamps. */
    public static <V> ValueForm<V, ValueAndTimestamp<V>> stamped() {
        return new Stamped<>();
    }

    /** Values with timestamps and headers. */
    public static <V> ValueForm<V, ValueTimestampHeaders<V>> stampedWithHeaders() {
        return new StampedWithHeaders<>();
    }

    /** Values with headers. */
    public static <V> ValueForm<V, AggregationWithHeaders<V>> withHeaders() {
        return new WithHeaders<>();
    }

    /** Whether engine and changelog carry the value's own timestamp. */
    public final StampFormat stamps() {
        return stamps;
    }

    /** The codec for values of this form. */
    public final ValueCodec<V> codec(String topic, Serde<V> serde) {
        return keepsHeaders ? ValueCodec.withHeaders(topic, serde) : new ValueCodec<>(topic, serde);
    }

    /** The value of the store's interface; null for an absent key. */
    public abstract @Nullable S present(ValueCodec<V> codec, @Nullable Object stored, long timestampMs);

    /** What the table keeps of a value; null if that deletes the key. */
    public abstract @Nullable Object stored(ValueCodec<V> codec, S value);

    /**
     * The timestamp that the table keeps with a value.
     *
     * @param recordTimestampMs of the record that is being processed
     */
    public abstract long timestampMs(S value, long recordTimestampMs);

    private static final class Plain<V> extends ValueForm<V, V> {

        Plain() {
            super(StampFormat.PLAIN, false);
        }

        @Override
        public @Nullable V present(ValueCodec<V> codec, @Nullable Object stored, long timestampMs) {
            return codec.fromStored(stored);
        }

        @Override
        public @Nullable Object stored(ValueCodec<V> codec, V value) {
            return codec.toStored(value);
        }

        @Override
        public long timestampMs(V value, long recordTimestampMs) {
            return recordTimestampMs;
        }
    }

    private static final class Stamped<V> extends ValueForm<V, ValueAndTimestamp<V>> {

        Stamped() {
            super(StampFormat.TIMESTAMPED, false);
        }

        @Override
        public @Nullable ValueAndTimestamp<V> present(ValueCodec<V> codec, @Nullable Object stored, long timestampMs) {
            return ValueAndTimestamp.make(codec.fromStored(stored), timestampMs);
        }

        @Override
        public @Nullable Object stored(ValueCodec<V> codec, ValueAndTimestamp<V> value) {
            return codec.toStored(value.value());
        }

        @Override
        public long timestampMs(ValueAndTimestamp<V> value, long recordTimestampMs) {
            return value.timestamp();
        }
    }

    private static final class StampedWithHeaders<V> extends ValueForm<V, ValueTimestampHeaders<V>> {

        StampedWithHeaders() {
            super(StampFormat.TIMESTAMPED, true);
        }

        @Override
        public @Nullable ValueTimestampHeaders<V> present(
                ValueCodec<V> codec, @Nullable Object stored, long timestampMs) {
            return ValueTimestampHeaders.make(codec.fromStored(stored), timestampMs, codec.headersOf(stored));
        }

        @Override
        public @Nullable Object stored(ValueCodec<V> codec, ValueTimestampHeaders<V> value) {
            return codec.toStored(value.value(), value.headers());
        }

        @Override
        public long timestampMs(ValueTimestampHeaders<V> value, long recordTimestampMs) {
            return value.timestamp();
        }
    }

    private static final class WithHeaders<V> extends ValueForm<V, AggregationWithHeaders<V>> {

        WithHeaders() {
            super(StampFormat.PLAIN, true);
        }

        @Override
        public @Nullable AggregationWithHeaders<V> present(
                ValueCodec<V> codec, @Nullable Object stored, long timestampMs) {
            return AggregationWithHeaders.make(codec.fromStored(stored), codec.headersOf(stored));
        }

        @Override
        public @Nullable Object stored(ValueCodec<V> codec, AggregationWithHeaders<V> value) {
            return codec.toStored(value.aggregation(), value.headers());
        }

        @Override
        public long timestampMs(AggregationWithHeaders<V> value, long recordTimestampMs) {
            return recordTimestampMs;
        }
    }
}
