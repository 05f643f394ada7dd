package io.millrace.serialization;

import io.millrace.record.Headers;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the text of a {@code UUID} in UTF-8, or in the charset that {@code key.deserializer.encoding}, {@code
 * value.deserializer.encoding} or {@code deserializer.encoding} names.
 */
public class UUIDDeserializer implements Deserializer<UUID> {

    private Charset charset = StandardCharsets.UTF_8;

    /** UTF-8 unless configured. */
    public UUIDDeserializer() {}

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        charset = Charsets.configured(configs, isKey, "deserializer.encoding");
    }

    @Override
    public @Nullable UUID deserialize(String topic, byte @Nullable [] data) {
        return data == null ? null : parse(topic, new String(data, charset));
    }

    @Override
    public @Nullable UUID deserialize(String topic, Headers headers, @Nullable ByteBuffer data) {
        if (data == null) {
            return null;
        }
        if (data.hasArray()) {
            int start = data.arrayOffset() + data.position();
            return parse(topic, new String(data.array(), start, data.remaining(), charset));
        }
        return deserialize(topic, headers, Buffers.copyOfRemaining(data));
    }

    private static UUID parse(String topic, String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new SerializationException("Topic " + topic + ": '" + text + "' is not the text of a UUID", e);
        }
    }
}
