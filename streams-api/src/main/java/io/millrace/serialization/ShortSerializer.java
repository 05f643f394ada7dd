package io.millrace.serialization;

import org.jspecify.annotations.Nullable;

/** Encodes a {@code Short} as 2 bytes, big-endian. */
public class ShortSerializer implements Serializer<Short> {

    /** Needs no configuration. */
    public ShortSerializer() {}

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable Short data) {
        if (data == null) {
            return null;
        }
        return BigEndian.ofShort(data);
    }
}
