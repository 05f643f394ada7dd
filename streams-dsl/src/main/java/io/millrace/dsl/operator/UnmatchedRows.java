package io.millrace.dsl.operator;

import io.millrace.processor.ProcessorContext;
import io.millrace.processor.StateStore;
import io.millrace.record.Bytes;
import io.millrace.record.KeyValue;
import io.millrace.serialization.Deserializer;
import io.millrace.serialization.Serde;
import io.millrace.serialization.Serdes;
import io.millrace.state.KeyValueBytesStoreSupplier;
import io.millrace.state.KeyValueIterator;
import io.millrace.state.KeyValueStore;
import io.millrace.state.StoreBuilder;
import io.millrace.topology.dag.NodeContext;
import io.millrace.topology.dag.RewindableState;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Records of a left or outer stream-stream join that found no partner so far, in the order of time, side (right first) and key bytes. Both sides of the join share one such
 * store, and with it their stream time. Its bytes are those of Kafka Streams 4.3:
 *
 * <pre>
 * key    timestamp 8, side 1 (1 for left), key bytes
 * value  a list, as the built-in list serde writes it, of: side 1 (1 for left), value bytes
 * </pre>
 */
final class UnmatchedRows extends StoreOverKeyValues implements RewindableState {

    private static final byte LEFT = 1;
    private static final byte RIGHT = 0;
    private static final Serde<List<byte[]>> LISTS = lists();

    private final @Nullable Serde<?> givenKeySerde;
    private final @Nullable Serde<?> givenLeftSerde;
    private final @Nullable Serde<?> givenRightSerde;
    private Times times = new Times();
    private Times committedTimes = new Times();

    /** What both sides know of time. */
    static final class Times {

        /** Highest timestamp of a record of either side. */
        private long streamMs = -1;

        /** No record without partner is older; as far as known. */
        private long oldestMs = Long.MAX_VALUE;

        /** When to look for records that can wait no longer; by the clock. */
        private long nextScanWallMs;

        private Times copy() {
            Times copy = new Times();
            copy.become(this);
            return copy;
        }

        private void become(Times other) {
            streamMs = other.streamMs;
            oldestMs = other.oldestMs;
            nextScanWallMs = other.nextScanWallMs;
        }

        long streamMs() {
            return streamMs;
        }

        void advance(long timestampMs) {
            streamMs = Math.max(streamMs, timestampMs);
        }

        long oldestMs() {
            return oldestMs;
        }

        void oldestIs(long timestampMs) {
            oldestMs = timestampMs;
        }

        void isWaiting(long timestampMs) {
            oldestMs = Math.min(oldestMs, timestampMs);
        }

        long nextScanWallMs() {
            return nextScanWallMs;
        }

        void nextScanAt(long wallMs) {
            nextScanWallMs = wallMs;
        }
    }

    /** A record that waits: exactly one of the values is there, according to the side. */
    record Unmatched(
            Object key,
            long timestampMs,
            boolean isLeft,
            @Nullable Object value) {}

    /** Decides about records as they are read, in their order. */
    interface Visitor {

        /** Whether to go on, given the time and side of the next. */
        Step next(long timestampMs, boolean isLeft);

        /** Gets a record that is to leave. */
        void expired(Unmatched unmatched);
    }

    /** What a visitor wants of a record. */
    enum Step {
        /** It stays, as do all behind it. */
        STOP,
        /** It stays. */
        KEEP,
        /** It leaves. */
        TAKE
    }

