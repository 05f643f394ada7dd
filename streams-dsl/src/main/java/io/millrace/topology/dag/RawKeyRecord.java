package io.millrace.topology.dag;

import io.millrace.processor.Record;
import io.millrace.record.Headers;
import io.millrace.stores.table.KeyFormat;
import org.jspecify.annotations.Nullable;

/**
 * A record that carries the bytes of its key as they were read from an internal topic, and decodes them only if somebody asks. Stores and sinks of
 * the same {@link KeyFormat} use the bytes. A record with another key is a plain record; all other copies keep the bytes.
 *
 * <p>The key is never null: the source makes a plain record for a null key. The bytes are borrowed from the batch that was read: they stay valid while
 * the record is processed, so that whoever keeps them copies them.
 *
 * @param <K> type of the key
 * @param <V> type of the value
 */
public final class RawKeyRecord<K, V> extends Record<K, V> {

    private final KeyDecoder<K> decoder;
    private final byte[] keyArray;
    private final int keyOffset;
    private final int keyLength;
    private @Nullable K decoded;

    public RawKeyRecord(
            KeyDecoder<K> decoder,
            byte[] keyArray,
            int keyOffset,
            int keyLength,
            @Nullable V value,
            long timestampMs,
            @Nullable Headers headers) {
        this(decoder, keyArray, keyOffset, keyLength, null, value, timestampMs, headers);
    }

    private RawKeyRecord(
            KeyDecoder<K> decoder,
            byte[] keyArray,
            int keyOffset,
            int keyLength,
            @Nullable K decoded,
            @Nullable V value,
            long timestampMs,
            @Nullable Headers headers) {
        super(null, value, timestampMs, headers);
        this.decoder = decoder;
        this.keyArray = keyArray;
        this.keyOffset = keyOffset;
        this.keyLength = keyLength;
        this.decoded = decoded;
    }

    /** Whether a record has no key, without decoding it. */
    public static boolean isKeyNull(Record<?, ?> record) {
        return !(record instanceof RawKeyRecord) && record.key() == null;
    }

    /** A copy of any record with another value and timestamp; one object if the timestamp is the same or the key is raw. */
    public static <K, V> Record<K, V> copy(Record<K, ?> record, @Nullable V value, long timestampMs) {
        if (record instanceof RawKeyRecord<K, ?> raw) {
            return raw.with(value, timestampMs, raw.headersIfAny());
        }
        Record<K, V> copy = record.withValue(value);
        return timestampMs == record.timestamp() ? copy : copy.withTimestamp(timestampMs);
    }

    /** What the key bytes are. */
    public KeyFormat keyFormat() {
        return decoder.format();
    }

    /** The array that holds the key bytes; borrowed, not to be changed. */
    public byte[] keyArray() {
        return keyArray;
    }

    /** Index of the first key byte. */
    public int keyOffset() {
        return keyOffset;
    }

    /** Size of the key in bytes. */
    public int keyLength() {
        return keyLength;
    }

    @Override
    public @Nullable K key() {
        K key = decoded;
        if (key == null) {
            key = decoder.decode(keyArray, keyOffset, keyLength);
            decoded = key;
        }
        return key;
    }

    @Override
    public <NewV> Record<K, NewV> withValue(@Nullable NewV value) {
        return with(value, timestamp(), headersIfAny());
    }

    @Override
    public Record<K, V> withTimestamp(long timestamp) {
        return with(value(), timestamp, headersIfAny());
    }

    @Override
    public Record<K, V> withHeaders(@Nullable Headers headers) {
        return with(value(), timestamp(), headers);
    }

    private <NewV> RawKeyRecord<K, NewV> with(@Nullable NewV value, long timestampMs, @Nullable Headers headers) {
        return new RawKeyRecord<>(decoder, keyArray, keyOffset, keyLength, decoded, value, timestampMs, headers);
    }
}
