package io.millrace.stores.table;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** The entries that the engine does not have, by key: what a scan lays over the engine. Made at the first scan and kept from then on. */
final class SortedOverlay {

    private @Nullable ConcurrentSkipListMap<byte[], TableEntry> rows;

    /**
     * The entries, which are those held and those dirty.
     */
    ConcurrentNavigableMap<byte[], TableEntry> rows(List<TableEntry> held, DirtyList dirty) {
        ConcurrentSkipListMap<byte[], TableEntry> index = rows;
        if (index == null) {
            index = new ConcurrentSkipListMap<>(Arrays::compareUnsigned);
            for (TableEntry entry : held) {
                index.put(entry.key, entry);
            }
            for (TableEntry entry = dirty.first(); entry != null; entry = entry.dirtyNext) {
                index.put(entry.key, entry);
            }
            rows = index;
        }
        return index;
    }

    /** The entry is dirty or held from now on. */
    void add(TableEntry entry) {
        if (rows != null) {
            rows.put(entry.key, entry);
        }
    }

    /** The engine has what the entry has. */
    void remove(TableEntry entry) {
        if (rows != null) {
            rows.remove(entry.key);
        }
    }
}
