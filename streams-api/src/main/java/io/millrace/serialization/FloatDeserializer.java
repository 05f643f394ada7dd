package io.millrace.serialization;

import io.millrace.record.Headers;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Decodes a {@code Float} from 4 bytes, big-endian. */
public class FloatDeserializer implements Deserializer<Float> {

    /** Needs no configuration. */
    public FloatDeserializer() {}

    @Override
    public @Nullable Float deserialize(String topic, byte @Nullable [] data) {
        if (data == null) {
            return null;
        }
        Buffers.requireSize(4, data.length, topic, "Float");
        return Float.intBitsToFloat(BigEndian.intIn(data));
    }

    @Override
    public @Nullable Float deserialize(String topic, Headers headers, @Nullable ByteBuffer data) {
        if (data == null) {
            return null;
        }
        Buffers.requireSize(4, data.remaining(), topic, "Float");
        return data.duplicate().getFloat();
    }
}
