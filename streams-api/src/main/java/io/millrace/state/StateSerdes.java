package io.millrace.state;

import io.millrace.errors.StreamsException;
import io.millrace.record.Headers;
import io.millrace.serialization.Deserializer;
import io.millrace.serialization.Serde;
import io.millrace.serialization.Serdes;
import io.millrace.serialization.Serializer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The serdes of a store, and the name of the topic under which it uses them. */
public final class StateSerdes<K, V> {

    /** Size of a timestamp in bytes. */
    public static final int TIMESTAMP_SIZE = 8;

    /** Size of a boolean in bytes. */
    public static final int BOOLEAN_SIZE = 1;

    private final String topic;
    private final Serde<K> keySerde;
    private final Serde<V> valueSerde;

    /** Puts them together. Throws {@code IllegalArgumentException} for null. */
    public StateSerdes(String topic, Serde<K> keySerde, Serde<V> valueSerde) {
        this.topic = Objects.requireNonNull(topic, "topic cannot be null");
        this.keySerde = Objects.requireNonNull(keySerde, "keySerde cannot be null");
        this.valueSerde = Objects.requireNonNull(valueSerde, "valueSerde cannot be null");
    }

    /** Takes the built-in serdes of both classes. Throws {@code IllegalArgumentException} if there is none. */
    public static <K, V> StateSerdes<K, V> withBuiltinTypes(String topic, Class<K> keyClass, Class<V> valueClass) {
        return new StateSerdes<>(topic, Serdes.serdeFrom(keyClass), Serdes.serdeFrom(valueClass));
    }

    /** The topic, usually the changelog. */
    public String topic() {
        return topic;
    }

    /** Serde of keys. */
    public Serde<K> keySerde() {
        return keySerde;
    }

    /** Serde of values. */
    public Serde<V> valueSerde() {
        return valueSerde;
    }

    /** Serializer of keys. */
    public Serializer<K> keySerializer() {
        return keySerde.serializer();
    }

    /** Deserializer of keys. */
    public Deserializer<K> keyDeserializer() {
        return keySerde.deserializer();
    }

    /** Serializer of values. */
    public Serializer<V> valueSerializer() {
        return valueSerde.serializer();
    }

    /** Deserializer of values. */
    public Deserializer<V> valueDeserializer() {
        return valueSerde.deserializer();
    }

    /** Decodes a key. */
    public @Nullable K keyFrom(byte @Nullable [] rawKey, Headers headers) {
        return keySerde.deserializer().deserialize(topic, headers, rawKey);
    }

    /** Decodes a value. */
    public @Nullable V valueFrom(byte @Nullable [] rawValue, Headers headers) {
        return valueSerde.deserializer().deserialize(topic, headers, rawValue);
    }

    /** Encodes a key. Throws {@link StreamsException} if it is not of the serde's type. */
    public byte @Nullable [] rawKey(@Nullable K key, Headers headers) {
        try {
            return keySerde.serializer().serialize(topic, headers, key);
        } catch (ClassCastException e) {
            throw wrongType("key", key, keySerde.serializer(), e);
        }
    }

    /** Encodes a value. Throws {@link StreamsException} if it is not of the serde's type. */
    public byte @Nullable [] rawValue(@Nullable V value, Headers headers) {
        try {
            return valueSerde.serializer().serialize(topic, headers, value);
        } catch (ClassCastException e) {
            throw wrongType("value", value, valueSerde.serializer(), e);
        }
    }

    private StreamsException wrongType(
            String part, @Nullable Object object, Serializer<?> serializer, ClassCastException cause) {
        String actual = object == null ? "null" : object.getClass().getName();
        return new StreamsException(
                "Topic " + topic + ": the serializer " + serializer.getClass().getName() + " cannot encode a " + part
                        + " of type " + actual + ". Set default." + part
                        + ".serde, or pass the right serde to the operator or store.",
                cause);
    }
}
