package io.millrace.stores.table;

import io.millrace.record.Headers;
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
    private final boolean keepsHeaders;
    private @Nullable Class<?> acceptedClass;

    /**
     * @param topic the name that the serde is told: that of the store's changelog topic
     */
    public ValueCodec(String topic, Serde<V> serde) {
        this(topic, serde, false);
    }

    private ValueCodec(String topic, Serde<V> serde, boolean keepsHeaders) {
        this.topic = topic;
        this.serializer = serde.serializer();
        this.deserializer = serde.deserializer();
        this.keepsObjects = serde.isImmutable();
        this.keepsHeaders = keepsHeaders;
    }

    /** A codec whose stored forms are {@link HeaderedValue}s. */
    public static <V> ValueCodec<V> withHeaders(String topic, Serde<V> serde) {
        return new ValueCodec<>(topic, serde, true);
    }

    /** The stored form of a value with headers; only of a codec that keeps them. */
    public @Nullable Object toStored(@Nullable V value, Headers headers) {
        if (value == null) {
            return null;
        }
        Object stored = keepsObjects ? checked(value) : StoreSerdes.serialize(serializer, topic, headers, value);
        return stored == null ? null : new HeaderedValue(stored, HeaderBytes.encode(headers));
    }

    /** The stored form of a value. */
    public @Nullable Object toStored(@Nullable V value) {
        if (value == null) {
            return null;
        }
        return keepsObjects ? checked(value) : StoreSerdes.serialize(serializer, topic, value);
    }

    /** A value that is kept as it is must be found wrong when it is put, not when it is committed: the first of each class in a row is tried. */
    private V checked(V value) {
        if (value.getClass() != acceptedClass) {
            StoreSerdes.serialize(serializer, topic, value);
            acceptedClass = value.getClass();
        }
        return value;
    }

    /** The value of a stored form. */
    @SuppressWarnings("unchecked") // toStored and fromBytes let only a V in when objects are kept
    public @Nullable V fromStored(@Nullable Object stored) {
        if (stored == null) {
            return null;
        }
        if (keepsHeaders) {
            HeaderedValue value = (HeaderedValue) stored;
            return keepsObjects
                    ? (V) value.stored()
                    : deserializer.deserialize(topic, HeaderBytes.decode(value.headerBytes()), (byte[]) value.stored());
        }
        return keepsObjects ? (V) stored : deserializer.deserialize(topic, (byte[]) stored);
    }

    /** The headers of a stored form; null if there are none. */
    public @Nullable Headers headersOf(@Nullable Object stored) {
        return stored instanceof HeaderedValue value && keepsHeaders ? HeaderBytes.decode(value.headerBytes()) : null;
    }

    /** The stored form of what the engine has. */
    @Nullable
    Object fromBytes(byte[] bytes) {
        if (!keepsHeaders) {
            return objectOrBytes(bytes, null);
        }
        byte[] headerBytes = HeaderBytes.cutHead(bytes);
        Object stored = objectOrBytes(HeaderBytes.cutTail(bytes), headerBytes);
        return stored == null ? null : new HeaderedValue(stored, headerBytes);
    }

    private @Nullable Object objectOrBytes(byte[] bytes, byte @Nullable [] headerBytes) {
        if (!keepsObjects) {
            return bytes;
        }
        return headerBytes == null
                ? deserializer.deserialize(topic, bytes)
                : deserializer.deserialize(topic, HeaderBytes.decode(headerBytes), bytes);
    }

    /** What the engine keeps of a stored form; null if the serializer makes nothing of it. */
    byte @Nullable [] toBytes(Object stored) {
        byte[] value = toLogged(stored);
        return value == null || !keepsHeaders ? value : HeaderBytes.join(((HeaderedValue) stored).headerBytes(), value);
    }

    /** The value as the changelog has it; null if the serializer makes nothing of it. */
    @SuppressWarnings("unchecked") // as in fromStored
    byte @Nullable [] toLogged(Object stored) {
        if (keepsHeaders) {
            HeaderedValue value = (HeaderedValue) stored;
            return keepsObjects
                    ? serializer.serialize(topic, HeaderBytes.decode(value.headerBytes()), (V) value.stored())
                    : (byte[]) value.stored();
        }
        return keepsObjects ? serializer.serialize(topic, (V) stored) : (byte[]) stored;
    }

    /** What the engine keeps of a value in the changelog. */
    byte[] fromLogged(byte[] value, @Nullable Headers headers) {
        return keepsHeaders ? HeaderBytes.join(HeaderBytes.encode(headers), value) : value;
    }

    /** Approximate heap size of a stored form. */
    static int sizeBytes(@Nullable Object stored) {
        if (stored == null) {
            return 0;
        }
        if (stored instanceof byte[] bytes) {
            return bytes.length;
        }
        if (stored instanceof HeaderedValue value) {
            return OBJECT_BYTES + value.headerBytes().length + sizeBytes(value.stored());
        }
        return stored instanceof String text ? OBJECT_BYTES + text.length() : OBJECT_BYTES;
    }
}
