package io.millrace.serialization.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.millrace.serialization.Deserializer;
import io.millrace.serialization.SerializationException;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decodes objects from JSON in UTF-8. Null stands for null. Throws {@link SerializationException}, naming topic and
 * type, for bytes that are not JSON of that type.
 *
 * @param <T> type of the objects
 */
@SuppressWarnings("exports") // Jackson is optional: who uses this class requires it himself
public class JsonDeserializer<T> implements Deserializer<T> {

    private final JavaType type;
    private final ObjectReader reader;

    /** Objects of class {@code type}. */
    public JsonDeserializer(Class<T> type) {
        this(type, JsonMapping.DEFAULT);
    }

    /** Objects of class {@code type}, mapped by {@code mapper}. */
    public JsonDeserializer(Class<T> type, ObjectMapper mapper) {
        this(mapper.constructType(Objects.requireNonNull(type, "type cannot be null")), mapper);
    }

    /** Objects of the type that {@code type} captures. */
    public JsonDeserializer(TypeReference<T> type) {
        this(type, JsonMapping.DEFAULT);
    }

    /** Objects of the type that {@code type} captures, mapped by {@code mapper}. */
    public JsonDeserializer(TypeReference<T> type, ObjectMapper mapper) {
        this(mapper.constructType(Objects.requireNonNull(type, "type cannot be null")), mapper);
    }

    private JsonDeserializer(JavaType type, ObjectMapper mapper) {
        this.type = type;
        this.reader = mapper.readerFor(type);
    }

    @Override
    public @Nullable T deserialize(String topic, byte @Nullable [] data) {
        if (data == null) {
            return null;
        }
        try {
            return reader.readValue(data);
        } catch (JsonProcessingException e) {
            throw cannotRead(topic, data.length, e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw cannotRead(topic, data.length, e.getMessage(), e);
        }
    }

    private SerializationException cannotRead(String topic, int length, @Nullable String reason, IOException cause) {
        return new SerializationException(
                "Topic " + topic + ": " + length + " bytes cannot be read as JSON of type " + type.toCanonical() + ": "
                        + reason,
                cause);
    }
}
