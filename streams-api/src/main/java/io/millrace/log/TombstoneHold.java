package io.millrace.log;

/**
 * Keeps tombstones of a compacted partition in the log for a store that is made from it, until the store durably has them. Were a tombstone dropped that the store has
 * not read, a deleted key would live on in it. Ends with {@link #close()}, and with the process. Safe from any thread.
 */
public interface TombstoneHold extends AutoCloseable {

    /** For a log that drops no tombstones, or tells in another way. */
    TombstoneHold NONE = new TombstoneHold() {
        @Override
        public long droppedBefore() {
            return 0;
        }

        @Override
        public void advance(long nextOffset) {}

        @Override
        public void close() {}
    };

    /**
     * The offset before which tombstones may have been dropped before this hold began. A store that had not durably read up to there may have missed deletions and
     * must start anew.
     */
    long droppedBefore();

    /** The store durably has everything before {@code nextOffset}. */
    void advance(long nextOffset);

    /** Idempotent. */
    @Override
    void close();
}
