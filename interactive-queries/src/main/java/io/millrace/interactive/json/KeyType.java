package io.millrace.interactive.json;

import io.millrace.serialization.BooleanSerializer;
import io.millrace.serialization.ByteArraySerializer;
import io.millrace.serialization.ByteBufferSerializer;
import io.millrace.serialization.BytesSerializer;
import io.millrace.serialization.DoubleSerializer;
import io.millrace.serialization.FloatSerializer;
import io.millrace.serialization.IntegerSerializer;
import io.millrace.serialization.LongSerializer;
import io.millrace.serialization.Serde;
import io.millrace.serialization.Serializer;
import io.millrace.serialization.ShortSerializer;
import io.millrace.serialization.StringSerializer;
import io.millrace.serialization.UUIDSerializer;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Types of keys whose texts are known, by the serdes that come with Millrace. */
enum KeyType {
    STRING(StringSerializer.class, text -> text, "any text", KeyEncoding.STRING),
    UUID_(
            UUIDSerializer.class,
            UUID::fromString,
            "write it as 123e4567-e89b-12d3-a456-426614174000",
            KeyEncoding.STRING),
    SHORT(ShortSerializer.class, Short::valueOf, "write a whole number from -32768 to 32767", KeyEncoding.INT),
    INT(IntegerSerializer.class, Integer::valueOf, "write a whole number of 32 bits", KeyEncoding.INT),
    LONG(LongSerializer.class, Long::valueOf, "write a whole number of 64 bits", KeyEncoding.LONG),
    FLOAT(FloatSerializer.class, Float::valueOf, "write a number"),
    DOUBLE(DoubleSerializer.class, Double::valueOf, "write a number"),
    BOOLEAN(BooleanSerializer.class, KeyType::parseBoolean, "write true or false"),
    BYTES(null, null, "write it in base64"),
    JSON(null, null, "write it as JSON"),
    OTHER(null, null, "");

    private final @Nullable Class<?> serializer;
    private final @Nullable Function<String, Object> parser;
    private final String advice;
    private final Set<KeyEncoding> encodings;

    KeyType(
            @Nullable Class<?> serializer,
            @Nullable Function<String, Object> parser,
            String advice,
            KeyEncoding... natural) {
        this.serializer = serializer;
        this.parser = parser;
        this.advice = advice;
        Set<KeyEncoding> all = new TreeSet<>(Set.of(KeyEncoding.BASE64, KeyEncoding.JSON));
        all.addAll(Set.of(natural));
        this.encodings = all;
    }

    static KeyType of(Serde<?> serde) {
        Serializer<?> serializer = serde.serializer();
        for (KeyType type : values()) {
            if (type.serializer != null && type.serializer.isInstance(serializer)) {
                return type;
            }
        }
        if (serializer instanceof ByteArraySerializer
                || serializer instanceof BytesSerializer
                || serializer instanceof ByteBufferSerializer) {
            return BYTES;
        }
        // By name: a program without JSON serdes need not load them.
        return serializer.getClass().getName().startsWith("io.millrace.serialization.json.") ? JSON : OTHER;
    }

    private static Object parseBoolean(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException(text);
        }
        return Boolean.valueOf(text);
    }

    /** The key of a text; of types that have a parser. */
    Object parse(String text) {
        if (parser == null) {
            throw new IllegalStateException(this + " has no plain text");
        }
        return parser.apply(text);
    }

    String label() {
        return this == UUID_ ? "UUID" : name().toLowerCase(Locale.ROOT);
    }

    String advice() {
        return advice;
    }

    Set<KeyEncoding> encodings() {
        return encodings;
    }

    String encodingNames() {
        return encodings.stream()
                .map(encoding -> encoding.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }
}
