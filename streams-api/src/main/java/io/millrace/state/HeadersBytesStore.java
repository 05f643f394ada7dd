package io.millrace.state;

import org.jspecify.annotations.Nullable;

/**
 * Marks a store of bytes whose values begin with their headers: the size of the headers as a variable-length integer,
 * the headers, and then what the store would hold without them. No headers are the single byte 0.
 */
public interface HeadersBytesStore {

    /** {@code value} with no headers in front; null for null. */
    static byte @Nullable [] convertToHeaderFormat(byte @Nullable [] value) {
        if (value == null) {
            return null;
        }
        byte[] converted = new byte[1 + value.length];
        System.arraycopy(value, 0, converted, 1, value.length);
        return converted;
    }

    /** {@code plainValue} with no headers and the timestamp -1 (unknown) in front; null for null. */
    static byte @Nullable [] convertFromPlainToHeaderFormat(byte @Nullable [] plainValue) {
        return convertToHeaderFormat(TimestampedBytesStore.convertToTimestampedFormat(plainValue));
    }
}
