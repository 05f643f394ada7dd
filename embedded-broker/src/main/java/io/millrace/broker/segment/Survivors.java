package io.millrace.broker.segment;

import io.millrace.broker.batch.BatchFormat;
import io.millrace.broker.batch.BatchRewriter;
import io.millrace.broker.batch.CompressedBatch;
import io.millrace.broker.batch.ControlMarker;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What survives a compaction, batch by batch. Confined to the compaction.
 *
 * <ul>
 *   <li>Of committed records: the last of each key. A tombstone stays for {@code delete.retention.ms} after the first compaction that found nothing older of its key,
 *       and for as long as a reader holds it back.
 *   <li>Of aborted records: none. Their transaction's marker stays until they are gone, and then as long as a tombstone.
 *   <li>The last batch of a producer stays, empty if need be: it tells its last sequence number.
 * </ul>
 */
final class Survivors implements BatchRewriter.Choice {

    /** When to look again for tombstones that a reader holds back. */
    private static final long HELD_BACK_MS = 300_000;

    private final LatestOffsets latest;
    private final AbortedIndex aborted;
    private final Map<Long, Long> lastOffsetsOfProducers;
    private final long nowMs;
    private final long deleteRetentionMs;

    private long mapEnd;
    private long readBefore;
    private long startOffset;
    // Producers of transactions whose data was seen, and whose marker was not yet.
    private final Set<Long> openData = new HashSet<>();

    private long droppedUpTo;
    private final Set<Long> droppedMarkers = new HashSet<>();
    private long nextHorizonMs = Long.MAX_VALUE;

    // Of the batch that is looked at.
    private boolean tombstonesMayGo;

    Survivors(
            LatestOffsets latest,
            LogView view,
            Map<Long, Long> lastOffsetsOfProducers,
            long nowMs,
            long deleteRetentionMs) {
        this.latest = latest;
        this.aborted = view.aborted;
        this.lastOffsetsOfProducers = lastOffsetsOfProducers;
        this.nowMs = nowMs;
        this.deleteRetentionMs = deleteRetentionMs;
    }

    /** Takes note of the keys of a batch from {@code fromOffset} on. */
    void learn(byte[] bytes, int start, long fromOffset) {
        if (BatchFormat.isControl(bytes, start) || isAborted(bytes, start)) {
            return;
        }
        if (BatchFormat.isCompressed(bytes, start)) {
            learn(CompressedBatch.decompress(bytes, start), 0, fromOffset);
            return;
        }
        BatchRewriter.forEach(bytes, start, (offset, array, keyOffset, keyLength, isTombstone) -> {
            if (keyLength >= 0 && offset >= fromOffset) {
                latest.put(array, keyOffset, keyLength, offset);
            }
            return true;
        });
    }

    /** Keys are known for records before this offset. */
    void learned(long endOffset) {
        mapEnd = endOffset;
    }

    void startGroup(long newReadBefore, long newStartOffset) {
        readBefore = newReadBefore;
        startOffset = newStartOffset;
    }

    /** Behind the last tombstone that went. */
    long droppedUpTo() {
        return droppedUpTo;
    }

    Set<Long> droppedMarkers() {
        return droppedMarkers;
    }

    /** When something that stays for its time only can go. */
    long nextHorizonMs() {
        return nextHorizonMs;
    }

    private boolean isAborted(byte[] bytes, int start) {
        return BatchFormat.isTransactional(bytes, start)
                && aborted.contains(BatchFormat.producerId(bytes, start), BatchFormat.baseOffset(bytes, start));
    }

    /** What stays of a batch: the same array if all of it, null if nothing. */
    byte @Nullable [] of(byte[] bytes, int start, BatchRewriter rewriter) {
        if (!BatchFormat.isCompressed(bytes, start)) {
            return ofPlain(bytes, start, rewriter);
        }
        byte[] plain = CompressedBatch.decompress(bytes, start);
        byte[] kept = ofPlain(plain, 0, rewriter);
        if (kept == plain) {
            return bytes;
        }
        return kept == null ? null : CompressedBatch.compressAs(bytes, start, kept);
    }

    private byte @Nullable [] ofPlain(byte[] bytes, int start, BatchRewriter rewriter) {
        if (BatchFormat.isControl(bytes, start)) {
            return ofMarker(bytes, start, rewriter);
        }
        long horizonMs = BatchFormat.deleteHorizonMs(bytes, start);
        tombstonesMayGo = horizonMs >= 0 && nowMs > horizonMs;
        boolean isAborted = isAborted(bytes, start);
        if (BatchFormat.isTransactional(bytes, start)) {
            openData.add(BatchFormat.producerId(bytes, start));
        }
        byte[] kept = isAborted
                ? rewriter.rewrite(bytes, start, (offset, array, keyOffset, keyLength, isTombstone) -> false, -1)
                : BatchFormat.lastOffset(bytes, start) >= mapEnd
                        ? bytes
                        : rewriter.rewrite(bytes, start, this, nowMs + deleteRetentionMs);
        if (rewriter.keepsTombstone() && kept != bytes) {
            noteHorizon(BatchFormat.deleteHorizonMs(kept, 0));
        } else if (horizonMs >= 0 && kept == bytes) {
            noteHorizon(horizonMs);
        }
        boolean isEmpty = BatchFormat.recordCount(kept, kept == bytes ? start : 0) == 0;
        return isEmpty && !isLastOfProducer(bytes, start) ? null : kept;
    }

    private void noteHorizon(long horizonMs) {
        if (horizonMs >= 0) {
            nextHorizonMs = Math.min(nextHorizonMs, horizonMs >= nowMs ? horizonMs + 1 : nowMs + HELD_BACK_MS);
        }
    }

    private boolean isLastOfProducer(byte[] bytes, int start) {
        Long last = lastOffsetsOfProducers.get(BatchFormat.producerId(bytes, start));
        return last != null && last == BatchFormat.lastOffset(bytes, start);
    }

    private byte @Nullable [] ofMarker(byte[] bytes, int start, BatchRewriter rewriter) {
        long offset = BatchFormat.baseOffset(bytes, start);
        ControlMarker marker = ControlMarker.read(bytes, start);
        boolean hasData = openData.remove(BatchFormat.producerId(bytes, start));
        if (marker == null || hasData || offset >= mapEnd) {
            return bytes;
        }
        long horizonMs = BatchFormat.deleteHorizonMs(bytes, start);
        if (horizonMs < 0) {
            noteHorizon(nowMs + deleteRetentionMs);
            return rewriter.withHorizon(bytes, start, nowMs + deleteRetentionMs);
        }
        if (nowMs > horizonMs) {
            droppedMarkers.add(offset);
            return null;
        }
        noteHorizon(horizonMs);
        return bytes;
    }

    @Override
    public boolean keeps(long offset, byte[] bytes, int keyOffset, int keyLength, boolean isTombstone) {
        if (offset < startOffset || keyLength < 0 || latest.get(bytes, keyOffset, keyLength) > offset) {
            return false;
        }
        if (isTombstone && tombstonesMayGo && offset < readBefore) {
            droppedUpTo = Math.max(droppedUpTo, offset + 1);
            return false;
        }
        return true;
    }
}
