package io.millrace.stores.windowed;

import io.millrace.stores.table.TableScan.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a range in another order than that of the table. They are read and sorted at once: the memory is that of the result, and the cost that of
 * scanning the segments which the range touches.
 */
final class TimeOrderedCursor implements RowCursor {

    private final List<Row> rows = new ArrayList<>();
    private int position;

    /**
     * @param source is read to its end and closed
     * @param order of table keys
     */
    TimeOrderedCursor(RowCursor source, Comparator<byte[]> order) {
        try (source) {
            for (Row row = source.next(); row != null; row = source.next()) {
                rows.add(row);
            }
        }
        rows.sort(Comparator.comparing(Row::key, order));
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
