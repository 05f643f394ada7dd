package io.millrace.runtime.query;

import io.millrace.processor.StateStore;
import io.millrace.record.Headers;
import io.millrace.record.RecordHeaders;
import io.millrace.state.AggregationWithHeaders;
import io.millrace.state.SessionStoreWithHeaders;
import io.millrace.state.TimestampedKeyValueStore;
import io.millrace.state.TimestampedKeyValueStoreWithHeaders;
import io.millrace.state.TimestampedWindowStore;
import io.millrace.state.TimestampedWindowStoreWithHeaders;
import io.millrace.state.ValueAndTimestamp;
import io.millrace.state.ValueTimestampHeaders;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What the values of a store look like at its interface, and how to show less of them. The kind of the store decides, not the value. */
public final class StoredValues {

    private StoredValues() {}

    /** Whether the store's values are {@link ValueAndTimestamp}. */
    public static boolean areStamped(StateStore store) {
        return store instanceof TimestampedKeyValueStore || store instanceof TimestampedWindowStore;
    }

    /** Whether the store's values are {@link ValueTimestampHeaders}. */
    public static boolean areStampedWithHeaders(StateStore store) {
        return store instanceof TimestampedKeyValueStoreWithHeaders
                || store instanceof TimestampedWindowStoreWithHeaders;
    }

    /**
     * What the values of one store consist of.
     *
     * @param hasTimestamps whether they have one
     * @param value without timestamp and headers; null of null
     * @param timestampMs -1 of null, and in stores that keep none
     * @param headers empty of null, and in stores that keep none
     */
    public record Parts(
            boolean hasTimestamps,
            Function<@Nullable Object, @Nullable Object> value,
            ToLongFunction<@Nullable Object> timestampMs,
            Function<@Nullable Object, Headers> headers) {}

    /** The parts of the values of a store. */
    public static Parts parts(StateStore store) {
        if (areStamped(store)) {
            return new Parts(
                    true,
                    plain(store),
                    value -> value == null ? -1 : ((ValueAndTimestamp<?>) value).timestamp(),
                    value -> new RecordHeaders());
        }
        if (areStampedWithHeaders(store)) {
            return new Parts(
                    true,
                    plain(store),
                    value -> value == null ? -1 : ((ValueTimestampHeaders<?>) value).timestamp(),
                    value -> value == null ? new RecordHeaders() : ((ValueTimestampHeaders<?>) value).headers());
        }
        if (store instanceof SessionStoreWithHeaders) {
            return new Parts(
                    false,
                    plain(store),
                    value -> -1,
                    value -> value == null ? new RecordHeaders() : ((AggregationWithHeaders<?>) value).headers());
        }
        return new Parts(false, plain(store), value -> -1, value -> new RecordHeaders());
    }

    /** Shows values without timestamps and headers; null stays null. */
    public static Function<@Nullable Object, @Nullable Object> plain(StateStore store) {
        if (areStamped(store)) {
            return value -> value == null ? null : ((ValueAndTimestamp<?>) value).value();
        }
        if (areStampedWithHeaders(store)) {
            return value -> value == null ? null : ((ValueTimestampHeaders<?>) value).value();
        }
        if (store instanceof SessionStoreWithHeaders) {
            return value -> value == null ? null : ((AggregationWithHeaders<?>) value).aggregation();
        }
        return value -> value;
    }

    /** Shows values with timestamps, of a store that keeps them; null stays null. */
    public static Function<@Nullable Object, @Nullable Object> stamped(StateStore store) {
        if (areStampedWithHeaders(store)) {
            return value -> value instanceof ValueTimestampHeaders<?> row
                    ? ValueAndTimestamp.make((Object) row.value(), row.timestamp())
                    : null;
        }
        return value -> value;
    }
}
