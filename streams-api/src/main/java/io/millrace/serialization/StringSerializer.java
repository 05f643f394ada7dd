package io.millrace.serialization;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Encodes a {@code String} in UTF-8, or in the charset that {@code key.serializer.encoding}, {@code
 * value.serializer.encoding} or {@code serializer.encoding} names.
 */
public class StringSerializer implements Serializer<String> {

    private Charset charset = StandardCharsets.UTF_8;

    /** UTF-8 unless configured. */
    public StringSerializer() {}

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        charset = Charsets.configured(configs, isKey, "serializer.encoding");
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable String data) {
        return data == null ? null : data.getBytes(charset);
    }
}
