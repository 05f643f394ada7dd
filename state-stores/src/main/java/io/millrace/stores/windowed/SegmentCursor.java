package io.millrace.stores.windowed;

import io.millrace.stores.engine.ScanOrder;
import io.millrace.stores.table.Table;
import io.millrace.stores.table.TableScan;
import io.millrace.stores.table.TableScan.Row;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Rows of a range, segment by segment, in each by key and then by time; or all the other way round. One segment is open at a time. */
final class SegmentCursor implements RowCursor {

    private static final long GAP_SEGMENTS = 8;

    private final Table table;
    private final WindowedLayout layout;
    private final RowRange range;
    private final ScanOrder order;
    private final byte[] lower;
    private final byte @Nullable [] upper;
    private final long lastSegment;
    private long nextSegment;
    private @Nullable TableScan open;
    private @Nullable Row next;

    SegmentCursor(Table table, WindowedLayout layout, RowRange range, ScanOrder order) {
        this.table = table;
        this.layout = layout;
        this.range = range;
        this.order = order;
        this.lower = range.lowerBound(layout);
        this.upper = range.upperBound(layout);
        long oldest = layout.segmentOf(range.timeFromMs());
        long newest = layout.segmentOf(range.timeToMs());
        this.nextSegment = order == ScanOrder.ASCENDING ? oldest : newest;
        this.lastSegment = order == ScanOrder.ASCENDING ? newest : oldest;
        advance();
    }

    private void advance() {
        next = null;
        while (next == null) {
            TableScan scan = open == null ? openNext() : open;
            if (scan == null) {
                return;
            }
            Row row = scan.next();
            if (row == null) {
                scan.close();
                open = null;
                skipGap();
            } else if (range.contains(layout, row.key())) {
                next = row;
            }
        }
    }

    private @Nullable TableScan openNext() {
        boolean ascending = order == ScanOrder.ASCENDING;
        if (ascending ? nextSegment > lastSegment : nextSegment < lastSegment) {
            return null;
        }
        long segment = nextSegment;
        nextSegment += ascending ? 1 : -1;
        byte[] behind = upper == null ? WindowedLayout.segmentPrefix(segment + 1) : inSegment(segment, upper);
        TableScan scan = table.scan(inSegment(segment, lower), behind, order);
        open = scan;
        return scan;
    }

    /** Goes on with the next segment that has rows, where many may be empty: nothing says how far apart rows are that outlived their retention. */
    private void skipGap() {
        boolean ascending = order == ScanOrder.ASCENDING;
        if (Math.abs(lastSegment - nextSegment) < GAP_SEGMENTS) {
            return;
        }
        byte[] from = WindowedLayout.segmentPrefix(ascending ? nextSegment : lastSegment);
        byte[] behind = WindowedLayout.segmentPrefix((ascending ? lastSegment : nextSegment) + 1);
        try (TableScan rows = table.scan(from, behind, order)) {
            Row first = rows.next();
            nextSegment = first != null ? WindowedLayout.segmentIn(first.key()) : lastSegment + (ascending ? 1 : -1);
        }
    }

    private static byte[] inSegment(long segment, byte[] bound) {
        byte[] key = Arrays.copyOf(WindowedLayout.segmentPrefix(segment), WindowedLayout.SEGMENT_BYTES + bound.length);
        System.arraycopy(bound, 0, key, WindowedLayout.SEGMENT_BYTES, bound.length);
        return key;
    }

    @Override
    public @Nullable Row peek() {
        return next;
    }

    @Override
    public @Nullable Row next() {
        Row row = next;
        if (row != null) {
            advance();
        }
        return row;
    }

    @Override
    public void close() {
        next = null;
        nextSegment = order == ScanOrder.ASCENDING ? lastSegment + 1 : lastSegment - 1;
        if (open != null) {
            open.close();
            open = null;
        }
    }
}
