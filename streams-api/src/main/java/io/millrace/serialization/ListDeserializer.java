package io.millrace.serialization;

import io.millrace.config.ConfigException;
import io.millrace.record.Headers;
import java.lang.reflect.Constructor;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a list, each element with an inner deserializer, into a list of a given class; the layout is described in
 * {@link ListFormat}. What is not given is made from {@code default.list.key.serde.type} and {@code
 * default.list.key.serde.inner} (or {@code ...value...}), which name a list class and a serde class.
 *
 * @param <Inner> type of the elements
 */
public class ListDeserializer<Inner> implements Deserializer<List<Inner>> {

    private @Nullable Class<?> listClass;
    private @Nullable Deserializer<Inner> inner;

    /** List class and inner deserializer come from the configuration. */
    public ListDeserializer() {}

    /** Makes lists of class {@code listClass}, which needs a constructor that takes the capacity or nothing. */
    public <L extends List<Inner>> ListDeserializer(Class<L> listClass, Deserializer<Inner> inner) {
        this.listClass = Objects.requireNonNull(listClass, "listClass cannot be null");
        this.inner = Objects.requireNonNull(inner, "inner cannot be null");
    }

    /** Deserializer of the elements; null if there is none yet. */
    public @Nullable Deserializer<Inner> innerDeserializer() {
        return inner;
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        String prefix = isKey ? "default.list.key.serde." : "default.list.value.serde.";
        Object type = configs.get(prefix + "type");
        Object named = configs.get(prefix + "inner");
        if (listClass != null || inner != null) {
            if (type != null || named != null) {
                throw new ConfigException(
                        prefix + (type != null ? "type" : "inner"),
                        type != null ? type : named,
                        "the list deserializer was made with a list class and an inner deserializer already");
            }
            return;
        }
        if (type == null || named == null) {
            throw new ConfigException(
                    prefix + (type == null ? "type" : "inner"), null, "the list deserializer needs both classes");
        }
        Class<?> configured = ListFormat.classOf(prefix + "type", type);
        if (!List.class.isAssignableFrom(configured)) {
            throw new ConfigException(prefix + "type", type, "it is not a java.util.List");
        }
        listClass = configured;
        inner = innerOf(prefix + "inner", named);
        inner.configure(configs, isKey);
    }

    @SuppressWarnings("unchecked") // the configuration says what the elements are; nothing can check it here
    private static <Inner> Deserializer<Inner> innerOf(String key, Object named) {
        if (ListFormat.newInstance(key, named) instanceof Serde<?> serde) {
            return (Deserializer<Inner>) serde.deserializer();
        }
        throw new ConfigException(key, named, "it is not a " + Serde.class.getName());
    }

    @Override
    public @Nullable List<Inner> deserialize(String topic, byte @Nullable [] data) {
        return data == null ? null : decode(topic, null, data);
    }

    @Override
    public @Nullable List<Inner> deserialize(String topic, Headers headers, byte @Nullable [] data) {
        return data == null ? null : decode(topic, headers, data);
    }

    private List<Inner> decode(String topic, @Nullable Headers headers, byte[] data) {
        if (inner == null || listClass == null) {
            throw new SerializationException("Topic " + topic + ": the list deserializer has no deserializer for its"
                    + " elements; pass one to its constructor, or configure it");
        }
        try {
            ByteBuffer in = ByteBuffer.wrap(data);
            byte layout = in.get();
            return switch (layout) {
                case ListFormat.CONSTANT_SIZE -> constantSize(topic, headers, in, inner, listClass);
                case ListFormat.VARIABLE_SIZE -> variableSize(topic, headers, in, inner, listClass);
                default ->
                    throw new SerializationException(
                            "Topic " + topic + ": a list begins with 0 or 1, but there is " + layout);
            };
        } catch (BufferUnderflowException | NegativeArraySizeException | IllegalArgumentException e) {
            throw new SerializationException("Topic " + topic + ": these " + data.length + " bytes are not a list", e);
        }
    }

    private static <Inner> List<Inner> constantSize(
            String topic, @Nullable Headers headers, ByteBuffer in, Deserializer<Inner> inner, Class<?> listClass) {
        Integer size = ListFormat.elementSize(inner);
        if (size == null) {
            throw new SerializationException("Topic " + topic + ": the list has elements of one size, but "
                    + inner.getClass().getName() + " has none. Was the topic written with another serde?");
        }
        int nullCount = requirePlausible(in.getInt(), in.remaining() / Integer.BYTES);
        Set<Integer> nulls = new HashSet<>();
        for (int i = 0; i < nullCount; i++) {
            nulls.add(in.getInt());
        }
        int count = requirePlausible(in.getInt(), in.remaining() / size + nullCount);
        List<Inner> list = newList(listClass, count);
        for (int i = 0; i < count; i++) {
            addNullable(list, nulls.contains(i) ? null : next(topic, headers, in, size, inner));
        }
        return list;
    }

    private static <Inner> List<Inner> variableSize(
            String topic, @Nullable Headers headers, ByteBuffer in, Deserializer<Inner> inner, Class<?> listClass) {
        int count = requirePlausible(in.getInt(), in.remaining() / Integer.BYTES);
        List<Inner> list = newList(listClass, count);
        for (int i = 0; i < count; i++) {
            int size = in.getInt();
            addNullable(list, size == ListFormat.NULL_SIZE ? null : next(topic, headers, in, size, inner));
        }
        return list;
    }

    /** A count read from damaged bytes must not make us allocate for it. */
    private static int requirePlausible(int count, int most) {
        if (count < 0 || count > most) {
            throw new IllegalArgumentException("a count of " + count + ", but there is room for at most " + most);
        }
        return count;
    }

    private static <Inner> @Nullable Inner next(
            String topic, @Nullable Headers headers, ByteBuffer in, int size, Deserializer<Inner> inner) {
        requirePlausible(size, in.remaining());
        byte[] element = new byte[size];
        in.get(element);
        return headers == null ? inner.deserialize(topic, element) : inner.deserialize(topic, headers, element);
    }

    @SuppressWarnings("NullAway") // lists of this serde may hold null elements
    private static <Inner> void addNullable(List<Inner> list, @Nullable Inner element) {
        list.add(element);
    }

    @SuppressWarnings("unchecked") // checked to be a List when it was given or configured
    private static <Inner> List<Inner> newList(Class<?> listClass, int capacity) {
        try {
            Constructor<?> sized = sizedConstructor(listClass);
            return (List<Inner>)
                    (sized != null
                            ? sized.newInstance(capacity)
                            : listClass.getConstructor().newInstance());
        } catch (ReflectiveOperationException e) {
            throw new SerializationException(
                    "A list of class " + listClass.getName()
                            + " cannot be made: it needs a public constructor that takes the capacity or nothing",
                    e);
        }
    }

    private static @Nullable Constructor<?> sizedConstructor(Class<?> listClass) {
        for (Constructor<?> constructor : listClass.getConstructors()) {
            Class<?>[] parameters = constructor.getParameterTypes();
            if (parameters.length == 1 && parameters[0] == int.class) {
                return constructor;
            }
        }
        return null;
    }

    @Override
    public void close() {
        if (inner != null) {
            inner.close();
        }
    }
}
