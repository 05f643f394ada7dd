package io.millrace.dsl.operator;

import io.millrace.errors.StreamsException;
import io.millrace.record.Headers;
import io.millrace.record.RecordHeaders;
import io.millrace.serialization.Serializer;
import io.millrace.topology.dag.IncompleteSerializer;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes changes as {@link ChangeFormat} says; at least one of the two values is there. */
public final class ChangeSerializer implements IncompleteSerializer<Change<Object>> {

    private final @Nullable Serializer<Object> inner;

    /**
     * @param inner for values; null: the configured default, to be filled in by {@link #complete}
     */
    @SuppressWarnings("unchecked") // the DSL gave table and serde the same type
    public ChangeSerializer(@Nullable Serializer<?> inner) {
        this.inner = (Serializer<Object>) inner;
    }

    @Override
    public Serializer<Change<Object>> complete(Supplier<? extends Serializer<?>> defaultSerializer) {
        return inner == null ? new ChangeSerializer(defaultSerializer.get()) : this;
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable Change<Object> change) {
        return serialize(topic, new RecordHeaders(), change);
    }

    @Override
    public byte @Nullable [] serialize(String topic, Headers headers, @Nullable Change<Object> change) {
        if (change == null || change.newValue() == null && change.oldValue() == null) {
            throw new StreamsException("A change without old and new value cannot be sent to " + topic);
        }
        byte[] newBytes = bytes(topic, headers, change.newValue());
        byte[] oldBytes = bytes(topic, headers, change.oldValue());
        if (newBytes == null) {
            return flagged(Objects.requireNonNull(oldBytes), ChangeFormat.OLD_ONLY);
        }
        if (oldBytes == null) {
            return flagged(newBytes, ChangeFormat.NEW_ONLY);
        }
        ByteBuffer target = ByteBuffer.allocate(ChangeFormat.MAX_VARINT_BYTES + newBytes.length + oldBytes.length + 1);
        ChangeFormat.writeVarint(newBytes.length, target);
        target.put(newBytes).put(oldBytes).put(ChangeFormat.BOTH);
        return Arrays.copyOf(target.array(), target.position());
    }

    private byte @Nullable [] bytes(String topic, Headers headers, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        byte[] bytes = Objects.requireNonNull(inner, "complete was not called").serialize(topic, headers, value);
        if (bytes == null) {
            throw new StreamsException("The serializer for values of " + topic + " made null of " + value.getClass());
        }
        return bytes;
    }

    private static byte[] flagged(byte[] bytes, byte flag) {
        byte[] result = Arrays.copyOf(bytes, bytes.length + 1);
        result[bytes.length] = flag;
        return result;
    }

    @Override
    public void close() {
        if (inner != null) {
            inner.close();
        }
    }
}
