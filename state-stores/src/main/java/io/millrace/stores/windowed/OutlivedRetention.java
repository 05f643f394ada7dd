package io.millrace.stores.windowed;

import io.millrace.stores.table.KeyLayout;
import io.millrace.stores.table.RecordCacheBudget;
import io.millrace.stores.table.StreamProgress;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of a store with a record cache outlive their retention. In Kafka Streams such rows are still in the cache, where nothing expires, until newer
 * ones push them out; so they can be read, and late puts are taken. Here they stay in the table and the engine: a segment that has expired is dropped only when
 * more bytes than the cache may hold were put since the last put to it. What a task restored or found in its engine is readable as far as its
 * segments had not expired. Confined to the task's thread.
 */
final class OutlivedRetention implements KeyLayout {

    private final WindowedLayout layout;
    private final long cacheBytes;
    private final TreeMap<Long, Segment> written = new TreeMap<>();
    private Segment last = new Segment(-1);
    private long putBytes;
    private boolean started;
    /** Rows of smaller segments are gone. */
    private long floor;

    private static final class Segment {

        final long number;
        /** All bytes put to the store up to the last put to this segment. */
        long putBytes;

        Segment(long number) {
            this.number = number;
        }
    }

    OutlivedRetention(WindowedLayout layout, RecordCacheBudget cache) {
        this.layout = layout;
        this.cacheBytes = cache.maxBytes();
    }

    /** The first time that has not been dropped, as far as it is known. */
    long oldestMs() {
        return layout.segmentStart(floor);
    }

    /** Whether a row of this time can be kept. To be asked before each put, before its time is observed. */
    boolean takes(long timeMs, long streamTimeMs) {
        if (!started) {
            started = true;
            floor = Math.max(0, layout.oldestLiveSegment(streamTimeMs));
        }
        return layout.segmentOf(timeMs) >= floor;
    }

    /** A row of this time was put. */
    void put(long timeMs, int sizeBytes) {
        putBytes += sizeBytes;
        long number = layout.segmentOf(timeMs);
        if (number != last.number) {
            last = written.computeIfAbsent(number, Segment::new);
        }
        last.putBytes = putBytes;
    }

    @Override
    public byte[] changelogKey(byte[] tableKey) {
        return layout.changelogKey(tableKey);
    }

    @Override
    public byte @Nullable [] restoredKey(byte[] changelogKey, StreamProgress restored) {
        return layout.restoredKey(changelogKey, restored);
    }

    @Override
    public byte @Nullable [] liveFrom(long streamTimeMs) {
        long oldest = layout.oldestLiveSegment(streamTimeMs);
        for (Map.Entry<Long, Segment> first = written.firstEntry();
                first != null && first.getKey() < oldest;
                first = written.firstEntry()) {
            if (putBytes - first.getValue().putBytes <= cacheBytes) {
                oldest = first.getKey();
                break;
            }
            written.remove(first.getKey());
            floor = Math.max(floor, first.getKey() + 1);
        }
        return oldest <= 0 ? null : WindowedLayout.segmentPrefix(oldest);
    }
}
