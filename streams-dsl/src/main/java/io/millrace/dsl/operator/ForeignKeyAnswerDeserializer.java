package io.millrace.dsl.operator;

import io.millrace.errors.StreamsException;
import io.millrace.record.Headers;
import io.millrace.record.RecordHeaders;
import io.millrace.serialization.Deserializer;
import io.millrace.topology.dag.IncompleteDeserializer;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads answers as {@link ForeignKeyAnswer} says. */
public final class ForeignKeyAnswerDeserializer implements IncompleteDeserializer<ForeignKeyAnswer> {

    private static final int VERSION_BITS = 0x7f;

    private final @Nullable Deserializer<Object> inner;

    /**
     * @param inner for right values; null: the configured default, to be filled in by {@link #complete}
     */
    @SuppressWarnings("unchecked") // the DSL gave table and serde the same type
    public ForeignKeyAnswerDeserializer(@Nullable Deserializer<?> inner) {
        this.inner = (Deserializer<Object>) inner;
    }

    @Override
    public Deserializer<ForeignKeyAnswer> complete(Supplier<? extends Deserializer<?>> defaultDeserializer) {
        return inner == null ? new ForeignKeyAnswerDeserializer(defaultDeserializer.get()) : this;
    }

    @Override
    public @Nullable ForeignKeyAnswer deserialize(String topic, byte @Nullable [] data) {
        return deserialize(topic, new RecordHeaders(), data);
    }

    @Override
    public @Nullable ForeignKeyAnswer deserialize(String topic, Headers headers, byte @Nullable [] data) {
        ByteBuffer source = ByteBuffer.wrap(Objects.requireNonNull(data));
        byte first = source.get();
        if ((first & VERSION_BITS) != ForeignKeyAnswer.VERSION) {
            throw new StreamsException("An answer of a foreign-key join has version " + (first & VERSION_BITS)
                    + ", which this release does not know: expected " + ForeignKeyAnswer.VERSION);
        }
        long[] hash =
                (first & ForeignKeyAnswer.WITHOUT_HASH) != 0 ? null : new long[] {source.getLong(), source.getLong()};
        Object value = null;
        if (source.hasRemaining()) {
            byte[] bytes = new byte[source.remaining()];
            source.get(bytes);
            value = Objects.requireNonNull(inner, "complete was not called").deserialize(topic, headers, bytes);
        }
        return new ForeignKeyAnswer(hash, value, -1);
    }

    @Override
    public void close() {
        if (inner != null) {
            inner.close();
        }
    }
}
