package io.millrace.stores.table;

import io.millrace.serialization.BooleanDeserializer;
import io.millrace.serialization.BooleanSerializer;
import io.millrace.serialization.ByteArrayDeserializer;
import io.millrace.serialization.ByteArraySerializer;
import io.millrace.serialization.BytesDeserializer;
import io.millrace.serialization.BytesSerializer;
import io.millrace.serialization.Deserializer;
import io.millrace.serialization.DoubleDeserializer;
import io.millrace.serialization.DoubleSerializer;
import io.millrace.serialization.FloatDeserializer;
import io.millrace.serialization.FloatSerializer;
import io.millrace.serialization.IntegerDeserializer;
import io.millrace.serialization.IntegerSerializer;
import io.millrace.serialization.LongDeserializer;
import io.millrace.serialization.LongSerializer;
import io.millrace.serialization.Serializer;
import io.millrace.serialization.ShortDeserializer;
import io.millrace.serialization.ShortSerializer;
import io.millrace.serialization.StringDeserializer;
import io.millrace.serialization.StringSerializer;
import io.millrace.serialization.UUIDDeserializer;
import io.millrace.serialization.UUIDSerializer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The format of key bytes that a built-in serde makes. Where source, store and sink agree on it, a record's key bytes are used as they are.
 */
public enum KeyFormat {
    STRING,
    LONG,
    INTEGER,
    SHORT,
    DOUBLE,
    FLOAT,
    BOOLEAN,
    UUID,
    BYTES;

    private static final Map<Class<?>, KeyFormat> BY_CLASS = Map.ofEntries(
            Map.entry(StringSerializer.class, STRING),
            Map.entry(StringDeserializer.class, STRING),
            Map.entry(LongSerializer.class, LONG),
            Map.entry(LongDeserializer.class, LONG),
            Map.entry(IntegerSerializer.class, INTEGER),
            Map.entry(IntegerDeserializer.class, INTEGER),
            Map.entry(ShortSerializer.class, SHORT),
            Map.entry(ShortDeserializer.class, SHORT),
            Map.entry(DoubleSerializer.class, DOUBLE),
            Map.entry(DoubleDeserializer.class, DOUBLE),
            Map.entry(FloatSerializer.class, FLOAT),
            Map.entry(FloatDeserializer.class, FLOAT),
            Map.entry(BooleanSerializer.class, BOOLEAN),
            Map.entry(BooleanDeserializer.class, BOOLEAN),
            Map.entry(UUIDSerializer.class, UUID),
            Map.entry(UUIDDeserializer.class, UUID),
            Map.entry(BytesSerializer.class, BYTES),
            Map.entry(BytesDeserializer.class, BYTES),
            Map.entry(ByteArraySerializer.class, BYTES),
            Map.entry(ByteArrayDeserializer.class, BYTES));

    /** Its bytes differ in every encoding that is not a superset of ASCII, and in those that cannot say it. */
    private static final String PROBE = "\u00e9\u4e2d";

    /** The format that a serializer makes; null if it is not a built-in one, or makes strings in another encoding than UTF-8. */
    public static @Nullable KeyFormat madeBy(Serializer<?> serializer) {
        if (serializer instanceof StringSerializer strings
                && !Arrays.equals(strings.serialize("", PROBE), PROBE.getBytes(StandardCharsets.UTF_8))) {
            return null;
        }
        return BY_CLASS.get(serializer.getClass());
    }

    /** The format that a deserializer reads; null if it is not a built-in one, or reads strings in another encoding than UTF-8. */
    public static @Nullable KeyFormat readBy(Deserializer<?> deserializer) {
        if (deserializer instanceof StringDeserializer strings
                && !PROBE.equals(strings.deserialize("", PROBE.getBytes(StandardCharsets.UTF_8)))) {
            return null;
        }
        return BY_CLASS.get(deserializer.getClass());
    }
}
