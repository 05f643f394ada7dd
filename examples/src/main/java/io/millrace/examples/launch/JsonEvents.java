package io.millrace.examples.launch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The format of most inputs: a line is a JSON object such as
 *
 * <pre>{@code {"time": "2026-03-02T09:00:01Z", "topic": "readings", "key": "boiler", "value": {"celsius": 71.5}}}</pre>
 *
 * Text becomes a record's bytes as it is, without quotes, so that anything can be fed; everything else stays JSON; null, or nothing, is null.
 */
final class JsonEvents implements EventParser {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Override
    public Event parse(String line) {
        JsonNode event = read(line);
        return new Event(
                time(required(event, "time")).toEpochMilli(),
                required(event, "topic"),
                bytes(event.get("key")),
                bytes(event.get("value")));
    }

    private static JsonNode read(String line) {
        try {
            return MAPPER.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static String required(JsonNode event, String field) {
        JsonNode value = event.get(field);
        if (value == null || !value.isTextual()) {
            throw new IllegalArgumentException("has no text \"" + field + "\"");
        }
        return value.asText();
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("has the time \"" + text + "\", not one like 2026-03-02T09:00:01Z", e);
        }
    }

    private static byte @Nullable [] bytes(@Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return null;
        }
        return (value.isTextual() ? value.asText() : value.toString()).getBytes(UTF_8);
    }
}
