package io.millrace.stores.table;

import io.millrace.record.Headers;
import org.jspecify.annotations.Nullable;

/** Takes the changes of one store for its changelog. */
@FunctionalInterface
public interface ChangelogWriter {

    /**
     * @param value null for a delete
     * @param timestampMs the stored timestamp of timestamped stores, else that of the record that made the change
     */
    void append(byte[] key, byte @Nullable [] value, long timestampMs, @Nullable Headers headers);
}
