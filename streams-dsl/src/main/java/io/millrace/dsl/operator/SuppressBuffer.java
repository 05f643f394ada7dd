package io.millrace.dsl.operator;

import io.millrace.processor.Record;
import io.millrace.processor.StateStore;
import io.millrace.record.Bytes;
import io.millrace.record.Headers;
import io.millrace.record.KeyValue;
import io.millrace.record.RecordHeaders;
import io.millrace.serialization.Serde;
import io.millrace.state.KeyValueIterator;
import io.millrace.state.KeyValueStore;
import io.millrace.state.StoreBuilder;
import io.millrace.stores.Stores;
import io.millrace.topology.dag.RewindableState;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a table that wait, on the heap: one change per key, in the order of the time at which the key came in. A later change of the key replaces the waiting one in
 * its place. Each row is also in a key-value store, from which the order is computed anew after a rewind or a restart: key bytes; {@link BufferedRecord}, then the
 * time (8 bytes).
 */
final class SuppressBuffer extends StoreOverKeyValues implements RewindableState {

    private static final int OVERHEAD_BYTES = 8;

    private final @Nullable Serde<?> givenKeySerde;
    private final @Nullable Serde<?> givenValueSerde;
    private final Map<Bytes, Place> places = new HashMap<>();
    private final TreeMap<Place, BufferedRecord> waiting = new TreeMap<>();
    private long sizeBytes;
    private boolean isLoaded;

    /** Where a row stands in the queue. */
    private record Place(long timeMs, Bytes key) implements Comparable<Place> {

        @Override
        public int compareTo(Place other) {
            int byTime = Long.compare(timeMs, other.timeMs);
            return byTime != 0 ? byTime : key.compareTo(other.key);
        }
    }

    private SuppressBuffer(
            KeyValueStore<Bytes, byte[]> rows, @Nullable Serde<?> keySerde, @Nullable Serde<?> valueSerde) {
        super(rows);
        this.givenKeySerde = keySerde;
        this.givenValueSerde = valueSerde;
    }

    /**
     * Builds buffers.
     *
     * @param keySerde null: the configured default
     * @param valueSerde null: the configured default
     * @param changelogConfig null: no changelog
     */
    static StoreBuilder<StateStore> builder(
            String name,
            @Nullable Serde<?> keySerde,
            @Nullable Serde<?> valueSerde,
            @Nullable Map<String, String> changelogConfig) {
        return builder(
                Stores.inMemoryKeyValueStore(name),
                changelogConfig,
                rows -> new SuppressBuffer(rows, keySerde, valueSerde));
    }

    @Override
    public void committed() {}

    @Override
    public Runnable savepoint() {
        return this::rewind;
    }

    @Override
    public void rewind() {
        isLoaded = false;
    }

    private void load() {
        if (isLoaded) {
            return;
        }
        places.clear();
        waiting.clear();
        sizeBytes = 0;
        try (KeyValueIterator<Bytes, byte[]> all = rows().all()) {
            while (all.hasNext()) {
                KeyValue<Bytes, byte[]> row = all.next();
                ByteBuffer value = ByteBuffer.wrap(row.value);
                BufferedRecord buffered = BufferedRecord.decode(value);
                place(value.getLong(), row.key, buffered);
            }
        }
        isLoaded = true;
    }

    private Place place(long timeMs, Bytes key, BufferedRecord buffered) {
        Place place = places.computeIfAbsent(key, absent -> new Place(timeMs, absent));
        BufferedRecord replaced = waiting.put(place, buffered);
        sizeBytes += size(key, buffered) - (replaced == null ? 0 : size(key, replaced));
        return place;
    }

    private static long size(Bytes key, BufferedRecord buffered) {
        return OVERHEAD_BYTES + key.get().length + buffered.sizeBytes();
    }

    /** Adds a change, or replaces the one of the same key in its place. */
    void put(long timeMs, Record<Object, Object> record, Change<?> change) {
        load();
        Headers headers = record.headers();
        Bytes key = keyBytes(Objects.requireNonNull(record.key()), headers);
        byte[] oldValue = valueBytes(change.oldValue(), headers);
        byte[] newValue = valueBytes(change.newValue(), headers);
        Place before = places.get(key);
        BufferedRecord replaced = before == null ? null : waiting.get(before);
        BufferedRecord buffered = BufferedRecord.of(
                replaced == null ? oldValue : replaced.priorValue(), oldValue, newValue, coordinates());
        Place place = place(timeMs, key, buffered);
        rows().put(key, buffered.encode(Long.BYTES).putLong(place.timeMs()).array());
    }

    private Bytes keyBytes(Object key, Headers headers) {
        return new Bytes(
                Objects.requireNonNull(keySerde(givenKeySerde).serializer().serialize(topic(), headers, key)));
    }

    private byte @Nullable [] valueBytes(@Nullable Object value, Headers headers) {
        return value == null ? null : valueSerde(givenValueSerde).serializer().serialize(topic(), headers, value);
    }

    private @Nullable Object value(byte @Nullable [] bytes, Headers headers) {
        return bytes == null ? null : valueSerde(givenValueSerde).deserializer().deserialize(topic(), headers, bytes);
    }

    /** Takes out rows, the oldest first, as long as a condition holds. Each is handed out under the context of its last change. */
    void evictWhile(BooleanSupplier condition, Consumer<Record<Object, Object>> receiver) {
        load();
        while (!waiting.isEmpty() && condition.getAsBoolean()) {
            Map.Entry<Place, BufferedRecord> oldest = waiting.firstEntry();
            Bytes key = oldest.getKey().key();
            BufferedRecord buffered = oldest.getValue();
            Record<Object, Object> record = record(key, buffered);
            buffered.runUnderContext(coordinates(), () -> receiver.accept(record));
            waiting.remove(oldest.getKey());
            places.remove(key);
            sizeBytes -= size(key, buffered);
            rows().delete(key);
        }
    }

    @SuppressWarnings("NullAway") // a key that was serialized can be read back
    private Record<Object, Object> record(Bytes keyBytes, BufferedRecord buffered) {
        Headers headers = coordinates().headersIfAny();
        Headers present = headers == null ? new RecordHeaders() : headers;
        Object key = keySerde(givenKeySerde).deserializer().deserialize(topic(), present, keyBytes.get());
        Change<Object> change = new Change<>(value(buffered.newValue(), present), value(buffered.oldValue(), present));
        return new Record<>(key, change, buffered.timestampMs(), buffered.headers());
    }

    /** Time of the oldest row; the largest number if there is none. */
    long oldestTimeMs() {
        load();
        return waiting.isEmpty() ? Long.MAX_VALUE : waiting.firstKey().timeMs();
    }

    int count() {
        load();
        return waiting.size();
    }

    long sizeBytes() {
        load();
        return sizeBytes;
    }

    /** Whether a row waits. */
    boolean contains(Object key) {
        load();
        return places.containsKey(keyBytes(key, new RecordHeaders()));
    }

    /** What downstream saw last of a row that waits; null if it saw nothing. */
    @Nullable
    Object priorValue(Object key) {
        Place place = Objects.requireNonNull(places.get(keyBytes(key, new RecordHeaders())));
        return value(Objects.requireNonNull(waiting.get(place)).priorValue(), new RecordHeaders());
    }
}
