package io.millrace.stores.table;

import io.millrace.stores.engine.EngineIterator;
import io.millrace.stores.engine.ScanOrder;
import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.ConcurrentNavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * A range scan: entries of the table that the engine does not have, merged over the engine's. It stands before its first row. The engine is
 * read as it was when the scan began; changes of the table during the scan may or may not be seen, each row being whole. Close it after use.
 */
public final class TableScan implements AutoCloseable {

    /**
     * @param value in stored form
     * @param timestampMs -1 if the store keeps none
     */
    public record Row(byte[] key, @Nullable Object value, long timestampMs) {}

    private final Iterator<TableEntry> entries;
    private final EngineIterator engine;
    private final RowFormat format;
    private final ScanOrder order;
    private @Nullable TableEntry nextEntry;
    private @Nullable Row nextRow;

    TableScan(
            ConcurrentNavigableMap<byte[], TableEntry> overlay,
            EngineIterator engine,
            RowFormat format,
            byte @Nullable [] from,
            byte @Nullable [] toExclusive,
            ScanOrder order) {
        this.entries = range(overlay, from, toExclusive, order);
        this.engine = engine;
        this.format = format;
        this.order = order;
        this.nextEntry = pollEntry();
        advance();
    }

    private static Iterator<TableEntry> range(
            ConcurrentNavigableMap<byte[], TableEntry> overlay,
            byte @Nullable [] from,
            byte @Nullable [] toExclusive,
            ScanOrder order) {
        ConcurrentNavigableMap<byte[], TableEntry> range = overlay;
        if (from != null && toExclusive != null && Arrays.compareUnsigned(from, toExclusive) >= 0) {
            return java.util.Collections.emptyIterator();
        }
        if (from != null) {
            range = range.tailMap(from, true);
        }
        if (toExclusive != null) {
            range = range.headMap(toExclusive, false);
        }
        return (order == ScanOrder.ASCENDING ? range : range.descendingMap())
                .values()
                .iterator();
    }

    private @Nullable TableEntry pollEntry() {
        return entries.hasNext() ? entries.next() : null;
    }

    /** Whether there is a further row. */
    public boolean hasNext() {
        return nextRow != null;
    }

    /** The next row without moving; null if there is none. */
    public @Nullable Row peek() {
        return nextRow;
    }

    /** The next row; null if there is none. */
    public @Nullable Row next() {
        Row row = nextRow;
        if (row != null) {
            advance();
        }
        return row;
    }

    private void advance() {
        nextRow = null;
        while (nextRow == null && (nextEntry != null || engine.isValid())) {
            nextRow = takeSmaller();
        }
    }

    /** Takes the row that comes first, or nothing if it is a deleted key. */
    private @Nullable Row takeSmaller() {
        TableEntry entry = nextEntry;
        if (entry == null) {
            return takeFromEngine();
        }
        if (engine.isValid()) {
            int comparison = Arrays.compareUnsigned(entry.key, engine.key());
            if (order == ScanOrder.DESCENDING) {
                comparison = -comparison;
            }
            if (comparison > 0) {
                return takeFromEngine();
            }
            if (comparison == 0) {
                engine.next();
            }
        }
        nextEntry = pollEntry();
        return entry.value == null ? null : new Row(entry.key, entry.value, entry.timestamp);
    }

    private Row takeFromEngine() {
        Row row = format.decode(engine.key(), engine.value());
        engine.next();
        return row;
    }

    @Override
    public void close() {
        nextRow = null;
        engine.close();
    }
}
