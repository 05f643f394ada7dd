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
                table.publishCommits();
            }
        }
    }

    /** A commit was decided and is in the tables; the engines may have it already. */
    void committed(Position committedPosition, boolean isApplied) {
        position = committedPosition;
        if (!isCollecting && !views.isWanted()) {
            if (isApplied) {
                refresh();
                publish(Map.of());
            }
            return;
        }
        Map<String, CommittedChanges> changes = isCollecting ? takeChanges() : startCollecting();
        if (isApplied) {
            refresh();
        }
        publish(changes);
    }

    private Map<String, CommittedChanges> takeChanges() {
        Map<String, CommittedChanges> changes = new HashMap<>();
        for (StoreSlot slot : slots) {
            Table table = slot.table();
            CommittedChanges changed = table == null ? null : table.takePublished();
            if (changed != null) {
                changes.put(slot.name(), changed);
                addUnapplied(slot, changed);
            }
        }
        return changes;
    }

    /** Somebody asks for the first time: what was not published so far is what the engines do not have. */
    private Map<String, CommittedChanges> startCollecting() {
        collect();
        for (StoreSlot slot : slots) {
            Table table = slot.table();
            if (table != null && table.heldEntries() > 0) {
                addUnapplied(slot, table.heldChanges());
            }
        }
        return Map.of();
    }

    private void addUnapplied(StoreSlot slot, CommittedChanges changed) {
        if (engines.hold(slot)) {
            unapplied.computeIfAbsent(slot, one -> new ArrayDeque<>()).addFirst(changed);
        }
    }

    /** The engines have everything that is committed, at this position; null: at that of the last commit. */
    void applied(@Nullable Position newPosition) {
        position = newPosition == null ? position : newPosition;
        refresh();
        publish(Map.of());
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

    private void publish(Map<String, CommittedChanges> changes) {
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
        views.publish(stores, position, changes, snapshots);
    }

    @Override
    public void close() {
        views.close();
        snapshots.forEach(EngineSnapshot::release);
        snapshots = List.of();
    }
}
