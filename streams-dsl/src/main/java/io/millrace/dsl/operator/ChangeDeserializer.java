package io.millrace.dsl.operator;

import io.millrace.record.Headers;
import io.millrace.record.RecordHeaders;
import io.millrace.serialization.Deserializer;
import io.millrace.serialization.SerializationException;
import io.millrace.topology.dag.IncompleteDeserializer;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads changes as {@link ChangeFormat} says. */
public final class ChangeDeserializer implements IncompleteDeserializer<Change<Object>> {

    private final @Nullable Deserializer<Object> inner;

    /**
     * @param inner for values; null: the configured default, to be filled in by {@link #complete}
     */
    @SuppressWarnings("unchecked") // the DSL gave table and serde the same type
    public ChangeDeserializer(@Nullable Deserializer<?> inner) {
        this.inner = (Deserializer<Object>) inner;
    }

    @Override
    public Deserializer<Change<Object>> complete(Supplier<? extends Deserializer<?>> defaultDeserializer) {
        return inner == null ? new ChangeDeserializer(defaultDeserializer.get()) : this;
    }

    @Override
    public @Nullable Change<Object> deserialize(String topic, byte @Nullable [] data) {
        return deserialize(topic, new RecordHeaders(), data);
    }

    @Override
    public @Nullable Change<Object> deserialize(String topic, Headers headers, byte @Nullable [] data) {
        if (data == null) {
            return null;
        }
        byte flag = data.length == 0 ? -1 : data[data.length - 1];
        boolean versioned = flag >= ChangeFormat.WITH_VERSION;
        int end = data.length - (versioned ? 2 : 1);
        if (end < 0) {
            throw malformed(topic, "it has " + data.length + " bytes");
        }
        boolean latest = !versioned || data[end] == 1;
        switch (versioned ? flag - ChangeFormat.WITH_VERSION : flag) {
            case ChangeFormat.OLD_ONLY:
                return new Change<>(null, value(topic, headers, data, 0, end), latest);
            case ChangeFormat.NEW_ONLY:
                return new Change<>(value(topic, headers, data, 0, end), null, latest);
            case ChangeFormat.BOTH:
                return both(topic, headers, data, end, latest);
            default:
                throw malformed(topic, "its last byte is " + flag);
        }
    }

    private Change<Object> both(String topic, Headers headers, byte[] data, int end, boolean latest) {
        ByteBuffer source = ByteBuffer.wrap(data, 0, end);
        int newLength = ChangeFormat.readVarint(source);
        int start = source.position();
        if (newLength < 0 || newLength > end - start) {
            throw malformed(topic, "its new value claims " + newLength + " of " + (end - start) + " bytes");
        }
        Object newValue = value(topic, headers, data, start, start + newLength);
        return new Change<>(newValue, value(topic, headers, data, start + newLength, end), latest);
    }

    private @Nullable Object value(String topic, Headers headers, byte[] data, int from, int to) {
        return Objects.requireNonNull(inner, "complete was not called")
                .deserialize(topic, headers, Arrays.copyOfRange(data, from, to));
    }

    private static SerializationException malformed(String topic, String what) {
        return new SerializationException("A record of " + topic + " is not a change of a table: " + what
                + ". Only this application may write to its repartition topics.");
    }

    @Override
    public void close() {
        if (inner != null) {
            inner.close();
        }
    }
}
