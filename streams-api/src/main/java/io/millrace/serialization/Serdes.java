package io.millrace.serialization;

import io.millrace.record.Bytes;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * The built-in serdes. The static methods make a new serde at each call; the nested classes are for configuration keys
 * that name a serde class.
 */
public class Serdes {

    /** Nothing to hold: all methods are static. */
    public Serdes() {}

    /** A serde of signed 64-bit integers, 8 bytes big-endian. */
    public static Serde<Long> Long() {
        return new LongSerde();
    }

    /** A serde of signed 32-bit integers, 4 bytes big-endian. */
    public static Serde<Integer> Integer() {
        return new IntegerSerde();
    }

    /** A serde of signed 16-bit integers, 2 bytes big-endian. */
    public static Serde<Short> Short() {
        return new ShortSerde();
    }

    /** A serde of IEEE 754 floats, 4 bytes big-endian. */
    public static Serde<Float> Float() {
        return new FloatSerde();
    }

    /** A serde of IEEE 754 doubles, 8 bytes big-endian. */
    public static Serde<Double> Double() {
        return new DoubleSerde();
    }

    /** A serde of strings, UTF-8 unless configured. */
    public static Serde<String> String() {
        return new StringSerde();
    }

    /** A serde of buffers. */
    public static Serde<ByteBuffer> ByteBuffer() {
        return new ByteBufferSerde();
    }

    /** A serde of wrapped byte arrays. */
    public static Serde<Bytes> Bytes() {
        return new BytesSerde();
    }

    /** A serde of UUIDs, as text. */
    public static Serde<UUID> UUID() {
        return new UUIDSerde();
    }

    /** A serde of booleans, one byte. */
    public static Serde<Boolean> Boolean() {
        return new BooleanSerde();
    }

    /** A serde of byte arrays, as they are. */
    public static Serde<byte[]> ByteArray() {
        return new ByteArraySerde();
    }

    /** A serde of nothing but null. */
    public static Serde<Void> Void() {
        return new VoidSerde();
    }

    /** A serde of lists of class {@code listClass}, with {@code innerSerde} for the elements. Elements may be null. */
    public static <L extends List<Inner>, Inner> Serde<List<Inner>> ListSerde(
            Class<L> listClass, Serde<Inner> innerSerde) {
        return new ListSerde<>(listClass, innerSerde);
    }

    /** The built-in serde for {@code type}. Throws {@code IllegalArgumentException} if there is none. */
    @SuppressWarnings("unchecked") // each branch returns the serde of the class it compared with
    public static <T> Serde<T> serdeFrom(Class<T> type) {
        return (Serde<T>) builtIn(Objects.requireNonNull(type, "type cannot be null"));
    }

    private static Serde<?> builtIn(Class<?> type) {
        if (type == String.class) {
            return String();
        }
        if (type == Short.class) {
            return Short();
        }
        if (type == Integer.class) {
            return Integer();
        }
        if (type == Long.class) {
            return Long();
        }
        if (type == Float.class) {
            return Float();
        }
        if (type == Double.class) {
            return Double();
        }
        if (type == byte[].class) {
            return ByteArray();
        }
        if (ByteBuffer.class.isAssignableFrom(type)) {
            return ByteBuffer();
        }
        if (type == Bytes.class) {
            return Bytes();
        }
        if (type == UUID.class) {
            return UUID();
        }
        if (type == Boolean.class) {
            return Boolean();
        }
        if (type == Void.class) {
            return Void();
        }
        throw new IllegalArgumentException("There is no built-in serde for " + type.getName()
                + ". There are: String, Short, Integer, Long, Float, Double, byte[], ByteBuffer, Bytes, UUID, Boolean"
                + " and Void; make one of your own with Serdes.serdeFrom(serializer, deserializer)");
    }

    /** A serde of two given parts. */
    public static <T> Serde<T> serdeFrom(Serializer<T> serializer, Deserializer<T> deserializer) {
        if (serializer == null) {
            throw new IllegalArgumentException("serializer must not be null");
        }
        if (deserializer == null) {
            throw new IllegalArgumentException("deserializer must not be null");
        }
        return new WrapperSerde<>(serializer, deserializer);
    }

    /** A serde of two given parts, which it configures and closes. */
    public static class WrapperSerde<T> implements Serde<T> {

        private final Serializer<T> serializer;
        private final Deserializer<T> deserializer;

        /** Puts both parts together. */
        public WrapperSerde(Serializer<T> serializer, Deserializer<T> deserializer) {
            this.serializer = serializer;
            this.deserializer = deserializer;
        }

        @Override
        public void configure(Map<String, ?> configs, boolean isKey) {
            serializer.configure(configs, isKey);
            deserializer.configure(configs, isKey);
        }

