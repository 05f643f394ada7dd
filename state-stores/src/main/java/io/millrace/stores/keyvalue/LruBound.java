package io.millrace.stores.keyvalue;

import io.millrace.record.Bytes;
import io.millrace.stores.table.CommitParticipant;
import io.millrace.stores.table.Flushing;
import io.millrace.stores.table.Table;
import io.millrace.stores.table.TableEntry;
import io.millrace.stores.table.UndoLog;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the number of entries of a table: past it, the entry that was used longest ago is deleted. The order of use is part of the store's state: it is
 * rewound with the table, by replaying on a copy what was used up to the last commit. Behind a record cache, changes count when they are flushed, and
 * reads when the cache does not have the row. Confined to the task's thread.
 */
final class LruBound implements CommitParticipant, Flushing.StoreBehind {

    private static final boolean IN_ORDER_OF_ACCESS = true;

    /** What happened to a key since the last commit. */
    private record Use(Bytes key, boolean present) {}

    private final Table table;
    private final int entriesMax;
    private final @Nullable CachedRows cached;
    private final List<Use> sinceCommit = new ArrayList<>();
    private final LinkedHashMap<Bytes, Boolean> committed = new LinkedHashMap<>(16, 0.75f, IN_ORDER_OF_ACCESS);
    private LinkedHashMap<Bytes, Boolean> current = new LinkedHashMap<>(16, 0.75f, IN_ORDER_OF_ACCESS);

    /**
     * @param recordCacheBytes size of the record cache, if the table has one
     */
    LruBound(Table table, int entriesMax, long recordCacheBytes) {
        this.table = table;
        this.entriesMax = entriesMax;
        this.cached = table.flushing().isEnabled() ? new CachedRows(recordCacheBytes) : null;
        table.join(this);
        if (cached != null) {
            table.flushing().flushTo(this);
        }
    }

    /** An entry was read; returns what is to be shown of it. */
    TableEntry read(TableEntry entry) {
        if (entry.value() == null) {
            TableEntry shown = cached == null ? null : cached.find(new Bytes(entry.key()));
            return shown == null ? entry : shown;
        }
        Bytes key = new Bytes(entry.key());
        if (cached == null || cached.add(key, entry.sizeBytes())) {
            note(new Use(key, true));
        }
        return entry;
    }

    /** Rows that were given up and are shown still. */
    Collection<TableEntry> shown() {
        return cached == null ? List.of() : cached.givenUp();
    }

    /** An entry was set or deleted. */
    void changed(TableEntry entry, long recordTimestampMs) {
        Bytes key = new Bytes(entry.key());
        if (cached != null) {
            cached.changed(key, entry.sizeBytes());
            return;
        }
        note(new Use(key, entry.value() != null));
        if (current.size() > entriesMax) {
            Bytes victim = current.keySet().iterator().next();
            table.deleteUnseen(entry(victim), recordTimestampMs);
            note(new Use(victim, false));
        }
    }

    private TableEntry entry(Bytes key) {
        return table.entry(key.get(), 0, key.get().length);
    }

    @Override
    public boolean hasDropped(TableEntry entry) {
        return !current.containsKey(new Bytes(entry.key()));
    }

    @Override
    public void flushed(TableEntry entry) {
        note(new Use(new Bytes(entry.key()), entry.value() != null));
        if (current.size() > entriesMax) {
            Bytes victim = current.keySet().iterator().next();
            TableEntry shown = table.deleteBehindCache(entry(victim), entry.timestamp());
            if (shown != null && cached != null) {
                cached.giveUp(victim, shown);
            }
            note(new Use(victim, false));
        }
    }

    private void note(Use use) {
        UndoLog undo = table.context().openUndo();
        if (undo != null) {
            undo.add(this::takeBackLastUse);
        }
        apply(use, current);
        sinceCommit.add(use);
    }

    /** The order of use is computed anew, since it does not tell where a key stood before. */
    private void takeBackLastUse() {
        sinceCommit.remove(sinceCommit.size() - 1);
        current = new LinkedHashMap<>(16, 0.75f, IN_ORDER_OF_ACCESS);
        current.putAll(committed);
        sinceCommit.forEach(use -> apply(use, current));
    }

    private static void apply(Use use, LinkedHashMap<Bytes, Boolean> order) {
        if (use.present()) {
            order.put(use.key(), true);
        } else {
            order.remove(use.key());
        }
    }

    @Override
    public void committed() {
        for (Use use : sinceCommit) {
            apply(use, committed);
        }
        sinceCommit.clear();
    }

    @Override
    public void rewound() {
        sinceCommit.clear();
        if (cached != null) {
            cached.clear();
        }
        current = new LinkedHashMap<>(16, 0.75f, IN_ORDER_OF_ACCESS);
        current.putAll(committed);
    }

    /** Restored entries count as used in the order of the changelog, and stay within the bound. */
    @Override
    public void restored(byte[] key, boolean present) {
        Use use = new Use(new Bytes(key), present);
        apply(use, current);
        apply(use, committed);
    }
}
