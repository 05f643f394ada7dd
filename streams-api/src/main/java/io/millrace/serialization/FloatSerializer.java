package io.millrace.serialization;

import org.jspecify.annotations.Nullable;

/** Encodes a {@code Float} as 4 bytes, big-endian. */
public class FloatSerializer implements Serializer<Float> {

    /** Needs no configuration. */
    public FloatSerializer() {}

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable Float data) {
        if (data == null) {
            return null;
        }
        return BigEndian.ofInt(Float.floatToRawIntBits(data));
    }
}
