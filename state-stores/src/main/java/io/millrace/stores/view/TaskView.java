package io.millrace.stores.view;

import io.millrace.query.Position;
import io.millrace.stores.engine.EngineSnapshot;
import io.millrace.stores.table.CommittedChanges;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** All stores of a task at one commit. Immutable; safe from any thread while it is held. */
public final class TaskView {

    private final long version;
    private final long commitNumber;
    private final boolean isFollowed;
    private final Map<String, StoreView> stores;
    private final Position position;
    private final List<Change> recent;
    private final List<EngineSnapshot> snapshots;
    private final AtomicInteger holders = new AtomicInteger(1);

    /**
     * The commit that made a version.
     *
     * @param changes by store; stores that did not change are absent
     */
    record Change(long version, Map<String, CommittedChanges> changes) {}

    /**
     * Held once; it holds on to the snapshots.
     *
     * @param commitNumber of the last commit in it
     * @param isFollowed see {@link #isFollowed}
     * @param recent the last commits, newest first, as far as they are known
     */
    TaskView(
            long version,
            long commitNumber,
            boolean isFollowed,
            Map<String, StoreView> stores,
            Position position,
            List<Change> recent,
            List<EngineSnapshot> snapshots) {
        this.version = version;
        this.commitNumber = commitNumber;
        this.isFollowed = isFollowed;
        this.stores = stores;
        this.position = position;
        this.recent = recent;
        this.snapshots = snapshots;
        snapshots.forEach(EngineSnapshot::retain);
    }

    /** Grows with each view that the task publishes. */
    public long version() {
        return version;
    }

    /** Number of the last commit that is in it; -1 if there is none. */
    public long commitNumber() {
        return commitNumber;
    }

    /** Whether what is published behind it comes with what has changed. */
    public boolean isFollowed() {
        return isFollowed;
    }

    /** A store of the task; null if the task has none of that name that others may read. */
    public @Nullable StoreView store(String name) {
        return stores.get(name);
    }

    /** Offsets of the input records that the rows stand for. Not to be changed. */
    public Position position() {
        return position;
    }

    List<Change> recent() {
        return recent;
    }

    /** Holds on to it once more, unless it was let go of by all. */
    public boolean tryRetain() {
        int count = holders.get();
        while (count > 0) {
            if (holders.compareAndSet(count, count + 1)) {
                return true;
            }
            count = holders.get();
        }
        return false;
    }

    /** Lets go of it. */
    public void release() {
        if (holders.decrementAndGet() == 0) {
            snapshots.forEach(EngineSnapshot::release);
        }
    }
}
