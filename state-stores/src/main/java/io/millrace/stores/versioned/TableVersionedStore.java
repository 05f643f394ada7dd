package io.millrace.stores.versioned;

import io.millrace.errors.InvalidStateStoreException;
import io.millrace.processor.StateStore;
import io.millrace.processor.StateStoreContext;
import io.millrace.serialization.Deserializer;
import io.millrace.serialization.Serde;
import io.millrace.serialization.Serdes;
import io.millrace.serialization.Serializer;
import io.millrace.state.VersionedKeyValueStore;
import io.millrace.state.VersionedRecord;
import io.millrace.state.VersionedRecordIterator;
import io.millrace.stores.table.BuiltInStore;
import io.millrace.stores.table.ExpiredPuts;
import io.millrace.stores.table.PutLog;
import io.millrace.stores.table.StoreEnvironment;
import io.millrace.stores.table.StoreHome;
import io.millrace.stores.table.StoreSerdes;
import io.millrace.stores.table.Table;
import io.millrace.stores.table.Table.StampFormat;
import io.millrace.stores.table.ValueCodec;
import io.millrace.stores.table.VersionHistory;
import io.millrace.stores.versioned.Versions.Found;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A versioned key-value store over a table. Its changelog has one record per put: key, value and version time; a restore does the puts again. Confined
 * to the task's thread.
 */
final class TableVersionedStore<K, V> implements VersionedKeyValueStore<K, V>, VersionHistory<K, V>, BuiltInStore {

    private final Spec<K, V> spec;
    private @Nullable State<K, V> state;

    /**
     * How the store is built. Immutable.
     *
     * @param keySerde null: the configured default
     * @param valueSerde null: the configured default
     */
    record Spec<K, V>(
            String name,
            boolean persistent,
            long historyMs,
            long segmentIntervalMs,
            @Nullable Serde<K> keySerde,
            @Nullable Serde<V> valueSerde) {}

    /** What exists from init to close. */
    private record State<K, V>(
            String topic,
            Serializer<K> keys,
            Serializer<V> values,
            Deserializer<V> valueReader,
            Table table,
            Versions versions,
            PutLog log,
            ExpiredPuts expiredPuts) {}

    TableVersionedStore(Spec<K, V> spec) {
        this.spec = spec;
    }

    @Override
    public String name() {
        return spec.name();
    }

    @Override
    public boolean persistent() {
        return spec.persistent();
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        StoreEnvironment environment = StoreEnvironment.of(context, root);
        StoreHome home = environment.home(spec.name());
        String topic = home.changelogTopic();
        VersionedLayout layout = new VersionedLayout(spec.historyMs(), spec.segmentIntervalMs());
        ValueCodec<byte[]> bytes = new ValueCodec<>(topic, Serdes.ByteArray());
        Table table = new Table(home, bytes, StampFormat.TIMESTAMPED, layout, false);
        Versions versions = new Versions(table, layout);
        PutLog log = new PutLog((key, value, timestampMs) -> {
            if (!versions.isExpired(timestampMs)) {
                versions.put(key, value, timestampMs);
            }
        });
        table.logPuts(log);
        Serde<V> values = StoreSerdes.value(spec.name(), spec.valueSerde(), context);
        state = new State<>(
                topic,
                StoreSerdes.key(spec.name(), spec.keySerde(), context).serializer(),
                values.serializer(),
                values.deserializer(),
                table,
                versions,
                log,
                new ExpiredPuts(spec.name(), environment));
        environment.register(table);
    }

    @Override
    public Optional<BuiltInStore> replica() {
        return Optional.of(new TableVersionedStore<>(spec));
    }

    private State<K, V> state() {
        State<K, V> open = state;
        if (open == null) {
            throw new InvalidStateStoreException(
                    "Store '" + spec.name() + "' is not open: it was never initialised, or its task was closed");
        }
        return open;
    }

    @Override
    public Table table() {
        return state().table();
    }

    @Override
    public boolean isOpen() {
        return state != null;
    }

    @Override
    public void close() {
        state = null;
    }

    private byte[] bytes(K key) {
        Objects.requireNonNull(key, "key cannot be null");
        State<K, V> open = state();
        return Objects.requireNonNull(
                StoreSerdes.serialize(open.keys(), open.topic(), key),
                "the key serializer made null of a key that is not null");
    }

    @Override
    public long put(K key, @Nullable V value, long timestamp) {
        State<K, V> open = state();
        byte[] keyBytes = bytes(key);
        byte[] valueBytes = value == null ? null : StoreSerdes.serialize(open.values(), open.topic(), value);
        if (open.versions().isExpired(timestamp)) {
            open.expiredPuts().dropped(timestamp, open.table().progress().streamTimeMs());
            return PUT_RETURN_CODE_NOT_PUT;
        }
        open.log().add(keyBytes, valueBytes, timestamp);
        return open.versions().put(keyBytes, valueBytes, timestamp);
    }

    @Override
    public @Nullable VersionedRecord<V> delete(K key, long timestamp) {
        State<K, V> open = state();
        byte[] keyBytes = bytes(key);
        if (open.versions().isExpired(timestamp)) {
            open.expiredPuts().dropped(timestamp, open.table().progress().streamTimeMs());
            return null;
        }
        VersionedRecord<V> existing = present(open.versions().asOf(keyBytes, timestamp));
        open.log().add(keyBytes, null, timestamp);
        open.versions().put(keyBytes, null, timestamp);
        return existing;
    }

    @Override
    public @Nullable VersionedRecord<V> get(K key) {
        return present(state().versions().latest(bytes(key)));
    }

    @Override
    public @Nullable VersionedRecord<V> get(K key, long asOfTimestamp) {
        return present(state().versions().asOf(bytes(key), asOfTimestamp));
    }

    @Override
    public VersionedRecordIterator<V> versions(K key, long fromMs, long toMs, boolean isAscending) {
        List<VersionedRecord<V>> found = new ArrayList<>();
        for (Versions.Valid version : state().versions().between(bytes(key), fromMs, toMs)) {
            V value = value(version.value());
            found.add(
                    version.validToMs() == Versions.UNBOUNDED
                            ? new VersionedRecord<>(value, version.timestampMs())
                            : new VersionedRecord<>(value, version.timestampMs(), version.validToMs()));
        }
        if (!isAscending) {
            Collections.reverse(found);
        }
        return new FoundVersions<>(found.iterator());
    }

    private V value(byte[] bytes) {
        State<K, V> open = state();
        return Objects.requireNonNull(
                open.valueReader().deserialize(open.topic(), bytes),
                "the value deserializer made null of bytes that its serializer had made");
    }

    /** Versions that are in memory: those of one key within the history. */
    private record FoundVersions<V>(Iterator<VersionedRecord<V>> found) implements VersionedRecordIterator<V> {

        @Override
        public boolean hasNext() {
            return found.hasNext();
        }

        @Override
        public VersionedRecord<V> next() {
            return found.next();
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }

    private @Nullable VersionedRecord<V> present(@Nullable Found found) {
        if (found == null) {
            return null;
        }
        // As in Kafka Streams 4.3.1, typed stores do not tell up to when a version is valid.
        return new VersionedRecord<>(value(found.value()), found.timestampMs());
    }
}
