package io.millrace.dsl;

import io.millrace.record.Headers;
import io.millrace.record.RecordHeaders;
import io.millrace.serialization.Deserializer;
import io.millrace.serialization.Serde;
import io.millrace.state.SessionWindow;
import io.millrace.state.Windowed;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link SessionWindowedSerializer} writes. Null and no bytes become null. Confined to one thread, as the deserializer inside is.
 *
 * @param <T> type of the keys inside
 */
public class SessionWindowedDeserializer<T> implements Deserializer<Windowed<T>> {

    /** Configuration key of the serde class for the keys inside. */
    public static final String WINDOWED_INNER_DESERIALIZER_CLASS = "windowed.inner.deserializer.class";

    private @Nullable Deserializer<T> inner;

    /** To be configured before use. */
    public SessionWindowedDeserializer() {}

    /** Reads the keys inside with the given deserializer. */
    public SessionWindowedDeserializer(@Nullable Deserializer<T> inner) {
        this.inner = inner;
    }

    /**
     * Finds the deserializer for the keys inside, unless the constructor got it.
     *
     * @throws IllegalArgumentException if there is none, or two different ones
     */
    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        Serde<T> configured = InnerSerde.configured(configs, WINDOWED_INNER_DESERIALIZER_CLASS);
        inner = InnerSerde.choose(
                inner,
                configured == null ? null : configured.deserializer(),
                "deserializer",
                WINDOWED_INNER_DESERIALIZER_CLASS);
    }

    @Override
    public @Nullable Windowed<T> deserialize(String topic, byte @Nullable [] data) {
        return deserialize(topic, new RecordHeaders(), data);
    }

    @Override
    @SuppressWarnings("NullAway") // the deserializer inside decides whether the bytes of a key can mean null
    public @Nullable Windowed<T> deserialize(String topic, Headers headers, byte @Nullable [] data) {
        Deserializer<T> keys = InnerSerde.require(inner, this);
        if (data == null || data.length == 0) {
            return null;
        }
        int keyLength = data.length - 2 * Long.BYTES;
        T key = keys.deserialize(topic, headers, Arrays.copyOf(data, keyLength));
        ByteBuffer times = ByteBuffer.wrap(data, keyLength, 2 * Long.BYTES);
        long end = times.getLong();
        return new Windowed<>(key, new SessionWindow(times.getLong(), end));
    }

    @Override
    public void close() {
        if (inner != null) {
            inner.close();
        }
    }
}
