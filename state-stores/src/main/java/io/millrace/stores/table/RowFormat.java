package io.millrace.stores.table;

import io.millrace.stores.table.Table.StampFormat;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a row of a table looks like in the engine: the value, with 8 bytes of timestamp before it if the store keeps timestamps. Immutable. */
final class RowFormat {

    private final ValueCodec<?> codec;
    private final boolean timestamped;

    RowFormat(ValueCodec<?> codec, StampFormat stamps) {
        this.codec = codec;
        this.timestamped = stamps == StampFormat.TIMESTAMPED;
    }

    boolean hasTimestamps() {
        return timestamped;
    }

    /** -1 if the store keeps none. */
    long timestampOf(byte[] engineBytes) {
        return timestamped ? ByteBuffer.wrap(engineBytes).getLong() : -1;
    }

    /** The value in stored form. */
    @Nullable
    Object valueOf(byte[] engineBytes) {
        return codec.fromBytes(
                timestamped ? Arrays.copyOfRange(engineBytes, Long.BYTES, engineBytes.length) : engineBytes);
    }

    TableScan.Row decode(byte[] key, byte[] engineBytes) {
        return new TableScan.Row(key, valueOf(engineBytes), timestampOf(engineBytes));
    }

    /** The row of a stored form; null if the key is absent, or the serializer makes nothing of the value. */
    byte @Nullable [] engineBytes(@Nullable Object stored, long timestampMs) {
        byte[] value = stored == null ? null : codec.toBytes(stored);
        return value == null ? null : stamped(value, timestampMs);
    }

    /** The row of a serialised value. */
    byte[] stamped(byte[] value, long timestampMs) {
        if (!timestamped) {
            return value;
        }
        return ByteBuffer.allocate(Long.BYTES + value.length)
                .putLong(timestampMs)
                .put(value)
                .array();
    }
}
