package io.millrace.state;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Marks a store of bytes whose values begin with their timestamp: 8 bytes, big-endian. */
public interface TimestampedBytesStore {

    /** {@code plainValue} with the timestamp -1 (unknown) in front; null for null. */
    static byte @Nullable [] convertToTimestampedFormat(byte @Nullable [] plainValue) {
        if (plainValue == null) {
            return null;
        }
        return ByteBuffer.allocate(Long.BYTES + plainValue.length)
                .putLong(-1L)
                .put(plainValue)
                .array();
    }
}
