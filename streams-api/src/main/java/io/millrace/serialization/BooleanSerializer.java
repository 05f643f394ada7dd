package io.millrace.serialization;

import org.jspecify.annotations.Nullable;

/** Encodes a {@code Boolean} as 1 byte. */
public class BooleanSerializer implements Serializer<Boolean> {

    /** Needs no configuration. */
    public BooleanSerializer() {}

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable Boolean data) {
        if (data == null) {
            return null;
        }
        return new byte[] {(byte) (data ? 1 : 0)};
    }
}
