package io.millrace.broker.segment;

import io.millrace.log.Isolation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What readers see of a partition: published as a whole by its writer, immutable (of the tail array, the slots from {@code tailFrom} to
 * {@code tailTo} are; a later view may use later slots).
 */
final class LogView {

    final long startOffset;
    final long endOffset;
    final long lastStableOffset;
    private final long readableEnd;
    final boolean isDeleted;
    final List<Segment> segments;
    final AbortedIndex aborted;
    final @Nullable PartitionDamage damage;
    private final TailBatch[] tail;
    private final int tailFrom;
    private final int tailTo;

    LogView(
            long startOffset,
            long endOffset,
            long lastStableOffset,
            boolean isDeleted,
            List<Segment> segments,
            AbortedIndex aborted,
            LogTail tail,
            @Nullable PartitionDamage damage) {
        this.startOffset = startOffset;
        this.endOffset = endOffset;
        this.lastStableOffset = damage == null ? lastStableOffset : endOffset;
        this.readableEnd = damage == null ? Long.MAX_VALUE : Math.min(lastStableOffset, damage.offset());
        this.isDeleted = isDeleted;
        this.segments = segments;
        this.aborted = aborted;
        this.damage = damage;
        this.tail = tail.slots();
        this.tailFrom = tail.from();
        this.tailTo = tail.to();
    }

    long limit(Isolation isolation) {
        return isolation == Isolation.READ_COMMITTED ? lastStableOffset : endOffset;
    }

    /**
     * How far a reader gets: not into damage, nor past it, since markers may be among what is lost, and not past a transaction that is open there. The stable end of a
     * damaged log is its end, so that who reads up to it gets to the error, and does not stop before and take that for the end.
     */
    long readLimit(Isolation isolation) {
        return Math.min(limit(isolation), readableEnd);
    }

    /** Slot of the tail batch that holds the offset; -1 if the offset is before the tail. */
    int tailSlot(long offset) {
        int low = tailFrom;
        int high = tailTo - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            TailBatch batch = tail[middle];
            if (offset > batch.lastOffset) {
                low = middle + 1;
            } else if (offset < batch.baseOffset) {
                high = middle - 1;
            } else {
                return middle;
            }
        }
        return -1;
    }

    boolean hasTailSlot(int slot) {
        return slot < tailTo;
    }

    TailBatch tailBatch(int slot) {
        return tail[slot];
    }

    /** The segment that holds the offset. */
    Segment segmentOf(long offset) {
        int low = 0;
        int high = segments.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (segments.get(middle).baseOffset <= offset) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return segments.get(low);
    }
}
