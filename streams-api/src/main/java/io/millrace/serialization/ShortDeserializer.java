package io.millrace.serialization;

import io.millrace.record.Headers;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Decodes a {@code Short} from 2 bytes, big-endian. */
public class ShortDeserializer implements Deserializer<Short> {

    /** Needs no configuration. */
    public ShortDeserializer() {}

    @Override
    public @Nullable Short deserialize(String topic, byte @Nullable [] data) {
        if (data == null) {
            return null;
        }
        Buffers.requireSize(2, data.length, topic, "Short");
        return BigEndian.shortIn(data);
    }

    @Override
    public @Nullable Short deserialize(String topic, Headers headers, @Nullable ByteBuffer data) {
        if (data == null) {
            return null;
        }
        Buffers.requireSize(2, data.remaining(), topic, "Short");
        return data.duplicate().getShort();
    }
}
