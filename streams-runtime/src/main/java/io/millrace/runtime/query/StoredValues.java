package io.millrace.runtime.query;

import io.millrace.processor.StateStore;
import io.millrace.state.AggregationWithHeaders;
import io.millrace.state.SessionStoreWithHeaders;
import io.millrace.state.TimestampedKeyValueStore;
import io.millrace.state.TimestampedKeyValueStoreWithHeaders;
import io.millrace.state.TimestampedWindowStore;
import io.millrace.state.TimestampedWindowStoreWithHeaders;
import io.millrace.state.ValueAndTimestamp;
import io.millrace.state.ValueTimestampHeaders;
import java.util.function.Function;
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