        @Override
        public void close() {
            try {
                serializer.close();
            } finally {
                deserializer.close();
            }
        }

        @Override
        public Serializer<T> serializer() {
            return serializer;
        }

        @Override
        public Deserializer<T> deserializer() {
            return deserializer;
        }
    }

    /** Serde of signed 64-bit integers, 8 bytes big-endian. */
    public static final class LongSerde extends WrapperSerde<Long> {

        /** Needs no parameters. */
        public LongSerde() {
            super(new LongSerializer(), new LongDeserializer());
        }

        @Override
        public boolean isImmutable() {
            return true;
        }
    }

    /** Serde of signed 32-bit integers, 4 bytes big-endian. */
    public static final class IntegerSerde extends WrapperSerde<Integer> {

        /** Needs no parameters. */
        public IntegerSerde() {
            super(new IntegerSerializer(), new IntegerDeserializer());
        }

        @Override
        public boolean isImmutable() {
            return true;
        }
    }

    /** Serde of signed 16-bit integers, 2 bytes big-endian. */
    public static final class ShortSerde extends WrapperSerde<Short> {

        /** Needs no parameters. */
        public ShortSerde() {
            super(new ShortSerializer(), new ShortDeserializer());
        }

        @Override
        public boolean isImmutable() {
            return true;
        }
    }

    /** Serde of IEEE 754 floats, 4 bytes big-endian. */
    public static final class FloatSerde extends WrapperSerde<Float> {

        /** Needs no parameters. */
        public FloatSerde() {
            super(new FloatSerializer(), new FloatDeserializer());
        }

        @Override
        public boolean isImmutable() {
            return true;
        }
    }

    /** Serde of IEEE 754 doubles, 8 bytes big-endian. */
    public static final class DoubleSerde extends WrapperSerde<Double> {

        /** Needs no parameters. */
        public DoubleSerde() {
            super(new DoubleSerializer(), new DoubleDeserializer());
        }

        @Override
        public boolean isImmutable() {
            return true;
        }
    }

    /** Serde of strings, UTF-8 unless configured. */
    public static final class StringSerde extends WrapperSerde<String> {

        /** Needs no parameters. */
        public StringSerde() {
            super(new StringSerializer(), new StringDeserializer());
        }

        @Override
        public boolean isImmutable() {
            return true;
        }
    }

    /** Serde of buffers. */
    public static final class ByteBufferSerde extends WrapperSerde<ByteBuffer> {

        /** Needs no parameters. */
        public ByteBufferSerde() {
            super(new ByteBufferSerializer(), new ByteBufferDeserializer());
        }
    }

    /** Serde of wrapped byte arrays. */
    public static final class BytesSerde extends WrapperSerde<Bytes> {

        /** Needs no parameters. */
        public BytesSerde() {
            super(new BytesSerializer(), new BytesDeserializer());
        }
    }

    /** Serde of UUIDs, as text. */
    public static final class UUIDSerde extends WrapperSerde<UUID> {

        /** Needs no parameters. */
        public UUIDSerde() {
            super(new UUIDSerializer(), new UUIDDeserializer());
        }

        @Override
        public boolean isImmutable() {
            return true;
        }
    }

    /** Serde of booleans, one byte. */
    public static final class BooleanSerde extends WrapperSerde<Boolean> {

        /** Needs no parameters. */
        public BooleanSerde() {
            super(new BooleanSerializer(), new BooleanDeserializer());
        }

        @Override
        public boolean isImmutable() {
            return true;
        }
    }

    /** Serde of byte arrays, as they are. */
    public static final class ByteArraySerde extends WrapperSerde<byte[]> {

        /** Needs no parameters. */
        public ByteArraySerde() {
            super(new ByteArraySerializer(), new ByteArrayDeserializer());
        }
    }

    /** Serde of nothing but null. */
    public static final class VoidSerde extends WrapperSerde<Void> {

        /** Needs no parameters. */
        public VoidSerde() {
            super(new VoidSerializer(), new VoidDeserializer());
        }

        @Override
        public boolean isImmutable() {
            return true;
        }
    }

    /** Serde of lists. */
    public static final class ListSerde<Inner> extends WrapperSerde<List<Inner>> {

        /** List class and inner serde come from the configuration. */
        public ListSerde() {
            super(new ListSerializer<>(), new ListDeserializer<>());
        }

        /** Makes lists of class {@code listClass}. */
        public <L extends List<Inner>> ListSerde(Class<L> listClass, Serde<Inner> serde) {
            super(new ListSerializer<>(serde.serializer()), new ListDeserializer<>(listClass, serde.deserializer()));
        }
    }
}
