package io.millrace.dsl.operator;

import io.millrace.record.Headers;
import io.millrace.record.RecordHeaders;
import io.millrace.serialization.Serializer;
import io.millrace.topology.dag.IncompleteSerializer;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes answers as {@link ForeignKeyAnswer} says. */
public final class ForeignKeyAnswerSerializer implements IncompleteSerializer<ForeignKeyAnswer> {

    private final @Nullable Serializer<Object> inner;

    /**
     * @param inner for right values; null: the configured default, to be filled in by {@link #complete}
     */
    @SuppressWarnings("unchecked") // the DSL gave table and serde the same type
    public ForeignKeyAnswerSerializer(@Nullable Serializer<?> inner) {
        this.inner = (Serializer<Object>) inner;
    }

    @Override
    public Serializer<ForeignKeyAnswer> complete(Supplier<? extends Serializer<?>> defaultSerializer) {
        return inner == null ? new ForeignKeyAnswerSerializer(defaultSerializer.get()) : this;
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable ForeignKeyAnswer answer) {
        return serialize(topic, new RecordHeaders(), answer);
    }

    @Override
    public byte @Nullable [] serialize(String topic, Headers headers, @Nullable ForeignKeyAnswer answer) {
        long[] hash = Objects.requireNonNull(answer).hash();
        byte[] value = answer.foreignValue() == null
                ? null
                : Objects.requireNonNull(inner, "complete was not called")
                        .serialize(topic, headers, answer.foreignValue());
        int hashLength = hash == null ? 0 : 2 * Long.BYTES;
        int valueLength = value == null ? 0 : value.length;
        ByteBuffer target = ByteBuffer.allocate(1 + hashLength + valueLength);
        target.put((byte)
                (hash == null ? ForeignKeyAnswer.VERSION | ForeignKeyAnswer.WITHOUT_HASH : ForeignKeyAnswer.VERSION));
        if (hash != null) {
            target.putLong(hash[0]).putLong(hash[1]);
        }
        if (value != null) {
            target.put(value);
        }
        return target.array();
    }

    @Override
    public void close() {
        if (inner != null) {
            inner.close();
        }
    }
}
