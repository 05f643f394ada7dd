package io.millrace.stores.table;

import io.millrace.processor.Record;
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
    /** The record that is being processed, whose headers count; null if {@link #headers} counts. */
    public @Nullable Record<?, ?> record;
    /** Null means empty headers. */
    public @Nullable Headers headers;
    /** Gives the bytes of the record as they were read; null if there are none. */
    public @Nullable SourceBytes source;

    /** Notes changes while a record is processed that may be skipped; null if none ever is. */
    public @Nullable UndoLog undo;

    /** Who is to note a change that is made now; null if nobody. */
    public @Nullable UndoLog openUndo() {
        UndoLog log = undo;
        return log != null && log.isOpen() ? log : null;
    }

    /** The bytes of the record that is being processed, copied at each call. */
    public interface SourceBytes {

        byte @Nullable [] key();

        byte @Nullable [] value();
    }

    /** Sets everything at once, for a record whose headers are known apart from it. */
    public void set(@Nullable String topic, int partition, long offset, long timestamp, @Nullable Headers headers) {
        this.topic = topic;
        this.partition = partition;
        this.offset = offset;
        this.timestamp = timestamp;
        this.record = null;
        this.headers = headers;
    }

    /** The headers that count, or null if there are none. */
    public @Nullable Headers headersIfAny() {
        Record<?, ?> current = record;
        if (current == null) {
            return headers;
        }
        return current.hasHeaders() ? current.headers() : null;
    }

    /** No record is processed. */
    public void clear() {
        set(null, -1, -1, -1, null);
    }
}
