package io.millrace.serialization;

import org.jspecify.annotations.Nullable;

/** Encodes an {@code Integer} as 4 bytes, big-endian. */
public class IntegerSerializer implements Serializer<Integer> {

    /** Needs no configuration. */
    public IntegerSerializer() {}

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable Integer data) {
        if (data == null) {
            return null;
        }
        return BigEndian.ofInt(data);
    }
}
