package io.millrace.stores.table;

/** What a store's builder says about the changelog topic that the store wants. Builders of {@code Stores} implement it. */
public interface ChangelogNeeds {

    /** How old records may leave the topic. */
    enum Cleanup {
        /** The last record of each key stays. */
        COMPACT,
        /** As {@code COMPACT}; and what is older than the retention goes. */
        COMPACT_AND_DELETE,
        /** As {@code COMPACT}, but nothing younger than the retention goes. */
        COMPACT_LATE
    }

    /** How the topic is to be cleaned up. */
    Cleanup cleanup();

    /** Retention of the store in milliseconds; -1 if the store keeps everything. */
    long retentionMs();
}
