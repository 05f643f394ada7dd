package io.millrace.test.view;

import io.millrace.processor.StateStore;
import io.millrace.state.KeyValueStore;
import io.millrace.state.SessionStore;
import io.millrace.state.SessionStoreWithHeaders;
import io.millrace.state.TimestampedKeyValueStore;
import io.millrace.state.TimestampedKeyValueStoreWithHeaders;
import io.millrace.state.TimestampedWindowStore;
import io.millrace.state.TimestampedWindowStoreWithHeaders;
import io.millrace.state.ValueAndTimestamp;
import io.millrace.state.ValueTimestampHeaders;
import io.millrace.state.VersionedKeyValueStore;
import io.millrace.state.WindowStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stores as a test asks for them: with or without timestamps and headers. Each view is null if the store is of another kind. Stateless. */
public final class StoreViews {

    /** Kinds of built-in stores, the most special first. */
    private static final List<Class<?>> KINDS = List.of(
            TimestampedKeyValueStoreWithHeaders.class,
            TimestampedKeyValueStore.class,
            VersionedKeyValueStore.class,
            KeyValueStore.class,
            TimestampedWindowStoreWithHeaders.class,
            TimestampedWindowStore.class,
            WindowStore.class,
            SessionStoreWithHeaders.class,
            SessionStore.class);

    private StoreViews() {}

    /** The interface by which a store can be used; {@link StateStore} for one of the program's own kind. */
    public static Class<?> kindOf(StateStore store) {
        return KINDS.stream().filter(kind -> kind.isInstance(store)).findFirst().orElse(StateStore.class);
    }

    @SuppressWarnings("unchecked") // the test names the types of the store
    private static <T> @Nullable T as(StateStore store, Class<?> type) {
        return type.isInstance(store) ? (T) store : null;
    }

    /** Values only. */
    public static <K, V> @Nullable KeyValueStore<K, V> keyValue(StateStore store) {
        TimestampedKeyValueStoreWithHeaders<K, V> full = as(store, TimestampedKeyValueStoreWithHeaders.class);
        if (full != null) {
            return new ConvertedKeyValueStore<>(full, ValueConversion.withoutTimestampAndHeaders());
        }
        TimestampedKeyValueStore<K, V> stamped = as(store, TimestampedKeyValueStore.class);
        return stamped != null
                ? new ConvertedKeyValueStore<>(stamped, ValueConversion.withoutTimestamp())
                : as(store, KeyValueStore.class);
    }

    /** Without headers. */
    public static <K, V> @Nullable KeyValueStore<K, ValueAndTimestamp<V>> timestampedKeyValue(StateStore store) {
        TimestampedKeyValueStoreWithHeaders<K, V> full = as(store, TimestampedKeyValueStoreWithHeaders.class);
        return full != null
                ? new ConvertedKeyValueStore<>(full, ValueConversion.withoutHeaders())
                : as(store, TimestampedKeyValueStore.class);
    }

    public static <K, V> @Nullable KeyValueStore<K, ValueTimestampHeaders<V>> keyValueWithHeaders(StateStore store) {
        return as(store, TimestampedKeyValueStoreWithHeaders.class);
    }

    public static <K, V> @Nullable VersionedKeyValueStore<K, V> versioned(StateStore store) {
        return as(store, VersionedKeyValueStore.class);
    }

    /** Values only. */
    public static <K, V> @Nullable WindowStore<K, V> window(StateStore store) {
        TimestampedWindowStoreWithHeaders<K, V> full = as(store, TimestampedWindowStoreWithHeaders.class);
        if (full != null) {
            return new ConvertedWindowStore<>(full, ValueConversion.withoutTimestampAndHeaders());
        }
        TimestampedWindowStore<K, V> stamped = as(store, TimestampedWindowStore.class);
        return stamped != null
                ? new ConvertedWindowStore<>(stamped, ValueConversion.withoutTimestamp())
                : as(store, WindowStore.class);
    }

    /** Without headers. */
    public static <K, V> @Nullable WindowStore<K, ValueAndTimestamp<V>> timestampedWindow(StateStore store) {
        TimestampedWindowStoreWithHeaders<K, V> full = as(store, TimestampedWindowStoreWithHeaders.class);
        return full != null
                ? new ConvertedWindowStore<>(full, ValueConversion.withoutHeaders())
                : as(store, TimestampedWindowStore.class);
    }

    public static <K, V> @Nullable WindowStore<K, ValueTimestampHeaders<V>> windowWithHeaders(StateStore store) {
        return as(store, TimestampedWindowStoreWithHeaders.class);
    }

    /** Aggregates only. */
    public static <K, V> @Nullable SessionStore<K, V> session(StateStore store) {
        SessionStoreWithHeaders<K, V> full = as(store, SessionStoreWithHeaders.class);
        return full != null
                ? new ConvertedSessionStore<>(full, ValueConversion.aggregateOnly())
                : as(store, SessionStore.class);
    }

    public static <K, V> @Nullable SessionStoreWithHeaders<K, V> sessionWithHeaders(StateStore store) {
        return as(store, SessionStoreWithHeaders.class);
    }
}
