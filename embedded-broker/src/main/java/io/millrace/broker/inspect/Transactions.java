package io.millrace.broker.inspect;

import io.millrace.broker.batch.BatchFormat;
import io.millrace.broker.batch.ControlMarker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Follows the transactions of one partition through a scan: which are open, which are aborted, and what a read_committed reader may see. */
final class Transactions {

    private final Map<Long, Long> openSince = new HashMap<>();
    private final List<Aborted> aborted = new ArrayList<>();
    private long endOffset;
    private long firstOffset = -1;
    private long records;

    private record Aborted(long producerId, long firstOffset, long markerOffset) {}

    void accept(byte[] batch) {
        long base = BatchFormat.baseOffset(batch, 0);
        long producerId = BatchFormat.producerId(batch, 0);
        firstOffset = firstOffset < 0 ? base : firstOffset;
        endOffset = BatchFormat.lastOffset(batch, 0) + 1;
        if (BatchFormat.isControl(batch, 0)) {
            ControlMarker marker = ControlMarker.read(batch, 0);
            Long since = openSince.remove(producerId);
            if (marker != null && since != null && !marker.isCommit()) {
                aborted.add(new Aborted(producerId, since, base));
            }
        } else {
            records += BatchFormat.recordCount(batch, 0);
            if (BatchFormat.isTransactional(batch, 0)) {
                openSince.putIfAbsent(producerId, base);
            }
        }
    }

    /** Whether a read_committed reader sees the records of a batch. Only after the whole partition was scanned. */
    boolean isVisible(byte[] batch) {
        long base = BatchFormat.baseOffset(batch, 0);
        if (base >= lastStableOffset()) {
            return false;
        }
        long producerId = BatchFormat.producerId(batch, 0);
        return !BatchFormat.isTransactional(batch, 0)
                || aborted.stream()
                        .noneMatch(each -> each.producerId() == producerId
                                && each.firstOffset() <= base
                                && base < each.markerOffset());
    }

    /** Offset of the first record; the end if there is none. */
    long firstOffset() {
        return firstOffset < 0 ? endOffset : firstOffset;
    }

    long endOffset() {
        return endOffset;
    }

    long lastStableOffset() {
        return openSince.values().stream().mapToLong(Long::longValue).min().orElse(endOffset);
    }

    int openCount() {
        return openSince.size();
    }

    int abortedCount() {
        return aborted.size();
    }

    /** Data records, those of aborted and open transactions included. */
    long records() {
        return records;
    }
}
