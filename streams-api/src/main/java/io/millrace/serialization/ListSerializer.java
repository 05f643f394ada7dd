package io.millrace.serialization;

import io.millrace.config.ConfigException;
import io.millrace.record.Headers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Encodes a list, each element with an inner serializer; the layout is described in {@link ListFormat}. Without an inner
 * serializer one is made from {@code default.list.key.serde.inner} or {@code default.list.value.serde.inner}, which
 * name a serde class.
 *
 * @param <Inner> type of the elements
 */
public class ListSerializer<Inner> implements Serializer<List<Inner>> {

    private @Nullable Serializer<Inner> inner;

    /** The inner serializer comes from the configuration. */
    public ListSerializer() {}

    /** Uses {@code inner} for the elements. */
    public ListSerializer(Serializer<Inner> inner) {
        this.inner = Objects.requireNonNull(inner, "inner cannot be null");
    }

    /** Serializer of the elements; null if there is none yet. */
    public @Nullable Serializer<Inner> getInnerSerializer() {
        return inner;
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        String key = isKey ? "default.list.key.serde.inner" : "default.list.value.serde.inner";
        Object named = configs.get(key);
        if (inner != null) {
            if (named != null) {
                throw new ConfigException(key, named, "the list serializer was made with an inner serializer already");
            }
            return;
        }
        if (named == null) {
            throw new ConfigException(key, null, "the list serializer needs the class of the elements' serde");
        }
        inner = innerOf(key, named);
        inner.configure(configs, isKey);
    }

    @SuppressWarnings("unchecked") // the configuration says what the elements are; nothing can check it here
    private static <Inner> Serializer<Inner> innerOf(String key, Object named) {
        if (ListFormat.newInstance(key, named) instanceof Serde<?> serde) {
            return (Serializer<Inner>) serde.serializer();
        }
        throw new ConfigException(key, named, "it is not a " + Serde.class.getName());
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable List<Inner> data) {
        return data == null ? null : encode(topic, null, data);
    }

    @Override
    public byte @Nullable [] serialize(String topic, Headers headers, @Nullable List<Inner> data) {
        return data == null ? null : encode(topic, headers, data);
    }

    private byte[] encode(String topic, @Nullable Headers headers, List<Inner> data) {
        Serializer<Inner> elements = inner;
        if (elements == null) {
            throw new SerializationException("Topic " + topic + ": the list serializer has no serializer for its"
                    + " elements; pass one to its constructor, or configure it");
        }
        int count = data.size();
        byte[][] encoded = new byte[count][];
        int index = 0;
        for (Inner element : data) {
            encoded[index++] = element == null ? null : encodeOne(elements, topic, headers, element);
        }
        return ListFormat.elementSize(elements) != null ? ofConstantSize(encoded) : ofVariableSize(encoded);
    }

    private static <Inner> byte @Nullable [] encodeOne(
            Serializer<Inner> elements, String topic, @Nullable Headers headers, Inner element) {
        return headers == null ? elements.serialize(topic, element) : elements.serialize(topic, headers, element);
    }

    private static byte[] ofConstantSize(byte[][] encoded) {
        int nulls = 0;
        int size = 1 + 2 * Integer.BYTES;
        for (byte[] element : encoded) {
            nulls += element == null ? 1 : 0;
            size += element == null ? Integer.BYTES : element.length;
        }
        ByteBuffer out = ByteBuffer.allocate(size).put(ListFormat.CONSTANT_SIZE).putInt(nulls);
        for (int i = 0; i < encoded.length; i++) {
            if (encoded[i] == null) {
                out.putInt(i);
            }
        }
        out.putInt(encoded.length);
        for (byte[] element : encoded) {
            if (element != null) {
                out.put(element);
            }
        }
        return out.array();
    }

    private static byte[] ofVariableSize(byte[][] encoded) {
        int size = 1 + Integer.BYTES;
        for (byte[] element : encoded) {
            size += Integer.BYTES + (element == null ? 0 : element.length);
        }
        ByteBuffer out = ByteBuffer.allocate(size).put(ListFormat.VARIABLE_SIZE).putInt(encoded.length);
        for (byte[] element : encoded) {
            if (element == null) {
                out.putInt(ListFormat.NULL_SIZE);
            } else {
                out.putInt(element.length).put(element);
            }
        }
        return out.array();
    }

    @Override
    public void close() {
        if (inner != null) {
            inner.close();
        }
    }
}
