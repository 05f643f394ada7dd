package io.millrace.stores.task;

import io.millrace.query.Position;
import io.millrace.stores.engine.EngineSnapshot;
import io.millrace.stores.table.CommittedChanges;
import io.millrace.stores.table.Table;
import io.millrace.stores.view.StoreView;
import io.millrace.stores.view.TaskViews;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Shows other threads what a task has committed: snapshots of the engines as of the last batch that they got, and the commits since then. The latter only once
 * somebody reads them: collecting each commit's rows costs some percent of a busy task. Confined to the task's thread.
 */
final class Publication implements AutoCloseable {

    private final Collection<StoreSlot> slots;
    private final StoreEngines engines;
    private final TaskViews views;
    private final Map<StoreSlot, Deque<CommittedChanges>> unapplied = new HashMap<>();
    private final Map<StoreSlot, EngineSnapshot> bases = new HashMap<>();
    private List<EngineSnapshot> snapshots = List.of();
    private Position position = Position.emptyPosition();
    private long commitNumber = -1;
    private boolean isCollecting;

    Publication(Collection<StoreSlot> slots, StoreEngines engines, TaskViews views) {
        this.slots = slots;
        this.engines = engines;
        this.views = views;
        if (views.isWanted()) {
            collect();
        }
    }

    private void collect() {
        isCollecting = true;
        for (StoreSlot slot : slots) {
            Table table = slot.table();
            if (table != null) {
                table.committed().publish();
            }
        }
    }

    /**
     * Looks whether somebody asks for the first time, and if so shows what is committed by now. To be called while the engines do not have it yet, for then what was not
     * published so far is what the tables hold.
     */
    void collectIfWanted() {
        if (!isCollecting && views.isWanted()) {
            publish(startCollecting());
        }
    }

    /**
     * A commit was decided and is in the tables; the engines may have it already.
     *
     * @param isApplied whether they have
     */
    void committed(long number, Position committedPosition, boolean isApplied) {
        position = committedPosition;
        commitNumber = number;
        if (isCollecting) {
            Map<String, CommittedChanges> changes = takeChanges();
            if (isApplied) {
                refresh();
            }
            publish(changes);
        } else if (isApplied) {
            refresh();
            publish(null);
        } else {
            views.commitNotShown();
        }
    }

    private Map<String, CommittedChanges> takeChanges() {
        Map<String, CommittedChanges> changes = new HashMap<>();
        for (StoreSlot slot : slots) {
            Table table = slot.table();
            CommittedChanges changed = table == null ? null : table.committed().takePublished();
            if (changed != null) {
                changes.put(slot.name(), changed);
                addUnapplied(slot, changed);
            }
        }
        return changes;
    }

    private Map<String, CommittedChanges> startCollecting() {
        collect();
        Map<String, CommittedChanges> changes = new HashMap<>();
        for (StoreSlot slot : slots) {
            Table table = slot.table();
            CommittedChanges held = table == null ? null : table.committed().heldChanges();
            if (held != null) {
                changes.put(slot.name(), held);
                addUnapplied(slot, held);
            }
        }
        return changes;
    }

    private void addUnapplied(StoreSlot slot, CommittedChanges changed) {
        if (engines.hold(slot)) {
            unapplied.computeIfAbsent(slot, one -> new ArrayDeque<>()).addFirst(changed);
        }
    }

    /** The engines have got everything that is committed. */
    void applied() {
        refresh();
        publish(isCollecting ? Map.of() : null);
    }

    /** The engines have everything that is committed, which came by other ways than commits. */
    void restored(long number, Position newPosition) {
        position = newPosition;
        commitNumber = number;
        refresh();
        publish(null);
    }

    private void refresh() {
        List<EngineSnapshot> before = snapshots;
        unapplied.clear();
        bases.clear();
        snapshots = new ArrayList<>();
        for (StoreSlot slot : slots) {
            Table table = slot.table();
            if (table == null) {
                continue;
            }
            EngineSnapshot base =
                    engines.hold(slot) ? shared(slot) : table.engine().snapshot();
            if (!snapshots.contains(base)) {
                snapshots.add(base);
            }
            bases.put(slot, base);
        }
        before.forEach(EngineSnapshot::release);
    }

    /** The snapshot of the engine of a slot: one for all slots that are in it. */
    private EngineSnapshot shared(StoreSlot slot) {
        for (Map.Entry<StoreSlot, EngineSnapshot> entry : bases.entrySet()) {
            if (engines.hold(entry.getKey()) && engines.of(entry.getKey()) == engines.of(slot)) {
                return entry.getValue();
            }
        }
        return engines.of(slot).snapshot();
    }

    private void publish(@Nullable Map<String, CommittedChanges> changes) {
        Map<String, StoreView> stores = new HashMap<>();
        bases.forEach((slot, base) -> {
            Table table = slot.table();
            if (table != null) {
                stores.put(
                        slot.name(),
                        new StoreView(
                                base,
                                engines.familyOf(slot),
                                List.copyOf(unapplied.getOrDefault(slot, new ArrayDeque<>())),
                                table.progress().committedStreamTimeMs(),
                                table.progress().committedSequence()));
            }
        });
        views.publish(commitNumber, isCollecting, stores, position, changes, snapshots);
    }

    @Override
    public void close() {
        views.close();
        snapshots.forEach(EngineSnapshot::release);
        snapshots = List.of();
    }
}
