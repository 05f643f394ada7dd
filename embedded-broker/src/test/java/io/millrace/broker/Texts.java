package io.millrace.broker;

import io.millrace.serialization.Deserializer;
import io.millrace.serialization.Serializer;
import java.nio.charset.StandardCharsets;

/** Texts as UTF-8. */
final class Texts {

    static final Serializer<String> OUT = (topic, text) -> text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    static final Deserializer<String> IN =
            (topic, bytes) -> bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);

    private Texts() {}
}
