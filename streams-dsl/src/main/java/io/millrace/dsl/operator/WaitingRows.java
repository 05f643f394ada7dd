package io.millrace.dsl.operator;

import io.millrace.processor.ProcessorContext;
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
import io.millrace.topology.dag.NodeContext;
import io.millrace.topology.dag.RewindableState;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Records of a stream that wait until stream time has passed them by a grace, in the order of time, key and arrival: timestamp (8 bytes), key bytes, sequence number (4
 * bytes); {@link BufferedRecord}. Stream time is here that of the records that waited; it is saved with the task's commits.
 */
final class WaitingRows extends StoreOverKeyValues implements RewindableState {

    private final @Nullable Serde<?> givenKeySerde;
    private final @Nullable Serde<?> givenValueSerde;
    private final long graceMs;
    private @Nullable NodeContext node;
    private long timeMs;
    private long committedTimeMs;
    private int sequence;

    /** No record that waits is older. */
    private long oldestMs;

    private WaitingRows(
            KeyValueStore<Bytes, byte[]> rows,
            @Nullable Serde<?> keySerde,
            @Nullable Serde<?> valueSerde,
            long graceMs) {
        super(rows);
        this.givenKeySerde = keySerde;
        this.givenValueSerde = valueSerde;
        this.graceMs = graceMs;
    }

    /** Builds such stores; serdes that are null are the configured defaults. */
    static StoreBuilder<StateStore> builder(
            String name, @Nullable Serde<?> keySerde, @Nullable Serde<?> valueSerde, long graceMs) {
        return builder(
                Stores.persistentKeyValueStore(name),
                Map.of(),
                rows -> new WaitingRows(rows, keySerde, valueSerde, graceMs));
    }

    /** To be called in {@code init} of the processor. */
    void attach(ProcessorContext<?, ?> context) {
        NodeContext attached = (NodeContext) context;
        node = attached;
        timeMs = attached.savedProgress();
        committedTimeMs = timeMs;
        sequence = highestSequence();
        attached.registerRewindable(this);
    }

    /** Of the rows that an earlier life of the task has left: a new record must not take the place of one that waits. */
    private int highestSequence() {
        int highest = 0;
        try (KeyValueIterator<Bytes, byte[]> all = rows().all()) {
            while (all.hasNext()) {
                byte[] key = all.next().key.get();
                highest = Math.max(highest, ByteBuffer.wrap(key).getInt(key.length - Integer.BYTES));
            }
        }
        return highest;
    }

    @Override
    public void committed() {
        committedTimeMs = timeMs;
    }

    @Override
    public Runnable savepoint() {
        long before = timeMs;
        return () -> {
            timeMs = before;
            oldestMs = 0;
        };
    }

    @Override
    public void rewind() {
        timeMs = committedTimeMs;
        oldestMs = 0;
    }

    /** Has a record wait; returns false for one that is too late to wait. */
    boolean put(Record<Object, Object> record) {
        Object key = Objects.requireNonNull(record.key(), "A record without key cannot wait for a table's version");
        if (timeMs - graceMs > record.timestamp()) {
            return false;
        }
        sequence = sequence + 1 & Integer.MAX_VALUE;
        Headers headers = record.headers();
        byte[] keyBytes = keySerde(givenKeySerde).serializer().serialize(topic(), headers, key);
        byte[] valueBytes = valueSerde(givenValueSerde)
                .serializer()
                .serialize(topic(), headers, Objects.requireNonNull(record.value()));
        byte[] storeKey = ByteBuffer.allocate(Long.BYTES + Objects.requireNonNull(keyBytes).length + Integer.BYTES)
                .putLong(record.timestamp())
                .put(keyBytes)
                .putInt(sequence)
                .array();
        BufferedRecord buffered = BufferedRecord.of(null, null, valueBytes, coordinates());
        rows().put(new Bytes(storeKey), buffered.encode(0).array());
        oldestMs = Math.min(oldestMs, record.timestamp());
        if (record.timestamp() > timeMs) {
            timeMs = record.timestamp();
            Objects.requireNonNull(node).saveProgress(timeMs);
        }
        return true;
    }

    /** Takes out what has waited long enough, the oldest first, each under its own context. */
    void evictDue(Consumer<Record<Object, Object>> receiver) {
        long dueMs = timeMs - graceMs;
        if (dueMs < oldestMs) {
            return;
        }
        for (KeyValue<Bytes, byte[]> row : due(dueMs)) {
            BufferedRecord buffered = BufferedRecord.decode(ByteBuffer.wrap(row.value));
            Record<Object, Object> record = record(row.key.get(), buffered);
            buffered.runUnderContext(coordinates(), () -> receiver.accept(record));
            rows().delete(row.key);
        }
        oldestMs = dueMs + 1;
    }

    private List<KeyValue<Bytes, byte[]>> due(long dueMs) {
        List<KeyValue<Bytes, byte[]>> due = new ArrayList<>();
        Bytes behindDue =
                new Bytes(ByteBuffer.allocate(Long.BYTES).putLong(dueMs + 1).array());
        try (KeyValueIterator<Bytes, byte[]> rows = rows().range(null, behindDue)) {
            while (rows.hasNext()) {
                due.add(rows.next());
            }
        }
        return due;
    }

    @SuppressWarnings("NullAway") // a key that was serialized can be read back
    private Record<Object, Object> record(byte[] storeKey, BufferedRecord buffered) {
        byte[] keyBytes = new byte[storeKey.length - Long.BYTES - Integer.BYTES];
        System.arraycopy(storeKey, Long.BYTES, keyBytes, 0, keyBytes.length);
        Headers current = coordinates().headersIfAny();
        Headers present = current == null ? new RecordHeaders() : current;
        Object key = keySerde(givenKeySerde).deserializer().deserialize(topic(), present, keyBytes);
        Object value = valueSerde(givenValueSerde).deserializer().deserialize(topic(), present, buffered.newValue());
        return new Record<>(key, value, buffered.timestampMs(), buffered.headers());
    }
}
