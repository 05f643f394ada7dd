package io.millrace.stores.table;

import io.millrace.stores.table.TableScan.Row;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one commit changed in one store. Immutable and safe from any thread. Making one costs its task a row per changed key; the order by key is made by the first
 * thread that asks for it.
 */
public final class CommittedChanges {

    private final List<Row> changes;
    private final RowFormat format;
    private volatile Row @Nullable [] sorted;

    CommittedChanges(List<Row> changes, RowFormat format) {
        this.changes = changes;
        this.format = format;
    }

    /** Number of changed keys. */
    public int size() {
        return changes.size();
    }

    /** A changed key, in no order. */
    public byte[] key(int index) {
        return changes.get(index).key();
    }

    /** Value of the key with that index, as the table keeps it; null if it was deleted. */
    public @Nullable Object stored(int index) {
        return changes.get(index).value();
    }

    /** Timestamp of the change with that index. */
    public long timestampMs(int index) {
        return changes.get(index).timestampMs();
    }

    /** Those of the changes whose keys are wanted. */
    public CommittedChanges only(Predicate<byte[]> keys) {
        return new CommittedChanges(
                changes.stream().filter(row -> keys.test(row.key())).toList(), format);
    }

    /** Place of a key in the order of keys, or {@code -(place where it would be) - 1} if it was not changed. */
    public int find(byte[] key) {
        Row[] rows = sorted();
        int low = 0;
        int high = rows.length - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            int comparison = Arrays.compareUnsigned(rows[middle].key(), key);
            if (comparison == 0) {
                return middle;
            }
            if (comparison < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -(low + 1);
    }

    /** The key at a place in the order of keys. */
    public byte[] keyAt(int place) {
        return sorted()[place].key();
    }

    /** What the engine will have for the key at that place; null if it was deleted. */
    public byte @Nullable [] engineRowAt(int place) {
        Row row = sorted()[place];
        return format.engineBytes(row.value(), row.timestampMs());
    }

    private Row[] sorted() {
        Row[] rows = sorted;
        if (rows == null) {
            rows = changes.toArray(Row[]::new);
            Arrays.sort(rows, Comparator.comparing(Row::key, Arrays::compareUnsigned));
            // Two threads may do this at once: they come to the same.
            sorted = rows;
        }
        return rows;
    }
}
