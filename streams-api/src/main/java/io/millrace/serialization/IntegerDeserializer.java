package io.millrace.serialization;

import io.millrace.record.Headers;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Decodes an {@code Integer} from 4 bytes, big-endian. */
public class IntegerDeserializer implements Deserializer<Integer> {

    /** Needs no configuration. */
    public IntegerDeserializer() {}

    @Override
    public @Nullable Integer deserialize(String topic, byte @Nullable [] data) {
        if (data == null) {
            return null;
        }
        Buffers.requireSize(4, data.length, topic, "Integer");
        return BigEndian.intIn(data);
    }

    @Override
    public @Nullable Integer deserialize(String topic, Headers headers, @Nullable ByteBuffer data) {
        if (data == null) {
            return null;
        }
        Buffers.requireSize(4, data.remaining(), topic, "Integer");
        return data.duplicate().getInt();
    }
}
