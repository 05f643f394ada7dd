package io.millrace.stores;

import io.millrace.serialization.Serde;
import io.millrace.state.KeyValueBytesStoreSupplier;
import io.millrace.state.KeyValueStore;
import io.millrace.state.SessionBytesStoreSupplier;
import io.millrace.state.SessionStore;
import io.millrace.state.SessionStoreWithHeaders;
import io.millrace.state.StoreBuilder;
import io.millrace.state.TimestampedKeyValueStore;
import io.millrace.state.TimestampedKeyValueStoreWithHeaders;
import io.millrace.state.TimestampedWindowStore;
import io.millrace.state.TimestampedWindowStoreWithHeaders;
import io.millrace.state.VersionedBytesStoreSupplier;
import io.millrace.state.VersionedKeyValueStore;
import io.millrace.state.WindowBytesStoreSupplier;
import io.millrace.state.WindowStore;
import io.millrace.stores.keyvalue.KeyValueBuilders;
import io.millrace.stores.keyvalue.KeyValueSupplier;
import io.millrace.stores.versioned.VersionedSupplier;
import io.millrace.stores.windowed.SessionSupplier;
import io.millrace.stores.windowed.WindowSupplier;
import io.millrace.stores.windowed.WindowSupplier.Kind;
import io.millrace.stores.windowed.WindowedBuilders;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Makes suppliers and builders of state stores.
 *
 * <p>A supplier says where a store keeps its data; a builder adds serdes, caching and logging, and is what {@code Topology.addStateStore} and
 * {@code Materialized} take. Names must not be null. A serde may be null: then the configured default is used.
 *
 * <p>Retention counts stream time as the store sees it, from the start of a window or the end of a session. Durations that are negative, or too long for
 * a number of milliseconds, throw {@code IllegalArgumentException}.
 */
public final class Stores {

    /** Not to be made; public as in Kafka Streams. */
    public Stores() {}

    // ---- suppliers of key-value stores
    // --------------------------------------------------------------------------------------

    /** A store in RocksDB without timestamps: where it stands in for one with timestamps, values show -1 unless they are in the record cache. */
    public static KeyValueBytesStoreSupplier persistentKeyValueStore(String name) {
        return KeyValueSupplier.rocksDbPlain(name);
    }

    /** A store in RocksDB with a timestamp for each value. */
    public static KeyValueBytesStoreSupplier persistentTimestampedKeyValueStore(String name) {
        return KeyValueSupplier.rocksDb(name);
    }

    /** A store in RocksDB with timestamp and headers for each value. */
    public static KeyValueBytesStoreSupplier persistentTimestampedKeyValueStoreWithHeaders(String name) {
        return KeyValueSupplier.rocksDbWithHeaders(name);
    }

    /** A store on the heap. It is restored from its changelog at each start. */
    public static KeyValueBytesStoreSupplier inMemoryKeyValueStore(String name) {
        return KeyValueSupplier.heap(name);
    }

    /** A store on the heap of at most {@code maxCacheSize} entries; the one that was used longest ago is deleted for a new one. */
    public static KeyValueBytesStoreSupplier lruMap(String name, int maxCacheSize) {
        return KeyValueSupplier.lru(name, maxCacheSize);
    }

    /**
     * A versioned store in RocksDB, with segments of a default length.
     *
     * @param historyRetention how far back in stream time versions can be read and written
     */
    public static VersionedBytesStoreSupplier persistentVersionedKeyValueStore(String name, Duration historyRetention) {
        long historyMs = millis(historyRetention, "historyRetention");
        return new VersionedSupplier(name, true, historyMs, VersionedSupplier.defaultSegmentIntervalMs(historyMs));
    }

    /**
     * As the other {@code persistentVersionedKeyValueStore}.
     *
     * @param segmentInterval the unit of time in which old versions are dropped
     */
    public static VersionedBytesStoreSupplier persistentVersionedKeyValueStore(
            String name, Duration historyRetention, Duration segmentInterval) {
        return new VersionedSupplier(
                name, true, millis(historyRetention, "historyRetention"), millis(segmentInterval, "segmentInterval"));
    }

    // ---- suppliers of window stores
    // -----------------------------------------------------------------------------------------

    /**
     * A window store in RocksDB without timestamps.
     *
     * @param retentionPeriod at least size and grace of the windows together
     * @param retainDuplicates whether values of one key and window are kept side by side; such a store is not cached
     * @throws IllegalArgumentException if the retention is shorter than the window
     */
    public static WindowBytesStoreSupplier persistentWindowStore(
            String name, Duration retentionPeriod, Duration windowSize, boolean retainDuplicates)
            throws IllegalArgumentException {
        return WindowSupplier.create(
                name,
                Kind.ROCKS_DB_PLAIN,
                millis(retentionPeriod, "retentionPeriod"),
                millis(windowSize, "windowSize"),
                retainDuplicates);
    }

    /** As {@link #persistentWindowStore}, with a timestamp for each value. */
    public static WindowBytesStoreSupplier persistentTimestampedWindowStore(
            String name, Duration retentionPeriod, Duration windowSize, boolean retainDuplicates)
            throws IllegalArgumentException {
        return WindowSupplier.create(
                name,
                Kind.ROCKS_DB,
                millis(retentionPeriod, "retentionPeriod"),
                millis(windowSize, "windowSize"),
                retainDuplicates);
    }

