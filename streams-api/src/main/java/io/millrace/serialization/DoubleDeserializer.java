package io.millrace.serialization;

import io.millrace.record.Headers;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Decodes a {@code Double} from 8 bytes, big-endian. */
public class DoubleDeserializer implements Deserializer<Double> {

    /** Needs no configuration. */
    public DoubleDeserializer() {}

    @Override
    public @Nullable Double deserialize(String topic, byte @Nullable [] data) {
        if (data == null) {
            return null;
        }
        Buffers.requireSize(8, data.length, topic, "Double");
        return Double.longBitsToDouble(BigEndian.longIn(data));
    }

    @Override
    public @Nullable Double deserialize(String topic, Headers headers, @Nullable ByteBuffer data) {
        if (data == null) {
            return null;
        }
        Buffers.requireSize(8, data.remaining(), topic, "Double");
        return data.duplicate().getDouble();
    }
}
