package io.millrace.serialization.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.serialization.SerializationException;
import io.millrace.serialization.Serializer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Encodes objects as JSON in UTF-8. Null stands for null. Throws {@link SerializationException} for what the mapper
 * cannot write.
 *
 * @param <T> type of the objects
 */
@SuppressWarnings("exports") // Jackson is optional: who uses this class requires it himself
public class JsonSerializer<T> implements Serializer<T> {

    private final ObjectMapper mapper;

    /** Maps properties in alphabetical order, and else as Jackson does by default. */
    public JsonSerializer() {
        this(JsonMapping.DEFAULT);
    }

    /** Maps by {@code mapper}, which must not be reconfigured afterwards. */
    public JsonSerializer(ObjectMapper mapper) {
        this.mapper = Objects.requireNonNull(mapper, "mapper cannot be null");
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable T data) {
        if (data == null) {
            return null;
        }
        try {
            return mapper.writeValueAsBytes(data);
        } catch (JsonProcessingException e) {
            throw new SerializationException(
                    "Topic " + topic + ": an object of type " + data.getClass().getTypeName()
                            + " cannot be written as JSON: " + e.getOriginalMessage(),
                    e);
        }
    }
}
