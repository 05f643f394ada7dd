package io.millrace.runtime;

import io.millrace.errors.InvalidStateStoreException;
import io.millrace.record.KeyValue;
import io.millrace.state.KeyValueIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

/** Rows that were copied out of a store by its task. Confined to one thread. */
final class CopiedRows<K, V> implements KeyValueIterator<K, V> {

    /** The task waits while rows are copied: so it is not asked for more at once. */
    static final int ROWS_MAX = 10_000;

    private final List<KeyValue<K, V>> rows;
    private int next;

    private CopiedRows(List<KeyValue<K, V>> rows) {
        this.rows = rows;
    }

    /** Copies all rows of an iterator, and closes it. */
    static <K, V> KeyValueIterator<K, V> of(KeyValueIterator<K, V> iterator) {
        List<KeyValue<K, V>> rows = new ArrayList<>();
        try (iterator) {
            while (iterator.hasNext()) {
                if (rows.size() == ROWS_MAX) {
                    throw new InvalidStateStoreException(
                            "More than " + ROWS_MAX
                                    + " uncommitted rows of one partition were asked for. Ask for a smaller range, or read what is committed.");
                }
                rows.add(iterator.next());
            }
        }
        return new CopiedRows<>(rows);
    }

    @Override
    public boolean hasNext() {
        return next < rows.size();
    }

    @Override
    public KeyValue<K, V> next() {
        KeyValue<K, V> row = require();
        next++;
        return row;
    }

    @Override
    public K peekNextKey() {
        return require().key;
    }

    private KeyValue<K, V> require() {
        if (!hasNext()) {
            throw new NoSuchElementException("The scan is past its last entry, or closed");
        }
        return rows.get(next);
    }

    @Override
    public void close() {
        next = rows.size();
    }
}
