package io.millrace.dsl;

import io.millrace.record.Headers;
import io.millrace.record.RecordHeaders;
import io.millrace.serialization.Deserializer;
import io.millrace.serialization.Serde;
import io.millrace.state.TimeWindow;
import io.millrace.state.Windowed;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link TimeWindowedSerializer} writes. The bytes say where a window starts; its size must be known. Null and no bytes become null. Confined to one
 * thread, as the deserializer inside is.
 *
 * @param <T> type of the keys inside
 */
public class TimeWindowedDeserializer<T> implements Deserializer<Windowed<T>> {

    /** Configuration key of the size of the windows, in milliseconds. */
    public static final String WINDOW_SIZE_MS_CONFIG = "window.size.ms";

    /** Configuration key of the serde class for the keys inside. */
    public static final String WINDOWED_INNER_DESERIALIZER_CLASS = "windowed.inner.deserializer.class";

    private @Nullable Long windowSize;
    private @Nullable Deserializer<T> inner;
    private boolean isChangelogTopic;

    /** To be configured before use. */
    public TimeWindowedDeserializer() {
        this(null, null);
    }

    /** Reads the keys inside with the given deserializer; the size of the windows is in milliseconds. */
    public TimeWindowedDeserializer(@Nullable Deserializer<T> inner, @Nullable Long windowSize) {
        this.inner = inner;
        this.windowSize = windowSize;
    }

    /** Size of the windows in milliseconds; null if it is not known yet. */
    public @Nullable Long getWindowSize() {
        return windowSize;
    }

    /**
     * Finds the size of windows and the deserializer for the keys inside, unless the constructor got them.
     *
     * @throws IllegalArgumentException if something is missing or given twice
     */
    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        Object configuredSize = configs.get(WINDOW_SIZE_MS_CONFIG);
        if ((windowSize == null) == (configuredSize == null)) {
            throw new IllegalArgumentException("The size of windows must be given either to the constructor or as "
                    + WINDOW_SIZE_MS_CONFIG + ", but " + (windowSize == null ? "is missing" : "both are there"));
        }
        if (configuredSize != null) {
            windowSize = configuredSize instanceof String text ? Long.parseLong(text) : (Long) configuredSize;
        }
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
        int keyLength = data.length - Long.BYTES - (isChangelogTopic ? Integer.BYTES : 0);
        T key = keys.deserialize(topic, headers, Arrays.copyOf(data, keyLength));
        long start = ByteBuffer.wrap(data).getLong(keyLength);
        long end = start + Objects.requireNonNull(windowSize, WINDOW_SIZE_MS_CONFIG);
        return new Windowed<>(key, new TimeWindow(start, end < 0 ? Long.MAX_VALUE : end));
    }

    @Override
    public void close() {
        if (inner != null) {
            inner.close();
        }
    }

    /** Whether keys come from the changelog of a window store, where a sequence number (4 bytes) stands behind the start. */
    public void setIsChangelogTopic(boolean isChangelogTopic) {
        this.isChangelogTopic = isChangelogTopic;
    }
}
