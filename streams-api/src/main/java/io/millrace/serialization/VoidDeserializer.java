package io.millrace.serialization;

import io.millrace.record.Headers;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Decodes nothing: throws {@code IllegalArgumentException} if there are bytes. */
public class VoidDeserializer implements Deserializer<Void> {

    /** Needs no configuration. */
    public VoidDeserializer() {}

    @Override
    public @Nullable Void deserialize(String topic, byte @Nullable [] data) {
        if (data != null) {
            throw notNull(topic, data.length);
        }
        return null;
    }

    @Override
    public @Nullable Void deserialize(String topic, Headers headers, @Nullable ByteBuffer data) {
        if (data != null) {
            throw notNull(topic, data.remaining());
        }
        return null;
    }

    private static IllegalArgumentException notNull(String topic, int length) {
        return new IllegalArgumentException(
                "Topic " + topic + ": the Void serde knows null only, but there are " + length + " bytes");
    }
}
