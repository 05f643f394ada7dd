package io.millrace.dsl;

import io.millrace.record.Headers;
import io.millrace.record.RecordHeaders;
import io.millrace.serialization.Serde;
import io.millrace.serialization.Serializer;
import io.millrace.state.Windowed;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes keys with sessions: the bytes of the key, then the end and the start of the session (8 bytes each), big-endian. Null becomes null. Confined to one thread, as the serializer inside is.
 *
 * @param <T> type of the keys inside
 */
public class SessionWindowedSerializer<T> implements Serializer<Windowed<T>> {

    /** Configuration key of the serde class for the keys inside. */
    public static final String WINDOWED_INNER_SERIALIZER_CLASS = "windowed.inner.serializer.class";

    private @Nullable Serializer<T> inner;

    /** To be configured before use. */
    public SessionWindowedSerializer() {}

    /** Writes the keys inside with the given serializer. */
    public SessionWindowedSerializer(@Nullable Serializer<T> inner) {
        this.inner = inner;
    }

    /**
     * Finds the serializer for the keys inside, unless the constructor got it.
     *
     * @throws IllegalArgumentException if there is none, or two different ones
     */
    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        Serde<T> configured = InnerSerde.configured(configs, WINDOWED_INNER_SERIALIZER_CLASS);
        inner = InnerSerde.choose(
                inner,
                configured == null ? null : configured.serializer(),
                "serializer",
                WINDOWED_INNER_SERIALIZER_CLASS);
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable Windowed<T> data) {
        return serialize(topic, new RecordHeaders(), data);
    }

    @Override
    public byte @Nullable [] serialize(String topic, Headers headers, @Nullable Windowed<T> data) {
        if (data == null) {
            InnerSerde.require(inner, this);
            return null;
        }
        byte[] key = Objects.requireNonNull(serializeBaseKey(topic, headers, data), "key bytes");
        return ByteBuffer.allocate(key.length + 2 * Long.BYTES)
                .put(key)
                .putLong(data.window().end())
                .putLong(data.window().start())
                .array();
    }

    /** The bytes of the key inside alone. */
    public byte @Nullable [] serializeBaseKey(String topic, Windowed<T> data) {
        return serializeBaseKey(topic, new RecordHeaders(), data);
    }

    /** The bytes of the key inside alone. */
    public byte @Nullable [] serializeBaseKey(String topic, Headers headers, Windowed<T> data) {
        return InnerSerde.require(inner, this).serialize(topic, headers, data.key());
    }

    @Override
    public void close() {
        if (inner != null) {
            inner.close();
        }
    }
}
