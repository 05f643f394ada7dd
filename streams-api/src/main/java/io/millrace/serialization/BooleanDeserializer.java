package io.millrace.serialization;

import io.millrace.record.Headers;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Decodes a {@code Boolean} from 1 byte. */
public class BooleanDeserializer implements Deserializer<Boolean> {

    /** Needs no configuration. */
    public BooleanDeserializer() {}

    @Override
    public @Nullable Boolean deserialize(String topic, byte @Nullable [] data) {
        if (data == null) {
            return null;
        }
        Buffers.requireSize(1, data.length, topic, "Boolean");
        return decode(topic, data[0]);
    }

    @Override
    public @Nullable Boolean deserialize(String topic, Headers headers, @Nullable ByteBuffer data) {
        if (data == null) {
            return null;
        }
        Buffers.requireSize(1, data.remaining(), topic, "Boolean");
        return decode(topic, data.get(data.position()));
    }

    private static Boolean decode(String topic, byte encoded) {
        if (encoded != 0 && encoded != 1) {
            throw new SerializationException(
                    "Topic " + topic + ": a Boolean is the byte 0 or 1, but there is " + encoded);
        }
        return encoded == 1;
    }
}
