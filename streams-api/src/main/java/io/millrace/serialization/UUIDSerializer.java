package io.millrace.serialization;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the text of a {@code UUID} in UTF-8, or in the charset that {@code key.serializer.encoding}, {@code
 * value.serializer.encoding} or {@code serializer.encoding} names.
 */
public class UUIDSerializer implements Serializer<UUID> {

    private Charset charset = StandardCharsets.UTF_8;

    /** UTF-8 unless configured. */
    public UUIDSerializer() {}

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        charset = Charsets.configured(configs, isKey, "serializer.encoding");
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable UUID data) {
        return data == null ? null : data.toString().getBytes(charset);
    }
}
