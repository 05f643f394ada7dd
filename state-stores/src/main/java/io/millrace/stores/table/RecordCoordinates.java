package io.millrace.stores.table;

import io.millrace.record.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Coordinates of the record that a task is processing. One object per task, overwritten for each record; confined to the task's thread. A table
 * copies what it needs into its entries, and puts it back while it forwards a held-back change.
 */
public final class RecordCoordinates {

    /** Null while no record is processed: in a punctuation, or before the first. */
    public @Nullable String topic;

    public int partition = -1;
    public long offset = -1;
    /** Milliseconds since the epoch. */
    public long timestamp = -1;
    /** Null means empty headers. */
    public @Nullable Headers headers;

    /** Sets everything at once. */
    public void set(@Nullable String topic, int partition, long offset, long timestamp, @Nullable Headers headers) {
        this.topic = topic;
        this.partition = partition;
        this.offset = offset;
        this.timestamp = timestamp;
        this.headers = headers;
    }

    /** No record is processed. */
    public void clear() {
        set(null, -1, -1, -1, null);
    }
}
