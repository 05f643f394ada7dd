package io.millrace.serialization;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The charset of text serdes. */
final class Charsets {

    private Charsets() {}

    /** The charset named by {@code key.<name>} or {@code value.<name>}, else by {@code <name>}, else UTF-8. */
    static Charset configured(Map<String, ?> configs, boolean isKey, String name) {
        String key = (isKey ? "key." : "value.") + name;
        Object charset = configs.get(key);
        if (charset == null) {
            key = name;
            charset = configs.get(key);
        }
        if (!(charset instanceof String charsetName)) {
            return StandardCharsets.UTF_8;
        }
        try {
            return Charset.forName(charsetName);
        } catch (IllegalArgumentException e) {
            throw new SerializationException(key + " is '" + charsetName + "', which is not a charset of this JVM", e);
        }
    }
}
