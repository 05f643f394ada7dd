package io.millrace.test.view;

import io.millrace.record.RecordHeaders;
import io.millrace.state.AggregationWithHeaders;
import io.millrace.state.ValueAndTimestamp;
import io.millrace.state.ValueTimestampHeaders;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a view makes of the values of a store. What is put through a view has no time and no headers of its own.
 *
 * @param <S> values of the store
 * @param <V> values of the view
 */
public record ValueConversion<S, V>(Function<@Nullable S, @Nullable V> shown, Function<@Nullable V, @Nullable S> kept) {

    private static final long NO_TIMESTAMP = -1;

    /** Without the timestamp. */
    public static <V> ValueConversion<ValueAndTimestamp<V>, V> withoutTimestamp() {
        return new ValueConversion<>(
                ValueAndTimestamp::getValueOrNull, value -> ValueAndTimestamp.make(value, NO_TIMESTAMP));
    }

    /** Without timestamp and headers. */
    public static <V> ValueConversion<ValueTimestampHeaders<V>, V> withoutTimestampAndHeaders() {
        return new ValueConversion<>(
                ValueTimestampHeaders::getValueOrNull,
                value -> ValueTimestampHeaders.make(value, NO_TIMESTAMP, new RecordHeaders()));
    }

    /** Without the headers. */
    public static <V> ValueConversion<ValueTimestampHeaders<V>, ValueAndTimestamp<V>> withoutHeaders() {
        return new ValueConversion<>(
                value -> value == null ? null : ValueAndTimestamp.make(value.value(), value.timestamp()),
                value -> value == null
                        ? null
                        : ValueTimestampHeaders.make(value.value(), value.timestamp(), new RecordHeaders()));
    }

    /** An aggregate without the headers. */
    public static <V> ValueConversion<AggregationWithHeaders<V>, V> aggregateOnly() {
        return new ValueConversion<>(
                AggregationWithHeaders::getAggregationOrNull,
                value -> AggregationWithHeaders.make(value, new RecordHeaders()));
    }

    @Nullable
    V show(@Nullable S value) {
        return shown.apply(value);
    }

    @Nullable
    S keep(@Nullable V value) {
        return kept.apply(value);
    }
}
