package io.millrace.stores.table;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The hash index of a table: chained buckets of entries by key bytes, with a clock hand that evicts clean entries. It counts bytes; the table says
 * which of them are pinned. Confined to the task's thread.
 */
final class EntryIndex {

    private static final int INITIAL_BUCKETS = 1 << 8;
    private static final int PINNED = TableEntry.DIRTY | TableEntry.HELD;

    private final ReadCacheBudget cleanBytes;
    private @Nullable TableEntry[] buckets = new TableEntry[INITIAL_BUCKETS];
    private int entryCount;
    private int clockHand;
    private long totalBytes;
    private long pinnedBytes;

    EntryIndex(ReadCacheBudget cleanBytes) {
        this.cleanBytes = cleanBytes;
    }

    /** The entry of a key, made with an unknown value if it is not there. */
    TableEntry findOrInsert(byte[] array, int offset, int length) {
        int hash = KeyHashing.hash(array, offset, length);
        TableEntry entry = buckets[hash & buckets.length - 1];
        while (entry != null) {
            if (entry.hash == hash && keyEquals(entry.key, array, offset, length)) {
                entry.flags |= TableEntry.REFERENCED;
                return entry;
            }
            entry = entry.bucketNext;
        }
        return insert(new TableEntry(Arrays.copyOfRange(array, offset, offset + length), hash));
    }

    /** The entry of a key; null if it is not there. */
    @Nullable
    TableEntry find(byte[] key) {
        int hash = KeyHashing.hash(key, 0, key.length);
        TableEntry entry = buckets[hash & buckets.length - 1];
        while (entry != null && (entry.hash != hash || !Arrays.equals(entry.key, key))) {
            entry = entry.bucketNext;
        }
        return entry;
    }

    /** Drops all entries; none may be dirty or held. */
    void clear() {
        assert pinnedBytes == 0 : "dirty and held entries cannot be dropped";
        Arrays.fill(buckets, null);
        entryCount = 0;
        totalBytes = 0;
    }

    private static boolean keyEquals(byte[] key, byte[] array, int offset, int length) {
        return key.length == length && Arrays.equals(key, 0, length, array, offset, offset + length);
    }

    private TableEntry insert(TableEntry entry) {
        evictIfNeeded();
        if (entryCount >= buckets.length) {
            grow();
        }
        int bucket = entry.hash & buckets.length - 1;
        entry.bucketNext = buckets[bucket];
        buckets[bucket] = entry;
        entryCount++;
        totalBytes += entry.sizeBytes();
        return entry;
    }

    boolean isEmpty() {
        return entryCount == 0;
    }

    /** An entry has grown by so many bytes (shrunk, if negative). */
    void resized(int bytes) {
        totalBytes += bytes;
    }

    /** So many bytes of entries became dirty or held (clean, if negative). */
    void pin(long bytes) {
        pinnedBytes += bytes;
    }

    /** No entry is dirty or held any more. */
    void unpinAll() {
        pinnedBytes = 0;
        evictIfNeeded();
    }

    long pinnedBytes() {
        return pinnedBytes;
    }

    /** To be called now and then: the bound may have become smaller. Walks the buckets until clean entries take at most 7/8 of their bound; an entry used since the last visit is spared once. */
    void evictIfNeeded() {
        long cleanBytesMax = cleanBytes.bytesPerStore();
        if (totalBytes - pinnedBytes <= cleanBytesMax) {
            return;
        }
        long targetBytes = cleanBytesMax - cleanBytesMax / 8;
        for (int visits = 2 * buckets.length; visits > 0 && totalBytes - pinnedBytes > targetBytes; visits--) {
            clockHand = clockHand + 1 & buckets.length - 1;
            evictFrom(clockHand);
        }
    }

    private void evictFrom(int bucket) {
        TableEntry kept = null;
        TableEntry entry = buckets[bucket];
        while (entry != null) {
            TableEntry next = entry.bucketNext;
            if ((entry.flags & (PINNED | TableEntry.REFERENCED)) != 0) {
                entry.flags &= ~TableEntry.REFERENCED;
                entry.bucketNext = kept;
                kept = entry;
            } else {
                entryCount--;
                totalBytes -= entry.sizeBytes();
            }
            entry = next;
        }
        buckets[bucket] = kept;
    }

    private void grow() {
        @Nullable TableEntry[] larger = new TableEntry[buckets.length * 2];
        for (TableEntry chain : buckets) {
            TableEntry entry = chain;
            while (entry != null) {
                TableEntry next = entry.bucketNext;
                int bucket = entry.hash & larger.length - 1;
                entry.bucketNext = larger[bucket];
                larger[bucket] = entry;
                entry = next;
            }
        }
        buckets = larger;
    }
}
