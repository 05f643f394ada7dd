package io.millrace.interactive.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.interactive.problem.Problem;
import io.millrace.interactive.problem.ProblemType;
import io.millrace.record.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Objects as JSON. Bytes become {@code {"base64": "..."}}, not-a-number and the infinities strings, everything else what Jackson makes of it. Safe from any thread.
 */
public final class JsonValues {

    private static final TypeReference<Map<String, Map<Integer, Long>>> OFFSETS = new TypeReference<>() {};

    private final ObjectMapper mapper;

    /**
     * @param mapper how objects of the program's own classes are written; not changed
     */
    public JsonValues(ObjectMapper mapper) {
        this.mapper = mapper.copy()
                .configure(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES, false)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    /** An empty object. */
    public ObjectNode object() {
        return mapper.createObjectNode();
    }

    /** An empty array. */
    public ArrayNode array() {
        return mapper.createArrayNode();
    }

    /** The bytes of a tree. */
    public byte[] bytes(JsonNode tree) {
        try {
            return mapper.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A tree of bytes. */
    public JsonNode parse(byte[] json) throws IOException {
        return mapper.readTree(json);
    }

    /** A tree of text. */
    public JsonNode parse(String json) throws JsonProcessingException {
        return mapper.readTree(json);
    }

    /** Offsets by partition by topic. */
    public Map<String, Map<Integer, Long>> parseOffsets(String json) throws JsonProcessingException {
        return mapper.readValue(json, OFFSETS);
    }

    /**
     * An object as a tree.
     *
     * @param where what it is, for the error: {@code Value of store 'counts'}
     */
    public JsonNode of(@Nullable Object value, LongForm longs, String where) {
        if (value == null) {
            return mapper.nullNode();
        }
        if (value instanceof String text) {
            return TextNode.valueOf(text);
        }
        if (value instanceof byte[] bytes) {
            return base64(bytes);
        }
        if (value instanceof Bytes bytes) {
            return base64(bytes.get());
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return base64(bytes);
        }
        if (value instanceof UUID id) {
            return TextNode.valueOf(id.toString());
        }
        if (value instanceof List<?> list) {
            ArrayNode array = array();
            list.forEach(element -> array.add(of(element, longs, where)));
            return array;
        }
        JsonNode tree = convert(value, where);
        return longs == LongForm.STRING ? withTextForLongs(tree) : tree;
    }

    private JsonNode convert(Object value, String where) {
        if (value instanceof JsonNode tree) {
            return tree;
        }
        try {
            return mapper.valueToTree(value);
        } catch (IllegalArgumentException | StackOverflowError e) {
            throw Problem.of(
                            ProblemType.NOT_CONVERTIBLE,
                            where + " is a " + value.getClass().getName() + ", which Jackson cannot write as JSON: "
                                    + firstLine(e) + ". Give the server an ObjectMapper that can.")
                    .with("class", value.getClass().getName())
                    .toException(e);
        }
    }

    private static String firstLine(Throwable e) {
        String message = e.getMessage();
        return message == null
                ? e.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }

    private JsonNode base64(byte[] bytes) {
        return object().put("base64", Base64.getEncoder().encodeToString(bytes));
    }

    private JsonNode withTextForLongs(JsonNode tree) {
        if (tree.isLong() || tree.isBigInteger()) {
            return TextNode.valueOf(tree.asText());
        }
        if (tree instanceof ObjectNode object) {
            ObjectNode changed = object();
            object.properties().forEach(field -> changed.set(field.getKey(), withTextForLongs(field.getValue())));
            return changed;
        }
        if (tree instanceof ArrayNode array) {
            ArrayNode changed = array();
            array.forEach(element -> changed.add(withTextForLongs(element)));
            return changed;
        }
        return tree;
    }
}
