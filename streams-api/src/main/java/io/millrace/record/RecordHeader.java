package io.millrace.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A header over a name and a byte array that is not copied. */
public class RecordHeader implements Header {

    private final String key;
    private final byte @Nullable [] value;

    /** Makes a header; the value may be null. */
    public RecordHeader(String key, byte @Nullable [] value) {
        this.key = Objects.requireNonNull(key, "the key of a header must not be null");
        this.value = value;
    }

    /** Makes a header from what remains in both buffers (the key as UTF-8); their positions stay. */
    public RecordHeader(ByteBuffer keyBuffer, @Nullable ByteBuffer valueBuffer) {
        this(
                StandardCharsets.UTF_8.decode(keyBuffer.duplicate()).toString(),
                valueBuffer == null ? null : copyOf(valueBuffer));
    }

    private static byte[] copyOf(ByteBuffer buffer) {
        byte[] copy = new byte[buffer.remaining()];
        buffer.duplicate().get(copy);
        return copy;
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public byte @Nullable [] value() {
        return value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof RecordHeader that && key.equals(that.key) && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return 31 * key.hashCode() + Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return "RecordHeader(key = " + key + ", value = " + Arrays.toString(value) + ")";
    }
}
