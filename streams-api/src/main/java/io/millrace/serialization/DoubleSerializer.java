package io.millrace.serialization;

import org.jspecify.annotations.Nullable;

/** Encodes a {@code Double} as 8 bytes, big-endian. */
public class DoubleSerializer implements Serializer<Double> {

    /** Needs no configuration. */
    public DoubleSerializer() {}

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable Double data) {
        if (data == null) {
            return null;
        }
        return BigEndian.ofLong(Double.doubleToRawLongBits(data));
    }
}
