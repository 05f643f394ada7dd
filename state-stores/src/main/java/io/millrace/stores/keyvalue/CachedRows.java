package io.millrace.stores.keyvalue;

import io.millrace.record.Bytes;
import io.millrace.stores.table.TableEntry;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keys in the record cache in front of a bounded store. As in Kafka Streams, such a cache goes on showing rows that the store has given up, until they are
 * used longest ago in a full cache; so a program with a few more keys than the bound sees them all. Confined to the task's thread.
 */
final class CachedRows {

    private static final boolean IN_ORDER_OF_ACCESS = true;

    private final long maxBytes;
    private final LinkedHashMap<Bytes, Integer> keys = new LinkedHashMap<>(16, 0.75f, IN_ORDER_OF_ACCESS);
    private final Map<Bytes, TableEntry> givenUp = new HashMap<>();
    private long bytes;

    CachedRows(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** A row of the store comes to the cache, or is used there; returns whether it came. */
    boolean add(Bytes key, int sizeBytes) {
        Integer before = keys.put(key, sizeBytes);
        bytes += sizeBytes - (before == null ? 0 : before);
        Iterator<Map.Entry<Bytes, Integer>> eldest = keys.entrySet().iterator();
        while (bytes > maxBytes && keys.size() > 1) {
            Map.Entry<Bytes, Integer> evicted = eldest.next();
            bytes -= evicted.getValue();
            givenUp.remove(evicted.getKey());
            eldest.remove();
        }
        return before == null;
    }

    /** The row was changed: what the cache showed is outdated. */
    void changed(Bytes key, int sizeBytes) {
        givenUp.remove(key);
        add(key, sizeBytes);
    }

    /** The store gives a row up. */
    void giveUp(Bytes key, TableEntry shown) {
        if (keys.containsKey(key)) {
            givenUp.put(key, shown);
        }
    }

    /** A row that the store has given up and the cache has; null if there is none. */
    @Nullable
    TableEntry find(Bytes key) {
        TableEntry shown = givenUp.get(key);
        if (shown != null) {
            keys.get(key);
        }
        return shown;
    }

    /** All rows that the store has given up and the cache has. */
    Collection<TableEntry> givenUp() {
        return givenUp.values();
    }

    /** A cache does not outlive an aborted transaction. */
    void clear() {
        keys.clear();
        givenUp.clear();
        bytes = 0;
    }
}
