package io.millrace.stores.windowed;

import io.millrace.stores.table.CommitParticipant;
import io.millrace.stores.table.KeyLayout;
import io.millrace.stores.table.RecordCacheBudget;
import io.millrace.stores.table.RecordCoordinates;
import io.millrace.stores.table.StreamProgress;
import io.millrace.stores.table.UndoLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of a store with a record cache outlive their retention. In Kafka Streams such rows are still in the cache, where nothing expires, until newer
 * ones push them out; so they can be read, and late puts are taken. Here they stay in the table and the engine: a segment that has expired is dropped only when
 * more bytes than the cache may hold were put since the last put to it. What a task restored or found in its engine is readable as far as its
 * segments had not expired. What was put is committed and rewound with the rows. Confined to the task's thread.
 */
final class OutlivedRetention implements KeyLayout, CommitParticipant {

    private static final long NOTHING = -1;

    private final WindowedLayout layout;
    private final long cacheBytes;
    private final RecordCoordinates context;
    private final TreeMap<Long, Segment> written = new TreeMap<>();
    /** Those that were put to since the last commit. */
    private final List<Segment> changed = new ArrayList<>();
    /** That of the last put, which is in {@link #changed}; null if there was none since the last commit. */
    private @Nullable Segment last;

    private long putBytes;
    private long committedPutBytes;
    private boolean started;
    private boolean committedStarted;
    /** Rows of smaller segments are gone. Once it has started it moves with commits only. */
    private long floor;

    private static final class Segment {

        final long number;
        /** All bytes put to the store up to the last put to this segment. */
        long putBytes = NOTHING;
        /** As {@link #putBytes}, at the last commit; {@link #NOTHING} if nothing of it was committed. */
        long committedPutBytes = NOTHING;

        Segment(long number) {
            this.number = number;
        }

        boolean isChanged() {
            return putBytes != committedPutBytes;
        }
    }

    OutlivedRetention(WindowedLayout layout, RecordCacheBudget cache, RecordCoordinates context) {
        this.layout = layout;
        this.cacheBytes = cache.maxBytes();
        this.context = context;
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
        long number = layout.segmentOf(timeMs);
        Segment segment = last;
        if (segment == null || number != segment.number) {
            segment = written.computeIfAbsent(number, Segment::new);
            if (!segment.isChanged()) {
                changed.add(segment);
            }
            last = segment;
        }
        remember(segment);
        putBytes += sizeBytes;
        segment.putBytes = putBytes;
    }

    private void remember(Segment segment) {
        UndoLog undo = context.openUndo();
        if (undo != null) {
            long allBefore = putBytes;
            long before = segment.putBytes;
            undo.add(() -> {
                putBytes = allBefore;
                segment.putBytes = before;
                if (!segment.isChanged()) {
                    changed.remove(segment);
                    putBack(segment);
                }
                last = null;
            });
        }
    }

    @Override
    public void committed() {
        for (Segment segment : changed) {
            segment.committedPutBytes = segment.putBytes;
        }
        changed.clear();
        last = null;
        committedPutBytes = putBytes;
        committedStarted = started;
    }

    @Override
    public void rewound() {
        changed.forEach(this::putBack);
        changed.clear();
        last = null;
        putBytes = committedPutBytes;
        if (!committedStarted) {
            started = false;
            floor = 0;
        }
    }

    private void putBack(Segment segment) {
        segment.putBytes = segment.committedPutBytes;
        if (segment.committedPutBytes == NOTHING) {
            written.remove(segment.number);
        }
    }

    @Override
    public void restored(byte[] key, boolean present) {
        // What is restored was not put.
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
