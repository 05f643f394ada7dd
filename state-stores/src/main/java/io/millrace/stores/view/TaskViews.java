package io.millrace.stores.view;

import io.millrace.errors.InvalidStateStoreException;
import io.millrace.query.Position;
import io.millrace.stores.engine.EngineSnapshot;
import io.millrace.stores.engine.UnavailableStoreException;
import io.millrace.stores.table.CommittedChanges;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a task publishes its newest view. Published by the task's thread, read by any. */
public final class TaskViews {

    /** How many commits a follower may fall behind without forgetting all rows that it has read. */
    private static final int RECENT_COMMITS_MAX = 64;

    private static final int RECENT_ROWS_MAX = 1 << 16;

    private final int recentCommitsMax;

    private volatile @Nullable TaskView newest;
    private volatile boolean isClosed;
    private volatile boolean isComingBack;
    private volatile boolean isWanted;

    // Of the task's thread.
    private List<TaskView.Change> recent = List.of();
    private long version;

    private TaskViews(int recentCommitsMax) {
        this.recentCommitsMax = recentCommitsMax;
        this.isWanted = recentCommitsMax > 0;
    }

    /** For a task whose stores may be queried: until somebody asks it publishes only what its engines get. */
    public static TaskViews forQueries() {
        return new TaskViews(0);
    }

    /** For a task whose stores other tasks follow: it keeps what the last commits changed. */
    public static TaskViews forFollowers() {
        return new TaskViews(RECENT_COMMITS_MAX);
    }

    /**
     * Replaces the view.
     *
     * @param changes what the commit changed, by store
     * @param snapshots behind the stores; the view holds on to them
     */
    public void publish(
            Map<String, StoreView> stores,
            Position position,
            Map<String, CommittedChanges> changes,
            List<EngineSnapshot> snapshots) {
        version++;
        recent = withNewest(new TaskView.Change(version, changes));
        TaskView before = newest;
        newest = new TaskView(version, Map.copyOf(stores), position, recent, List.copyOf(snapshots));
        if (before != null) {
            before.release();
        }
    }

    private List<TaskView.Change> withNewest(TaskView.Change change) {
        if (recentCommitsMax == 0) {
            return List.of();
        }
        List<TaskView.Change> kept = new ArrayList<>();
        kept.add(change);
        int rows = rowsOf(change);
        for (TaskView.Change older : recent) {
            rows += rowsOf(older);
            if (kept.size() >= recentCommitsMax || rows > RECENT_ROWS_MAX) {
                break;
            }
            kept.add(older);
        }
        return List.copyOf(kept);
    }

    private static int rowsOf(TaskView.Change change) {
        return change.changes().values().stream()
                .mapToInt(CommittedChanges::size)
                .sum();
    }

    /** The newest view, to be released after use; null before the first and after {@link #close()}. */
    public @Nullable TaskView acquire() {
        if (!isWanted) {
            isWanted = true;
        }
        TaskView view = newest;
        while (view != null && !view.tryRetain()) {
            view = newest;
        }
        return view;
    }

    /** Whether somebody reads the views, so that every commit is to be published. */
    public boolean isWanted() {
        return isWanted;
    }

    /** Version of the newest view: one volatile read. */
    long version() {
        TaskView view = newest;
        return view == null ? -1 : view.version();
    }

    /** Whether the task is gone. */
    public boolean isClosed() {
        return isClosed;
    }

    /**
     * Whether the stores, once they are closed, are going to be opened and published again: then who reads them meanwhile hears that they are unavailable, not that
     * they are gone.
     */
    public void comeBack(boolean willCome) {
        isComingBack = willCome;
    }

    /** Why there is no view of a store. */
    RuntimeException noViewOf(String store) {
        return isComingBack
                ? new UnavailableStoreException(
                        "Store '" + store + "' is being opened again after its disk could not be written; try again.",
                        null)
                : new InvalidStateStoreException("Store '" + store + "' is closed: its task has moved or stopped");
    }

    /** The task goes: nobody gets a view any more, unless it comes back. Idempotent. */
    public void close() {
        isClosed = !isComingBack;
        TaskView last = newest;
        newest = null;
        recent = List.of();
        if (last != null) {
            last.release();
        }
    }
}
