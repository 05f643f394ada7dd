package io.millrace.serialization;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Takes the bytes of a buffer from its beginning up to its limit, wherever its position is. The position stays; an array
 * that the buffer covers as a whole is not copied.
 */
public class ByteBufferSerializer implements Serializer<ByteBuffer> {

    /** Needs no configuration. */
    public ByteBufferSerializer() {}

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable ByteBuffer data) {
        if (data == null) {
            return null;
        }
        if (data.hasArray() && data.arrayOffset() == 0 && data.array().length == data.limit()) {
            return data.array();
        }
        byte[] bytes = new byte[data.limit()];
        data.get(0, bytes);
        return bytes;
    }
}
