package io.millrace.stores.windowed;

import io.millrace.stores.table.TableScan.Row;
import org.jspecify.annotations.Nullable;

/** Rows one after the other. Stands before its first row when it is made. Close it after use. */
interface RowCursor extends AutoCloseable {

    /** No rows. */
    RowCursor EMPTY = new RowCursor() {

        @Override
        public @Nullable Row peek() {
            return null;
        }

        @Override
        public @Nullable Row next() {
            return null;
        }

        @Override
        public void close() {}
    };

    /** The next row without moving; null if there is none. */
    @Nullable
    Row peek();

    /** The next row; null if there is none. */
    @Nullable
    Row next();

    @Override
    void close();
}
