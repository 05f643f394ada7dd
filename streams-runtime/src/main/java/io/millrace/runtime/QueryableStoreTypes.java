package io.millrace.runtime;

import io.millrace.processor.StateStore;
import io.millrace.runtime.query.StoredValues;
import io.millrace.state.AggregationWithHeaders;
import io.millrace.state.KeyValueStore;
import io.millrace.state.ReadOnlyKeyValueStore;
import io.millrace.state.ReadOnlySessionStore;
import io.millrace.state.ReadOnlyWindowStore;
import io.millrace.state.SessionStore;
import io.millrace.state.SessionStoreWithHeaders;
import io.millrace.state.ValueAndTimestamp;
import io.millrace.state.ValueTimestampHeaders;
import io.millrace.state.WindowStore;

/**
 * The kinds of built-in stores that can be read from outside. A kind without timestamps also shows stores with them, and a kind without headers stores with them,
 * leaving them out.
 */
public final class QueryableStoreTypes {

    /** Has static methods only. */
    public QueryableStoreTypes() {}

    /** Key-value stores. */
    public static <K, V> QueryableStoreType<ReadOnlyKeyValueStore<K, V>> keyValueStore() {
        return new KeyValueStoreType<>();
    }

    /** Key-value stores with timestamps. */
    public static <K, V> QueryableStoreType<ReadOnlyKeyValueStore<K, ValueAndTimestamp<V>>> timestampedKeyValueStore() {
        return new TimestampedKeyValueStoreType<>();
    }

    /** Key-value stores with timestamps and headers. */
    public static <K, V>
            QueryableStoreType<ReadOnlyKeyValueStore<K, ValueTimestampHeaders<V>>>
                    timestampedKeyValueStoreWithHeaders() {
        return new KeyValuesWithHeaders<>();
    }

    /** Window stores. */
    public static <K, V> QueryableStoreType<ReadOnlyWindowStore<K, V>> windowStore() {
        return new WindowStoreType<>();
    }

    /** Window stores with timestamps. */
    public static <K, V> QueryableStoreType<ReadOnlyWindowStore<K, ValueAndTimestamp<V>>> timestampedWindowStore() {
        return new TimestampedWindowStoreType<>();
    }

    /** Window stores with timestamps and headers. */
    public static <K, V>
            QueryableStoreType<ReadOnlyWindowStore<K, ValueTimestampHeaders<V>>> timestampedWindowStoreWithHeaders() {
        return new WindowsWithHeaders<>();
    }

    /** Session stores. */
    public static <K, V> QueryableStoreType<ReadOnlySessionStore<K, V>> sessionStore() {
        return new SessionStoreType<>();
    }

    /** Session stores with headers. */
    public static <K, V>
            QueryableStoreType<ReadOnlySessionStore<K, AggregationWithHeaders<V>>> sessionStoreWithHeaders() {
        return new SessionsWithHeaders<>();
    }

    private static boolean hasTimestamps(StateStore store) {
        return StoredValues.areStamped(store) || StoredValues.areStampedWithHeaders(store);
    }

    /** See {@link #keyValueStore()}. */
    public static class KeyValueStoreType<K, V> implements QueryableStoreType<ReadOnlyKeyValueStore<K, V>> {

        KeyValueStoreType() {}

        @Override
        public boolean accepts(StateStore stateStore) {
            return stateStore instanceof KeyValueStore;
        }

        @Override
        public ReadOnlyKeyValueStore<K, V> create(StoreProvider storeProvider, String storeName) {
            return new CompositeKeyValueStore<>(new OpenPartitions(storeProvider, storeName), StoredValues::plain);
        }
    }

