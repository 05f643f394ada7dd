package io.millrace.topology.dag;

import io.millrace.serialization.Deserializer;
import io.millrace.stores.table.KeyFormat;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the key bytes of one internal topic are read. One per source node and task; confined to the task's thread.
 *
 * @param <K> type of keys
 */
public final class KeyDecoder<K> {

    private final Deserializer<? extends K> deserializer;
    private final String topic;
    private final KeyFormat format;

    /**
     * @param topic what the deserializer is told as topic
     * @param format what the bytes are
     */
    public KeyDecoder(Deserializer<? extends K> deserializer, String topic, KeyFormat format) {
        this.deserializer = Objects.requireNonNull(deserializer, "deserializer cannot be null");
        this.topic = Objects.requireNonNull(topic, "topic cannot be null");
        this.format = Objects.requireNonNull(format, "format cannot be null");
    }

    public KeyFormat format() {
        return format;
    }

    @Nullable
    K decode(byte[] array, int offset, int length) {
        boolean whole = offset == 0 && length == array.length;
        return deserializer.deserialize(topic, whole ? array : Arrays.copyOfRange(array, offset, offset + length));
    }
}
