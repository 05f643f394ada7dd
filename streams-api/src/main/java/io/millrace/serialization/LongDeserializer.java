package io.millrace.serialization;

import io.millrace.record.Headers;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Decodes a {@code Long} from 8 bytes, big-endian. */
public class LongDeserializer implements Deserializer<Long> {

    /** Needs no configuration. */
    public LongDeserializer() {}

    @Override
    public @Nullable Long deserialize(String topic, byte @Nullable [] data) {
        if (data == null) {
            return null;
        }
        Buffers.requireSize(8, data.length, topic, "Long");
        return BigEndian.longIn(data);
    }

    @Override
    public @Nullable Long deserialize(String topic, Headers headers, @Nullable ByteBuffer data) {
        if (data == null) {
            return null;
        }
        Buffers.requireSize(8, data.remaining(), topic, "Long");
        return data.duplicate().getLong();
    }
}
