package io.millrace.serialization;

import java.io.Closeable;
import java.util.Map;

/**
 * A serializer and a deserializer for the same type.
 *
 * @param <T> type of the objects
 */
public interface Serde<T> extends Closeable {

    /** Configures both parts; called once, before use. */
    default void configure(Map<String, ?> configs, boolean isKey) {}

    /** Closes both parts; closing twice does nothing. */
    @Override
    default void close() {}

    /** The part that encodes. */
    Serializer<T> serializer();

    /** The part that decodes. */
    Deserializer<T> deserializer();

    /**
     * Whether objects of this serde never change after they were made, as strings and boxed numbers. A store may then
     * keep value objects as they are and encode them once per commit, instead of once per write. Say true only if no
     * code can change such an object, and if decoding what was encoded gives an object that is as good.
     */
    default boolean isImmutable() {
        return false;
    }
}
