package io.millrace.serialization;

import org.jspecify.annotations.Nullable;

/** Encodes a {@code Long} as 8 bytes, big-endian. */
public class LongSerializer implements Serializer<Long> {

    /** Needs no configuration. */
    public LongSerializer() {}

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable Long data) {
        if (data == null) {
            return null;
        }
        return BigEndian.ofLong(data);
    }
}