    /** As {@link #persistentWindowStore}, with timestamp and headers for each value. */
    public static WindowBytesStoreSupplier persistentTimestampedWindowStoreWithHeaders(
            String name, Duration retentionPeriod, Duration windowSize, boolean retainDuplicates)
            throws IllegalArgumentException {
        return WindowSupplier.withHeaders(
                name,
                Kind.ROCKS_DB,
                millis(retentionPeriod, "retentionPeriod"),
                millis(windowSize, "windowSize"),
                retainDuplicates);
    }

    /** As {@link #persistentWindowStore}, on the heap. */
    public static WindowBytesStoreSupplier inMemoryWindowStore(
            String name, Duration retentionPeriod, Duration windowSize, boolean retainDuplicates)
            throws IllegalArgumentException {
        return WindowSupplier.create(
                name,
                Kind.HEAP,
                millis(retentionPeriod, "retentionPeriod"),
                millis(windowSize, "windowSize"),
                retainDuplicates);
    }

    // ---- suppliers of session stores
    // ----------------------------------------------------------------------------------------

    /**
     * A session store in RocksDB.
     *
     * @param retentionPeriod at least gap and grace of the sessions together
     */
    public static SessionBytesStoreSupplier persistentSessionStore(String name, Duration retentionPeriod) {
        return SessionSupplier.create(name, Kind.ROCKS_DB, millis(retentionPeriod, "retentionPeriod"));
    }

    /** As {@link #persistentSessionStore}, with headers for each aggregate. */
    public static SessionBytesStoreSupplier persistentSessionStoreWithHeaders(String name, Duration retentionPeriod) {
        return SessionSupplier.withHeaders(name, Kind.ROCKS_DB, millis(retentionPeriod, "retentionPeriod"));
    }

    /** As {@link #persistentSessionStore}, on the heap. */
    public static SessionBytesStoreSupplier inMemorySessionStore(String name, Duration retentionPeriod) {
        return SessionSupplier.create(name, Kind.HEAP, millis(retentionPeriod, "retentionPeriod"));
    }

    static long millis(Duration duration, String name) {
        if (duration == null) {
            throw new IllegalArgumentException(name + " cannot be null");
        }
        try {
            return duration.toMillis();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(name + " is too long for a number of milliseconds: " + duration, e);
        }
    }

    // ---- builders
    // -----------------------------------------------------------------------------------------------------------

    /** Builds a key-value store. */
    public static <K, V> StoreBuilder<KeyValueStore<K, V>> keyValueStoreBuilder(
            KeyValueBytesStoreSupplier supplier, @Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        return KeyValueBuilders.plain(supplier, keySerde, valueSerde);
    }

    /** Builds a key-value store with a timestamp for each value, as tables of the DSL use it. */
    public static <K, V> StoreBuilder<TimestampedKeyValueStore<K, V>> timestampedKeyValueStoreBuilder(
            KeyValueBytesStoreSupplier supplier, @Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        return KeyValueBuilders.stamped(supplier, keySerde, valueSerde);
    }

    /** Builds a key-value store with timestamp and headers for each value. */
    public static <K, V>
            StoreBuilder<TimestampedKeyValueStoreWithHeaders<K, V>> timestampedKeyValueStoreWithHeadersBuilder(
                    KeyValueBytesStoreSupplier supplier, @Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        return KeyValueBuilders.stampedWithHeaders(supplier, keySerde, valueSerde);
    }

    /** Builds a versioned key-value store. */
    public static <K, V> StoreBuilder<VersionedKeyValueStore<K, V>> versionedKeyValueStoreBuilder(
            VersionedBytesStoreSupplier supplier, @Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        return VersionedSupplier.builder(supplier, keySerde, valueSerde);
    }

    /** Builds a window store. */
    public static <K, V> StoreBuilder<WindowStore<K, V>> windowStoreBuilder(
            WindowBytesStoreSupplier supplier, @Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        return WindowedBuilders.window(supplier, keySerde, valueSerde);
    }

    /** Builds a window store with a timestamp for each value, as windowed tables of the DSL use it. */
    public static <K, V> StoreBuilder<TimestampedWindowStore<K, V>> timestampedWindowStoreBuilder(
            WindowBytesStoreSupplier supplier, @Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        return WindowedBuilders.stampedWindow(supplier, keySerde, valueSerde);
    }

    /** Builds a window store with timestamp and headers for each value. */
    public static <K, V> StoreBuilder<TimestampedWindowStoreWithHeaders<K, V>> timestampedWindowStoreWithHeadersBuilder(
            WindowBytesStoreSupplier supplier, @Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        return WindowedBuilders.stampedWindowWithHeaders(supplier, keySerde, valueSerde);
    }

    /** Builds a session store. */
    public static <K, V> StoreBuilder<SessionStore<K, V>> sessionStoreBuilder(
            SessionBytesStoreSupplier supplier, @Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        return WindowedBuilders.session(supplier, keySerde, valueSerde);
    }

    /** Builds a session store with headers for each aggregate. */
    public static <K, V> StoreBuilder<SessionStoreWithHeaders<K, V>> sessionStoreWithHeadersBuilder(
            SessionBytesStoreSupplier supplier, @Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        return WindowedBuilders.sessionWithHeaders(supplier, keySerde, valueSerde);
    }
}
