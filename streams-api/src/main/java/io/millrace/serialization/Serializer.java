package io.millrace.serialization;

import io.millrace.record.Headers;
import java.io.Closeable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Encodes objects as bytes. One object serves one task at a time, on that task's thread.
 *
 * @param <T> type of the objects
 */
@FunctionalInterface
public interface Serializer<T> extends Closeable {

    /** Called once, before use, with the configuration; tells whether keys or values are to be encoded. */
    default void configure(Map<String, ?> configs, boolean isKey) {}

    /** The bytes of {@code data}, which the caller may keep. Null stands for null. */
    byte @Nullable [] serialize(String topic, @Nullable T data);

    /** As the other {@code serialize}, for serializers that read or add headers. */
    default byte @Nullable [] serialize(String topic, Headers headers, @Nullable T data) {
        return serialize(topic, data);
    }

    /** Gives resources back; closing twice does nothing. */
    @Override
    default void close() {}
}
