package io.millrace.stores.windowed;

import io.millrace.record.KeyValue;
import io.millrace.state.KeyValueIterator;
import io.millrace.state.WindowStoreIterator;
import io.millrace.stores.table.TableScan.Row;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Cursors as the stores' interfaces show them. */
final class RowIterators {

    private RowIterators() {}

    /** Keys and values of rows. */
    static class Rows<K, S> implements KeyValueIterator<K, S> {

        private final RowCursor cursor;
        private final Function<byte[], K> keys;
        private final Function<Row, @Nullable S> values;

        Rows(RowCursor cursor, Function<byte[], K> keys, Function<Row, @Nullable S> values) {
            this.cursor = cursor;
            this.keys = keys;
            this.values = values;
        }

        @Override
        public final boolean hasNext() {
            return cursor.peek() != null;
        }

        @Override
        public final KeyValue<K, S> next() {
            Row row = require(cursor.next());
            return KeyValue.pair(keys.apply(row.key()), values.apply(row));
        }

        @Override
        public final K peekNextKey() {
            return keys.apply(require(cursor.peek()).key());
        }

        private static Row require(@Nullable Row row) {
            if (row == null) {
                throw new NoSuchElementException("The scan is past its last entry, or closed");
            }
            return row;
        }

        @Override
        public final void close() {
            cursor.close();
        }
    }

    /** Starts and values of the windows of one key. */
    static final class Windows<S> extends Rows<Long, S> implements WindowStoreIterator<S> {

        Windows(RowCursor cursor, Function<byte[], Long> starts, Function<Row, @Nullable S> values) {
            super(cursor, starts, values);
        }
    }
}
