package io.millrace.interactive.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.interactive.problem.Problem;
import io.millrace.interactive.problem.ProblemException;
import io.millrace.interactive.problem.ProblemType;
import io.millrace.serialization.Serde;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Keys of one store: out of text, and to and from the bytes by which the store sorts them. Safe from any thread if the serde is. */
public final class KeyForm {

    private final String storeName;
    private final Serde<Object> serde;
    private final String topic;
    private final KeyType type;
    private final JsonValues json;

    /**
     * @param topic the name that the store tells its serdes
     */
    @SuppressWarnings("unchecked") // what the serde makes of bytes is given back to it alone
    public KeyForm(String storeName, Serde<?> serde, String topic, JsonValues json) {
        this.storeName = storeName;
        this.serde = (Serde<Object>) serde;
        this.topic = topic;
        this.type = KeyType.of(serde);
        this.json = json;
    }

    /** What the texts of keys of a serde are, as {@code string}, {@code long} or {@code other}. */
    public static String typeLabel(Serde<?> serde) {
        return KeyType.of(serde).label();
    }

    /** The serde. */
    public Serde<Object> serde() {
        return serde;
    }

    /** The bytes of a key. */
    public byte[] bytes(Object key) {
        byte[] bytes = serde.serializer().serialize(topic, key);
        if (bytes == null) {
            throw bad("The serde of the keys of store '" + storeName + "' makes nothing of this key", null);
        }
        return bytes;
    }

    /** The key of bytes that came from a request. */
    public Object key(byte[] bytes) {
        Object key;
        try {
            key = serde.deserializer().deserialize(topic, bytes);
        } catch (RuntimeException e) {
            throw bad("The bytes are no key of store '" + storeName + "': " + e.getMessage(), e);
        }
        if (key == null) {
            throw bad("The bytes are no key of store '" + storeName + "'", null);
        }
        return key;
    }

    /**
     * The key of a text.
     *
     * @param encoding null for what is natural for the store's serde
     * @throws ProblemException with 400 if the text is no such key
     */
    public Object parse(String text, @Nullable KeyEncoding encoding) {
        if (encoding == null) {
            if (type == KeyType.OTHER) {
                throw bad(
                        "The keys of store '" + storeName + "' have the serde "
                                + serde.getClass().getName()
                                + ", whose texts are not known: add keyEncoding=base64 with the serialized key, or string,"
                                + " int, long or json if that is what the serde reads",
                        null);
            }
            return natural(text);
        }
        return switch (encoding) {
            case BASE64 -> key(base64(text));
            case JSON -> ofJson(text);
            case STRING -> type == KeyType.OTHER ? key(text.getBytes(StandardCharsets.UTF_8)) : typed(text, encoding);
            case INT ->
                type == KeyType.OTHER
                        ? key(ByteBuffer.allocate(Integer.BYTES)
                                .putInt((Integer) number(text, KeyType.INT))
                                .array())
                        : typed(text, encoding);
            case LONG ->
                type == KeyType.OTHER
                        ? key(ByteBuffer.allocate(Long.BYTES)
                                .putLong((Long) number(text, KeyType.LONG))
                                .array())
                        : typed(text, encoding);
        };
    }

    /**
     * What the bytes of keys begin with.
     *
     * @throws ProblemException with 400 for keys of which a text is no prefix
     */
    public byte[] prefix(String text, @Nullable KeyEncoding encoding) {
        if (encoding == KeyEncoding.BASE64 || (encoding == null && type == KeyType.BYTES)) {
            return base64(text);
        }
        boolean isText = type == KeyType.STRING || type == KeyType.UUID_ || type == KeyType.OTHER;
        if (isText && (encoding == KeyEncoding.STRING || (encoding == null && type != KeyType.OTHER))) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        throw bad(
                "Keys of type " + type.label() + " have no textual prefix; add keyEncoding=base64 and give the bytes",
                null);
    }

    private Object typed(String text, KeyEncoding encoding) {
        if (!type.encodings().contains(encoding)) {
            throw bad(
                    "The keys of store '" + storeName + "' are of type " + type.label() + ": keyEncoding may be "
                            + type.encodingNames() + ", not "
                            + encoding.name().toLowerCase(Locale.ROOT),
                    null);
        }
        return natural(text);
    }

    private Object natural(String text) {
        return type == KeyType.JSON ? ofJson(text) : type == KeyType.BYTES ? key(base64(text)) : number(text, type);
    }

    /** A number, or another of the types whose texts are plain. */
    private Object number(String text, KeyType wanted) {
        try {
            return wanted.parse(text);
        } catch (IllegalArgumentException e) {
            throw bad(
                    "'" + shortened(text) + "' is no key of store '" + storeName + "', whose keys are of type "
                            + wanted.label() + ": " + wanted.advice(),
                    e);
        }
    }

    private Object ofJson(String text) {
        JsonNode tree;
        try {
            tree = json.parse(text);
        } catch (JsonProcessingException e) {
            throw bad("'" + shortened(text) + "' is not JSON: " + e.getOriginalMessage(), e);
        }
        if (type == KeyType.JSON || type == KeyType.OTHER) {
            return key(text.getBytes(StandardCharsets.UTF_8));
        }
        if (!tree.isValueNode() || tree.isNull()) {
            throw bad("The keys of store '" + storeName + "' are of type " + type.label() + ", not JSON objects", null);
        }
        return type == KeyType.BYTES ? key(base64(tree.asText())) : number(tree.asText(), type);
    }

    private static byte[] base64(String text) {
        try {
            return Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
        } catch (IllegalArgumentException e) {
            throw bad("'" + shortened(text) + "' is not base64; a plus sign in an address is written %2B or '-'", e);
        }
    }

    private static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 77) + "...";
    }

    private static ProblemException bad(String detail, @Nullable Throwable cause) {
        Problem problem = Problem.of(ProblemType.BAD_REQUEST, detail);
        return cause == null ? problem.toException() : problem.toException(cause);
    }
}
