package io.millrace.runtime.query;

import io.millrace.record.KeyValue;
import io.millrace.state.KeyValueIterator;
import io.millrace.state.VersionedRecord;
import io.millrace.state.VersionedRecordIterator;
import io.millrace.state.WindowStoreIterator;
import java.util.function.Function;

/** Iterators that let go of what they read when they are closed, and show values in another form. Each is confined to one thread. */
public final class HeldIterators {

    private HeldIterators() {}

    /**
     * @param form of the values that are shown
     * @param onClose runs once, after the iterator is closed
     */
    public static <K, S, V> KeyValueIterator<K, V> rows(
            KeyValueIterator<K, S> inner, Function<S, V> form, Runnable onClose) {
        return new Rows<>(inner, form, onClose);
    }

    /** As {@link #rows}, for the windows of one key. */
    public static <S, V> WindowStoreIterator<V> windows(
            KeyValueIterator<Long, S> inner, Function<S, V> form, Runnable onClose) {
        return new Windows<>(inner, form, onClose);
    }

    /** As {@link #rows}, for the versions of one key. */
    public static <V> VersionedRecordIterator<V> versions(VersionedRecordIterator<V> inner, Runnable onClose) {
        return new Versions<>(inner, onClose);
    }

    private static class Rows<K, S, V> implements KeyValueIterator<K, V> {

        private final KeyValueIterator<K, S> inner;
        private final Function<S, V> form;
        private final Runnable onClose;
        private boolean isClosed;

        Rows(KeyValueIterator<K, S> inner, Function<S, V> form, Runnable onClose) {
            this.inner = inner;
            this.form = form;
            this.onClose = onClose;
        }

        @Override
        public final boolean hasNext() {
            return inner.hasNext();
        }

        @Override
        public final KeyValue<K, V> next() {
            KeyValue<K, S> row = inner.next();
            return KeyValue.pair(row.key, form.apply(row.value));
        }

        @Override
        public final K peekNextKey() {
            return inner.peekNextKey();
        }

        @Override
        public final void close() {
            if (!isClosed) {
                isClosed = true;
                try {
                    inner.close();
                } finally {
                    onClose.run();
                }
            }
        }
    }

    private static final class Windows<S, V> extends Rows<Long, S, V> implements WindowStoreIterator<V> {

        Windows(KeyValueIterator<Long, S> inner, Function<S, V> form, Runnable onClose) {
            super(inner, form, onClose);
        }
    }

    private static final class Versions<V> implements VersionedRecordIterator<V> {

        private final VersionedRecordIterator<V> inner;
        private final Runnable onClose;
        private boolean isClosed;

        Versions(VersionedRecordIterator<V> inner, Runnable onClose) {
            this.inner = inner;
            this.onClose = onClose;
        }

        @Override
        public boolean hasNext() {
            return inner.hasNext();
        }

        @Override
        public VersionedRecord<V> next() {
            return inner.next();
        }

        @Override
        public void close() {
            if (!isClosed) {
                isClosed = true;
                try {
                    inner.close();
                } finally {
                    onClose.run();
                }
            }
        }
    }
}
