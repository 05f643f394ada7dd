package io.millrace.test.view;

import io.millrace.record.KeyValue;
import io.millrace.state.KeyValueIterator;
import io.millrace.state.WindowStoreIterator;

/** Rows with converted values. */
class ConvertedIterator<K, S, V> implements KeyValueIterator<K, V> {

    private final KeyValueIterator<K, S> inner;
    private final ValueConversion<S, V> conversion;

    ConvertedIterator(KeyValueIterator<K, S> inner, ValueConversion<S, V> conversion) {
        this.inner = inner;
        this.conversion = conversion;
    }

    /** Rows of one key of a window store. */
    static final class OfWindows<S, V> extends ConvertedIterator<Long, S, V> implements WindowStoreIterator<V> {

        OfWindows(WindowStoreIterator<S> inner, ValueConversion<S, V> conversion) {
            super(inner, conversion);
        }
    }

    @Override
    public boolean hasNext() {
        return inner.hasNext();
    }

    @Override
    public KeyValue<K, V> next() {
        KeyValue<K, S> row = inner.next();
        return KeyValue.pair(row.key, conversion.show(row.value));
    }

    @Override
    public K peekNextKey() {
        return inner.peekNextKey();
    }

    @Override
    public void close() {
        inner.close();
    }
}
