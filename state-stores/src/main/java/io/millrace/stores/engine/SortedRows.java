package io.millrace.stores.engine;

import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** A scan over rows of a sorted map, in the order the map gives them. Confined to one thread. */
public final class SortedRows implements EngineIterator {

    private final Iterator<Map.Entry<byte[], byte[]>> rows;
    private Map.@Nullable Entry<byte[], byte[]> current;

    /** @param rows the rows of the scan, already cut to its range */
    public SortedRows(Iterator<Map.Entry<byte[], byte[]>> rows) {
        this.rows = rows;
        next();
    }

    @Override
    public boolean isValid() {
        return current != null;
    }

    @Override
    public byte[] key() {
        return require().getKey();
    }

    @Override
    public byte[] value() {
        return require().getValue();
    }

    private Map.Entry<byte[], byte[]> require() {
        if (current == null) {
            throw new NoSuchElementException("The scan is past its last entry");
        }
        return current;
    }

    @Override
    public void next() {
        current = rows.hasNext() ? rows.next() : null;
    }

    @Override
    public void close() {
        current = null;
    }
}
