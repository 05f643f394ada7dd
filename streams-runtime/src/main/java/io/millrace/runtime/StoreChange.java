package io.millrace.runtime;

import io.millrace.record.Headers;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A row of a table as one commit left it: a change, or one of the rows that were there when a subscription began. Immutable, as far as key and value are.
 *
 * @param <K> type of keys; {@code Windowed} in window and session stores
 * @param <V> type of values
 * @param partition number of the store's partition; 0 for a global store
 * @param key of the row
 * @param value null if the row was deleted; without timestamp and headers, also in stores that keep them
 * @param timestampMs of the value, or of the record that deleted it; -1 in stores that keep no timestamps
 * @param headers of the value; empty in stores that keep none
 * @param commitNumber of the commit that changed it; of a row that was there at the start, the commit as of which it was read. Grows within a partition, with gaps
 */
public record StoreChange<K, V>(
        int partition, K key, @Nullable V value, long timestampMs, Headers headers, long commitNumber) {

    public StoreChange {
        Objects.requireNonNull(headers, "headers");
    }

    /** Whether the row was deleted. */
    public boolean isDeletion() {
        return value == null;
    }
}