    /** See {@link #timestampedKeyValueStore()}. */
    public static class TimestampedKeyValueStoreType<K, V>
            implements QueryableStoreType<ReadOnlyKeyValueStore<K, ValueAndTimestamp<V>>> {

        TimestampedKeyValueStoreType() {}

        @Override
        public boolean accepts(StateStore stateStore) {
            return stateStore instanceof KeyValueStore && hasTimestamps(stateStore);
        }

        @Override
        public ReadOnlyKeyValueStore<K, ValueAndTimestamp<V>> create(StoreProvider storeProvider, String storeName) {
            return new CompositeKeyValueStore<>(new OpenPartitions(storeProvider, storeName), StoredValues::stamped);
        }
    }

    private static final class KeyValuesWithHeaders<K, V>
            implements QueryableStoreType<ReadOnlyKeyValueStore<K, ValueTimestampHeaders<V>>> {

        @Override
        public boolean accepts(StateStore stateStore) {
            return stateStore instanceof KeyValueStore && StoredValues.areStampedWithHeaders(stateStore);
        }

        @Override
        public ReadOnlyKeyValueStore<K, ValueTimestampHeaders<V>> create(
                StoreProvider storeProvider, String storeName) {
            return new CompositeKeyValueStore<>(new OpenPartitions(storeProvider, storeName), store -> value -> value);
        }
    }

    /** See {@link #windowStore()}. */
    public static class WindowStoreType<K, V> implements QueryableStoreType<ReadOnlyWindowStore<K, V>> {

        WindowStoreType() {}

        @Override
        public boolean accepts(StateStore stateStore) {
            return stateStore instanceof WindowStore;
        }

        @Override
        public ReadOnlyWindowStore<K, V> create(StoreProvider storeProvider, String storeName) {
            return new CompositeWindowStore<>(new OpenPartitions(storeProvider, storeName), StoredValues::plain);
        }
    }

    /** See {@link #timestampedWindowStore()}. */
    public static class TimestampedWindowStoreType<K, V>
            implements QueryableStoreType<ReadOnlyWindowStore<K, ValueAndTimestamp<V>>> {

        TimestampedWindowStoreType() {}

        @Override
        public boolean accepts(StateStore stateStore) {
            return stateStore instanceof WindowStore && hasTimestamps(stateStore);
        }

        @Override
        public ReadOnlyWindowStore<K, ValueAndTimestamp<V>> create(StoreProvider storeProvider, String storeName) {
            return new CompositeWindowStore<>(new OpenPartitions(storeProvider, storeName), StoredValues::stamped);
        }
    }

    private static final class WindowsWithHeaders<K, V>
            implements QueryableStoreType<ReadOnlyWindowStore<K, ValueTimestampHeaders<V>>> {

        @Override
        public boolean accepts(StateStore stateStore) {
            return stateStore instanceof WindowStore && StoredValues.areStampedWithHeaders(stateStore);
        }

        @Override
        public ReadOnlyWindowStore<K, ValueTimestampHeaders<V>> create(StoreProvider storeProvider, String storeName) {
            return new CompositeWindowStore<>(new OpenPartitions(storeProvider, storeName), store -> value -> value);
        }
    }

    /** See {@link #sessionStore()}. */
    public static class SessionStoreType<K, V> implements QueryableStoreType<ReadOnlySessionStore<K, V>> {

        SessionStoreType() {}

        @Override
        public boolean accepts(StateStore stateStore) {
            return stateStore instanceof SessionStore;
        }

        @Override
        public ReadOnlySessionStore<K, V> create(StoreProvider storeProvider, String storeName) {
            return new CompositeSessionStore<>(new OpenPartitions(storeProvider, storeName), StoredValues::plain);
        }
    }

    private static final class SessionsWithHeaders<K, V>
            implements QueryableStoreType<ReadOnlySessionStore<K, AggregationWithHeaders<V>>> {

        @Override
        public boolean accepts(StateStore stateStore) {
            return stateStore instanceof SessionStoreWithHeaders;
        }

        @Override
        public ReadOnlySessionStore<K, AggregationWithHeaders<V>> create(
                StoreProvider storeProvider, String storeName) {
            return new CompositeSessionStore<>(new OpenPartitions(storeProvider, storeName), store -> value -> value);
        }
    }
}
