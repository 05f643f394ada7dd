package io.millrace.stores.view;

import io.millrace.errors.InvalidStateStoreException;
import io.millrace.query.Position;
import io.millrace.stores.engine.EngineSnapshot;
import io.millrace.stores.engine.UnavailableStoreException;
import io.millrace.stores.table.CommittedChanges;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a task publishes its newest view. Published by the task's thread, read by any. */
public final class TaskViews {

    /** How many commits a follower may fall behind without forgetting all rows that it has read. */
    private static final int RECENT_COMMITS_MAX = 64;

    private static final int RECENT_ROWS_MAX = 1 << 16;
    private static final Logger LOG = LoggerFactory.getLogger(TaskViews.class);

    private final int recentCommitsMax;

    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable TaskView newest;
    private volatile boolean isClosed;
    private volatile boolean isToReopen;
    private volatile boolean isWanted;
    /** There are commits that no view shows: nobody had asked for one. */
    private volatile boolean isBehind;

    // Of the task's thread.
    private List<TaskView.Change> recent = List.of();
    private long version;

    /** Hears of each view that a task publishes. Called on the task's thread: must neither block nor throw. */
    public interface Listener {

        /**
         * A view took the place of the one before.
         *
         * @param changes what is different, by store; null if that is not known
         */
        void published(TaskView view, @Nullable Map<String, CommittedChanges> changes);

        /** The task is gone: this was the last view. May be told twice. */
        void closed();
    }

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
     * @param commitNumber of the last commit in it
     * @param isFollowed whether the next one will come with its changes
     * @param changes what the commit changed, by store; null if that is not known
     * @param snapshots behind the stores; the view holds on to them
     */
    public void publish(
            long commitNumber,
            boolean isFollowed,
            Map<String, StoreView> stores,
            Position position,
            @Nullable Map<String, CommittedChanges> changes,
            List<EngineSnapshot> snapshots) {
        version++;
        recent = changes == null ? List.of() : withNewest(new TaskView.Change(version, changes));
        TaskView before = newest;
        TaskView now = new TaskView(
                version, commitNumber, isFollowed, Map.copyOf(stores), position, recent, List.copyOf(snapshots));
        newest = now;
        isBehind = false;
        for (Listener listener : listeners) {
            listener.published(now, changes);
        }
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

    /** A commit is not shown, since nobody has asked for views yet. */
    public void commitNotShown() {
        isBehind = true;
    }

    /**
     * As {@link #acquire()}. The first who asks, so that commits are not shown yet, waits for the task to show them, which it does at its next commit, or within a second if it
     * has nothing to do.
     *
     * @param maxWaitMs after that it, and who comes next, gets the view that there is
     */
    public @Nullable TaskView acquireLatest(long maxWaitMs) {
        // In this order: what is shown after the first is in what the second returns.
        boolean isOld = isBehind;
        TaskView view = acquire();
        if (view == null || !isOld) {
            return view;
        }
        view.release();
        CountDownLatch shown = new CountDownLatch(1);
        Listener listener = new Listener() {
            @Override
            public void published(TaskView next, @Nullable Map<String, CommittedChanges> changes) {
                shown.countDown();
            }

            @Override
            public void closed() {
                shown.countDown();
            }
        };
        addListener(listener);
        try {
            if (isBehind && !shown.await(maxWaitMs, TimeUnit.MILLISECONDS)) {
                // Those who come next need not wait too.
                isBehind = false;
                LOG.warn(
                        "A query reads what was committed some time ago: its task has not shown more for {} ms",
                        maxWaitMs);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            removeListener(listener);
        }
        return acquire();
    }

    /**
     * Has somebody hear of all views from now on: of each that comes behind the one that {@link #acquire()} returns after this call, and perhaps of some before it.
     *
     * <p>Nothing gets lost in between: the task shows a view before it looks who is to hear of it.
     */
    public void addListener(Listener listener) {
        listeners.add(listener);
        isWanted = true;
        if (isClosed) {
            listener.closed();
        }
    }

    /** It hears of no more views, but for one that is being published. */
    public void removeListener(Listener listener) {
        listeners.remove(listener);
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
    public void expectReopening(boolean isExpected) {
        isToReopen = isExpected;
    }

    /** Why there is no view of a store. */
    RuntimeException noViewOf(String store) {
        return isToReopen
                ? new UnavailableStoreException(
                        "Store '" + store + "' is being opened again after its disk could not be written; try again.",
                        null)
                : new InvalidStateStoreException("Store '" + store + "' is closed: its task has moved or stopped");
    }

    /** The task goes: nobody gets a view any more, unless it is opened again. Idempotent. */
    public void close() {
        isClosed = !isToReopen;
        TaskView last = newest;
        newest = null;
        recent = List.of();
        listeners.forEach(Listener::closed);
        if (last != null) {
            last.release();
        }
    }
}
