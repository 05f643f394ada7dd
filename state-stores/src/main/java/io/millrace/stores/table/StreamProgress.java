package io.millrace.stores.table;

import org.jspecify.annotations.Nullable;

/**
 * The stream time that a store has observed through its own rows, and the number of its last row among duplicates. Part of the store's state: it is
 * committed, rewound and restored with the rows. Confined to the task's thread.
 */
public final class StreamProgress {

    /** Before the first row. */
    public static final long NO_TIME = -1;

    private @Nullable RecordCoordinates context;
    private long streamTimeMs = NO_TIME;
    private long flushedTimeMs = NO_TIME;
    private int sequence;
    private long committedStreamTimeMs = NO_TIME;
    private long committedFlushedTimeMs = NO_TIME;
    private int committedSequence;

    /** The largest time of a row so far; -1 before the first. */
    public long streamTimeMs() {
        return streamTimeMs;
    }

    /** As {@link #streamTimeMs()}, at the last commit. */
    public long committedStreamTimeMs() {
        return committedStreamTimeMs;
    }

    /** As {@link #sequence()}, at the last commit. */
    public int committedSequence() {
        return committedSequence;
    }

    /** Has changes noted for whoever may take them back. */
    void noteIn(RecordCoordinates newContext) {
        context = newContext;
    }

    /** Notes the time of a row. */
    public void observe(long timeMs) {
        if (timeMs > streamTimeMs) {
            remember();
            streamTimeMs = timeMs;
        }
    }

    private void remember() {
        UndoLog undo = context == null ? null : context.openUndo();
        if (undo != null) {
            long stream = streamTimeMs;
            long flushed = flushedTimeMs;
            int last = sequence;
            undo.add(() -> {
                streamTimeMs = stream;
                flushedTimeMs = flushed;
                sequence = last;
            });
        }
    }

    /** The largest time of a row that the record cache has let through: deletes of rows that nobody has seen stay behind. */
    public long flushedTimeMs() {
        return flushedTimeMs;
    }

    /** Notes the time of a row that leaves the record cache. */
    public void flushed(long timeMs) {
        if (timeMs > flushedTimeMs) {
            remember();
            flushedTimeMs = timeMs;
        }
    }

    /** The next number for a row among duplicates: never negative, starts again after the largest. */
    public int nextSequence() {
        remember();
        sequence = sequence + 1 & Integer.MAX_VALUE;
        return sequence;
    }

    /** The number of the last row. */
    public int sequence() {
        return sequence;
    }

    /** The last row, which is being restored, had this number. */
    public void restoreSequence(int restored) {
        sequence = restored;
    }

    /** Goes on from what was committed earlier. */
    public void start(long restoredStreamTimeMs, int restoredSequence) {
        streamTimeMs = restoredStreamTimeMs;
        flushedTimeMs = restoredStreamTimeMs;
        sequence = restoredSequence;
        commit();
    }

    void commit() {
        committedStreamTimeMs = streamTimeMs;
        committedFlushedTimeMs = flushedTimeMs;
        committedSequence = sequence;
    }

    void rewind() {
        streamTimeMs = committedStreamTimeMs;
        flushedTimeMs = committedFlushedTimeMs;
        sequence = committedSequence;
    }
}
