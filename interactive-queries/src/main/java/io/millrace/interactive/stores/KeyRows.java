package io.millrace.interactive.stores;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.interactive.stores.OpenStore.Part;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of one key: its windows or sessions, which come out of the store in the order of time. */
abstract class KeyRows implements Scan {

    final StoreRequest request;
    final RowForm form;
    final Object key;
    final TimeRange range;

    KeyRows(StoreRequest request, RowForm form, Object key, TimeRange range) {
        this.request = request;
        this.form = form;
        this.key = key;
        this.range = range;
    }

    /** A row as the store has it: when it is, by one or two times, and its JSON. */
    record Timed(long timeMs, long otherTimeMs, ObjectNode json) {}

    /** An iterator that is closed after use. */
    interface Rows extends Iterator<Timed>, AutoCloseable {

        @Override
        void close();
    }

    /**
     * Opens the rows.
     *
     * @param after first time of the last row that is not wanted; null from the beginning
     */
    abstract Rows open(Part part, @Nullable Long after);

    @Override
    public final boolean isDescending() {
        return range.isDescending();
    }

    @Override
    public final Batch read(List<Part> parts, byte @Nullable [] after, Budget budget) {
        List<Row> rows = new ArrayList<>();
        Comparator<byte[]> order = order();
        byte[] last = after;
        for (Part part : parts) {
            try (Rows found = open(part, after == null ? null : Sort.first(after))) {
                while (found.hasNext()) {
                    Timed row = found.next();
                    byte[] sort = Sort.of(row.timeMs, row.otherTimeMs);
                    if (after != null && order.compare(sort, after) <= 0) {
                        continue;
                    }
                    byte[] json = form.json().bytes(row.json);
                    if (budget.isOutOfTime() || !budget.tryTake(json)) {
                        return new Batch(rows, last == null ? sort : last);
                    }
                    rows.add(new Row(sort, json));
                    last = sort;
                }
            }
        }
        return new Batch(rows, null);
    }
}
