package io.millrace.serialization;

import io.millrace.record.Headers;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a {@code String} in UTF-8, or in the charset that {@code key.deserializer.encoding}, {@code
 * value.deserializer.encoding} or {@code deserializer.encoding} names.
 */
public class StringDeserializer implements Deserializer<String> {

    private Charset charset = StandardCharsets.UTF_8;

    /** UTF-8 unless configured. */
    public StringDeserializer() {}

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        charset = Charsets.configured(configs, isKey, "deserializer.encoding");
    }

    @Override
    public @Nullable String deserialize(String topic, byte @Nullable [] data) {
        return data == null ? null : new String(data, charset);
    }

    @Override
    public @Nullable String deserialize(String topic, Headers headers, @Nullable ByteBuffer data) {
        if (data == null) {
            return null;
        }
        if (data.hasArray()) {
            int start = data.arrayOffset() + data.position();
            return new String(data.array(), start, data.remaining(), charset);
        }
        return deserialize(topic, headers, Buffers.copyOfRemaining(data));
    }
}
