package io.millrace.stores.table;

import io.millrace.serialization.Deserializer;
import io.millrace.serialization.Serde;
import io.millrace.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * In what form a table keeps the values of a serde, its <em>stored form</em>: as objects if the serde says that they are immutable, else as
 * bytes. Confined to the task's thread, as the serde is.
 *
 * @param <V> type of values
 */
public final class ValueCodec<V> {

    private static final int OBJECT_BYTES = 24;

    private final String topic;
    private final Serializer<V> serializer;
    private final Deserializer<V> deserializer;
    private final boolean keepsObjects;

    /**
     * @param topic the name that the serde is told: that of the store's changelog topic
     */
    public ValueCodec(String topic, Serde<V> serde) {
        this.topic = topic;
        this.serializer = serde.serializer();
        this.deserializer = serde.deserializer();
        this.keepsObjects = serde.isImmutable();
    }

    /** The stored form of a value. */
    public @Nullable Object toStored(@Nullable V value) {
        return value == null || keepsObjects ? value : serializer.serialize(topic, value);
    }

    /** The value of a stored form. */
    @SuppressWarnings("unchecked") // toStored and fromBytes let only a V in when objects are kept
    public @Nullable V fromStored(@Nullable Object stored) {
        if (stored == null) {
            return null;
        }
        return keepsObjects ? (V) stored : deserializer.deserialize(topic, (byte[]) stored);
    }

    /** The stored form of serialised bytes. */
    @Nullable
    Object fromBytes(byte[] bytes) {
        return keepsObjects ? deserializer.deserialize(topic, bytes) : bytes;
    }

    /** The serialised bytes of a stored form; null if the serializer makes none. */
    @SuppressWarnings("unchecked") // as in fromStored
    byte @Nullable [] toBytes(Object stored) {
        return keepsObjects ? serializer.serialize(topic, (V) stored) : (byte[]) stored;
    }

    /** Approximate heap size of a stored form. */
    static int sizeBytes(@Nullable Object stored) {
        if (stored == null) {
            return 0;
        }
        if (stored instanceof byte[] bytes) {
            return bytes.length;
        }
        return stored instanceof String text ? OBJECT_BYTES + text.length() : OBJECT_BYTES;
    }
}
