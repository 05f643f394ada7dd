package io.millrace.test.view;

import io.millrace.record.KeyValue;
import io.millrace.state.KeyValueIterator;
import io.millrace.state.WindowStoreIterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Rows of several scans, one scan after the other. */
class ChainedRows<K, V> implements KeyValueIterator<K, V> {

    private final List<? extends KeyValueIterator<K, V>> scans;
    private int current;

    ChainedRows(List<? extends KeyValueIterator<K, V>> scans) {
        this.scans = scans;
    }

    /** Rows of one key of a window store. */
    static final class OfWindows<V> extends ChainedRows<Long, V> implements WindowStoreIterator<V> {

        OfWindows(List<WindowStoreIterator<V>> scans) {
            super(scans);
        }
    }

    @Override
    public boolean hasNext() {
        while (current < scans.size() && !scans.get(current).hasNext()) {
            current++;
        }
        return current < scans.size();
    }

    private KeyValueIterator<K, V> scan() {
        if (!hasNext()) {
            throw new NoSuchElementException("The scan has no further rows");
        }
        return scans.get(current);
    }

    @Override
    public KeyValue<K, V> next() {
        return scan().next();
    }

    @Override
    public K peekNextKey() {
        return scan().peekNextKey();
    }

    @Override
    public void close() {
        scans.forEach(KeyValueIterator::close);
    }
}
