package io.millrace.serialization;

import io.millrace.config.ConfigException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a list. All numbers are big-endian 32-bit integers but the first byte, which tells the layout:
 *
 * <pre>
 * 0  elements of one size:   count of nulls, index of each null, count of elements, then the elements but the nulls
 * 1  elements of any size:   count of elements, then each as its size and its bytes, or as -1 for null
 * </pre>
 *
 * The first layout is used for the built-in serdes of short, int, long, float, double and UUID (36 bytes of text).
 */
final class ListFormat {

    static final byte CONSTANT_SIZE = 0;
    static final byte VARIABLE_SIZE = 1;
    static final int NULL_SIZE = -1;

    private static final Map<Class<?>, Integer> SIZES = Map.ofEntries(
            Map.entry(ShortSerializer.class, 2),
            Map.entry(IntegerSerializer.class, 4),
            Map.entry(FloatSerializer.class, 4),
            Map.entry(LongSerializer.class, 8),
            Map.entry(DoubleSerializer.class, 8),
            Map.entry(UUIDSerializer.class, 36),
            Map.entry(ShortDeserializer.class, 2),
            Map.entry(IntegerDeserializer.class, 4),
            Map.entry(FloatDeserializer.class, 4),
            Map.entry(LongDeserializer.class, 8),
            Map.entry(DoubleDeserializer.class, 8),
            Map.entry(UUIDDeserializer.class, 36));

    private ListFormat() {}

    /** Size in bytes of what this serializer or deserializer handles, or null if it varies. */
    static @Nullable Integer elementSize(Object serializerOrDeserializer) {
        return SIZES.get(serializerOrDeserializer.getClass());
    }

    /** The class that {@code value} is or names. */
    static Class<?> classOf(String key, Object value) {
        if (value instanceof Class<?> type) {
            return type;
        }
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        try {
            return Class.forName(
                    String.valueOf(value), true, loader != null ? loader : ListFormat.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new ConfigException(key, value, "the class is not on the class path");
        }
    }

    /** A new object of the class that {@code value} is or names, which must have a constructor without parameters. */
    static Object newInstance(String key, Object value) {
        try {
            return classOf(key, value).getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            ConfigException failure =
                    new ConfigException(key, value, "it must have a public constructor without parameters");
            failure.initCause(e);
            throw failure;
        }
    }
}
