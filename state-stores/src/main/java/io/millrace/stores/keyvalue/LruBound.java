package io.millrace.stores.keyvalue;

import io.millrace.record.Bytes;
import io.millrace.stores.table.CommitParticipant;
import io.millrace.stores.table.Table;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Bounds the number of entries of a table: past it, the entry that was used longest ago is deleted. The order of use is part of the store's state: it is
 * rewound with the table, by replaying on a copy what was used up to the last commit. Confined to the task's thread.
 */
final class LruBound implements CommitParticipant {

    private static final boolean IN_ORDER_OF_ACCESS = true;

    /** What happened to a key since the last commit. */
    private record Use(Bytes key, boolean present) {}

    private final Table table;
    private final int entriesMax;
    private final List<Use> sinceCommit = new ArrayList<>();
    private final LinkedHashMap<Bytes, Boolean> committed = new LinkedHashMap<>(16, 0.75f, IN_ORDER_OF_ACCESS);
    private LinkedHashMap<Bytes, Boolean> current = new LinkedHashMap<>(16, 0.75f, IN_ORDER_OF_ACCESS);

    LruBound(Table table, int entriesMax) {
        this.table = table;
        this.entriesMax = entriesMax;
        table.join(this);
    }

    /** A key that is present was read. */
    void used(byte[] key) {
        note(new Use(new Bytes(key), true));
    }

    /** A key was set or deleted. */
    void changed(byte[] key, boolean present, long recordTimestampMs) {
        note(new Use(new Bytes(key), present));
        if (current.size() > entriesMax) {
            Iterator<Bytes> eldest = current.keySet().iterator();
            Bytes victim = eldest.next();
            byte[] bytes = victim.get();
            table.deleteUnseen(table.entryForWrite(bytes, 0, bytes.length), recordTimestampMs);
            note(new Use(victim, false));
        }
    }

    private void note(Use use) {
        apply(use, current);
        sinceCommit.add(use);
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
