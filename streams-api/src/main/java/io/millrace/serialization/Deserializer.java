package io.millrace.serialization;

import io.millrace.record.Headers;
import java.io.Closeable;
import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decodes objects from bytes. One object serves one task at a time, on that task's thread.
 *
 * @param <T> type of the objects
 */
@FunctionalInterface
public interface Deserializer<T> extends Closeable {

    /** Called once, before use, with the configuration; tells whether keys or values are to be decoded. */
    default void configure(Map<String, ?> configs, boolean isKey) {}

    /** The object in {@code data}; the bytes may be kept but not changed. Null stands for null. */
    @Nullable
    T deserialize(String topic, byte @Nullable [] data);

    /** As the other {@code deserialize}, for deserializers that read headers. */
    default @Nullable T deserialize(String topic, Headers headers, byte @Nullable [] data) {
        return deserialize(topic, data);
    }

    /**
     * Decodes what remains in {@code data}, which is borrowed for the time of the call; its position does not matter
     * afterwards. By default the bytes are copied.
     */
    default @Nullable T deserialize(String topic, Headers headers, @Nullable ByteBuffer data) {
        return deserialize(topic, headers, Buffers.copyOfRemaining(data));
    }

    /** Gives resources back; closing twice does nothing. */
    @Override
    default void close() {}
}
