package io.millrace.stores.windowed;

import io.millrace.stores.engine.ScanOrder;
import io.millrace.stores.table.TableScan.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a range by time, then by key; or the other way round. The rows are read and sorted at once: the memory is that of the result, and the
 * cost that of scanning the segments which the range touches.
 */
final class TimeOrderedCursor implements RowCursor {

    private final List<Row> rows = new ArrayList<>();
    private int position;

    /**
     * @param secondOrder how rows of one time and key follow each other when the order is ascending
     */
    TimeOrderedCursor(RowCursor source, WindowedLayout layout, ScanOrder order, ScanOrder secondOrder) {
        try (source) {
            for (Row row = source.next(); row != null; row = source.next()) {
                rows.add(row);
            }
        }
        Comparator<byte[]> byTime = Comparator.comparingLong(layout::timeOf);
        Comparator<byte[]> bySecond = Comparator.comparingLong(layout::secondOf);
        Comparator<byte[]> comparator = byTime.thenComparing(layout::compareKeys)
                .thenComparing(secondOrder == ScanOrder.ASCENDING ? bySecond : bySecond.reversed());
        rows.sort(Comparator.comparing(Row::key, order == ScanOrder.ASCENDING ? comparator : comparator.reversed()));
    }

    @Override
    public @Nullable Row peek() {
        return position < rows.size() ? rows.get(position) : null;
    }

    @Override
    public @Nullable Row next() {
        return position < rows.size() ? rows.get(position++) : null;
    }

    @Override
    public void close() {
        position = rows.size();
    }
}
