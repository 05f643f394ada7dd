package io.millrace.serialization;

import io.millrace.record.Headers;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Wraps the bytes in a buffer, without a copy. */
public class ByteBufferDeserializer implements Deserializer<ByteBuffer> {

    /** Needs no configuration. */
    public ByteBufferDeserializer() {}

    @Override
    public @Nullable ByteBuffer deserialize(String topic, byte @Nullable [] data) {
        return data == null ? null : ByteBuffer.wrap(data);
    }

    /** Hands {@code data} itself on: it is as short-lived as the caller's. */
    @Override
    public @Nullable ByteBuffer deserialize(String topic, Headers headers, @Nullable ByteBuffer data) {
        return data;
    }
}