    private UnmatchedRows(
            KeyValueStore<Bytes, byte[]> rows,
            @Nullable Serde<?> keySerde,
            @Nullable Serde<?> leftSerde,
            @Nullable Serde<?> rightSerde) {
        super(rows);
        this.givenKeySerde = keySerde;
        this.givenLeftSerde = leftSerde;
        this.givenRightSerde = rightSerde;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // the class of a list does not say what is in it
    private static Serde<List<byte[]>> lists() {
        return Serdes.ListSerde((Class) ArrayList.class, Serdes.ByteArray());
    }

    /** Builds such stores; serdes that are null are the configured defaults. */
    static StoreBuilder<StateStore> builder(
            KeyValueBytesStoreSupplier supplier,
            @Nullable Serde<?> keySerde,
            @Nullable Serde<?> leftSerde,
            @Nullable Serde<?> rightSerde,
            @Nullable Map<String, String> changelogConfig) {
        return builder(supplier, changelogConfig, rows -> new UnmatchedRows(rows, keySerde, leftSerde, rightSerde));
    }

    /** To be called in {@code init} of the processors of both sides. */
    void attach(ProcessorContext<?, ?> context) {
        ((NodeContext) context).registerRewindable(this);
    }

    Times times() {
        return times;
    }

    @Override
    public void committed() {
        committedTimes = times.copy();
    }

    /** The object stays the same: the processors that are at work hold on to it. */
    @Override
    public Runnable savepoint() {
        Times now = times;
        Times before = times.copy();
        return () -> now.become(before);
    }

    @Override
    public void rewind() {
        times = committedTimes.copy();
    }

    void add(boolean isLeft, Object key, long timestampMs, Object value) {
        Bytes rowKey = rowKey(isLeft, key, timestampMs);
        byte[] valueBytes = valueSerde(isLeft ? givenLeftSerde : givenRightSerde)
                .serializer()
                .serialize(topic(), value);
        if (valueBytes == null) {
            rows().put(rowKey, null);
            return;
        }
        byte[] present = rows().get(rowKey);
        List<byte[]> values = present == null ? new ArrayList<>() : values(present);
        values.add(ByteBuffer.allocate(1 + valueBytes.length)
                .put(isLeft ? LEFT : RIGHT)
                .put(valueBytes)
                .array());
        rows().put(rowKey, LISTS.serializer().serialize(topic(), values));
    }

    /** A record found a partner: it, and others of its side, key and time, no longer wait. */
    void remove(boolean isLeft, Object key, long timestampMs) {
        Bytes rowKey = rowKey(isLeft, key, timestampMs);
        if (rows().get(rowKey) != null) {
            rows().put(rowKey, null);
        }
    }

    private Bytes rowKey(boolean isLeft, Object key, long timestampMs) {
        byte[] keyBytes =
                Objects.requireNonNull(keySerde(givenKeySerde).serializer().serialize(topic(), key));
        return new Bytes(ByteBuffer.allocate(Long.BYTES + 1 + keyBytes.length)
                .putLong(timestampMs)
                .put(isLeft ? LEFT : RIGHT)
                .put(keyBytes)
                .array());
    }

    private List<byte[]> values(byte[] list) {
        return Objects.requireNonNull(LISTS.deserializer().deserialize(topic(), list));
    }

    /** Shows all records in their order and deletes those that are taken. */
    void scan(Visitor visitor) {
        List<Bytes> taken = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> all = rows().all()) {
            boolean goesOn = true;
            while (goesOn && all.hasNext()) {
                KeyValue<Bytes, byte[]> row = all.next();
                goesOn = visit(row.key.get(), row.value, visitor, taken, row.key);
            }
        }
        taken.forEach(key -> rows().put(key, null));
    }

    /** All values of a row are asked for one by one, since that is what the visitor's picture of time depends on. */
    private boolean visit(byte[] key, byte[] list, Visitor visitor, List<Bytes> taken, Bytes rowKey) {
        ByteBuffer parts = ByteBuffer.wrap(key);
        long timestampMs = parts.getLong();
        boolean isLeft = parts.get() == LEFT;
        boolean isTaken = false;
        for (byte[] value : values(list)) {
            Step step = visitor.next(timestampMs, isLeft);
            if (step == Step.STOP) {
                return false;
            }
            if (step == Step.TAKE) {
                if (!isTaken) {
                    taken.add(rowKey);
                    isTaken = true;
                }
                visitor.expired(unmatched(key, timestampMs, isLeft, value));
            }
        }
        return true;
    }

    @SuppressWarnings("NullAway") // a key that was serialized can be read back
    private Unmatched unmatched(byte[] rowKey, long timestampMs, boolean isLeft, byte[] sidedValue) {
        Object key = keySerde(givenKeySerde)
                .deserializer()
                .deserialize(topic(), Arrays.copyOfRange(rowKey, Long.BYTES + 1, rowKey.length));
        Deserializer<Object> values =
                valueSerde(isLeft ? givenLeftSerde : givenRightSerde).deserializer();
        Object value = values.deserialize(topic(), Arrays.copyOfRange(sidedValue, 1, sidedValue.length));
        return new Unmatched(key, timestampMs, isLeft, value);
    }
}
