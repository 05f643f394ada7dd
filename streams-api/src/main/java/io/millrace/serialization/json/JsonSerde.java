package io.millrace.serialization.json;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.serialization.Serdes;

/**
 * A serde of objects as JSON in UTF-8. Null stands for null. Safe from any thread, as its mapper is.
 *
 * <p>{@code Serde<Order> orders = new JsonSerde<>(Order.class);} or, for a type with parameters, {@code new
 * JsonSerde<>(new TypeReference<List<Order>>() {})}. Without a mapper, properties and map entries are written in
 * alphabetical order, so that equal objects give equal bytes and can be keys. A key such as {@code
 * default.value.serde}, which names a class, takes a subclass whose constructor has no parameters.
 *
 * @param <T> type of the objects
 */
@SuppressWarnings("exports") // Jackson is optional: who uses this class requires it himself
public class JsonSerde<T> extends Serdes.WrapperSerde<T> {

    /** Objects of class {@code type}. */
    public JsonSerde(Class<T> type) {
        this(type, JsonMapping.DEFAULT);
    }

    /** Objects of class {@code type}, mapped by {@code mapper}. */
    public JsonSerde(Class<T> type, ObjectMapper mapper) {
        super(new JsonSerializer<>(mapper), new JsonDeserializer<>(type, mapper));
    }

    /** Objects of the type that {@code type} captures. */
    public JsonSerde(TypeReference<T> type) {
        this(type, JsonMapping.DEFAULT);
    }

    /** Objects of the type that {@code type} captures, mapped by {@code mapper}. */
    public JsonSerde(TypeReference<T> type, ObjectMapper mapper) {
        super(new JsonSerializer<>(mapper), new JsonDeserializer<>(type, mapper));
    }
}
