package io.millrace.stores.keyvalue;

import io.millrace.record.KeyValue;
import io.millrace.state.KeyValueIterator;
import io.millrace.stores.table.TableScan;
import io.millrace.stores.table.TableScan.Row;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A scan as the store's interface shows it. */
final class ScanIterator<K, S> implements KeyValueIterator<K, S> {

    private final TableScan scan;
    private final Function<byte[], K> keys;
    private final Function<Row, @Nullable S> values;

    ScanIterator(TableScan scan, Function<byte[], K> keys, Function<Row, @Nullable S> values) {
        this.scan = scan;
        this.keys = keys;
        this.values = values;
    }

    @Override
    public boolean hasNext() {
        return scan.hasNext();
    }

    @Override
    public KeyValue<K, S> next() {
        Row row = require(scan.next());
        return KeyValue.pair(keys.apply(row.key()), values.apply(row));
    }

    @Override
    public K peekNextKey() {
        return keys.apply(require(scan.peek()).key());
    }

    private static Row require(@Nullable Row row) {
        if (row == null) {
            throw new NoSuchElementException("The scan is past its last entry, or closed");
        }
        return row;
    }

    @Override
    public void close() {
        scan.close();
    }
}
