package io.millrace.runtime;

import io.millrace.errors.InvalidStateStoreException;
import io.millrace.errors.StateStoreMigratedException;
import io.millrace.stores.table.CommittedChanges;
import io.millrace.stores.view.TaskView;
import io.millrace.stores.view.TaskViews;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The changes of one partition of a store on their way to a subscriber. Put in by the task's thread, which hands over a reference per commit and never waits; taken out by
 * the subscriber's.
 */
final class PartitionChanges implements TaskViews.Listener {

    private static final String REMEDY =
            "The subscription has ended, with nothing left out before that. Subscribe anew: streamsMetadataForStore tells where the store is then.";

    private final String storeName;
    private final int partition;
    private final Selection selection;
    private final Runnable signal;
    private final Queue<Event> events = new ConcurrentLinkedQueue<>();
    /** The subscriber has a view to start from, or finds one among the events: it needs no other. */
    private volatile boolean hasStart;

    private volatile boolean isOver;
    private volatile boolean isStopped;

    /**
     * What a subscriber wants, and how much of it may wait for it.
     *
     * @param keys of the store's table that are wanted; null for all
     * @param waiting changes in all partitions of the subscription
     */
    record Selection(@Nullable Predicate<byte[]> keys, int maxWaiting, AtomicLong waiting) {}

    /**
     * Something that happened.
     *
     * @param view held for the subscriber, which may start from it; null if it has started, or nothing comes behind this
     * @param isKnown whether {@code changes} are all that is different from the version before
     * @param changes null if the store did not change
     * @param isSelected whether only wanted keys are left in {@code changes}
     * @param end why nothing comes behind this; null if something may
     */
    record Event(
            @Nullable TaskView view,
            long version,
            long commitNumber,
            boolean isKnown,
            @Nullable CommittedChanges changes,
            boolean isSelected,
            @Nullable InvalidStateStoreException end) {

        int size() {
            return changes == null ? 0 : changes.size();
        }

        Event only(Predicate<byte[]> keys) {
            return isSelected || changes == null
                    ? this
                    : new Event(view, version, commitNumber, isKnown, changes.only(keys), true, end);
        }
    }

    PartitionChanges(String storeName, int partition, Selection selection, Runnable signal) {
        this.storeName = storeName;
        this.partition = partition;
        this.selection = selection;
        this.signal = signal;
    }

    // ---- by the task's thread ----

    @Override
    public void published(TaskView view, @Nullable Map<String, CommittedChanges> changes) {
        if (isOver || !view.isFollowed()) {
            // Nobody starts from a view that is not followed; once one is, all are.
            return;
        }
        CommittedChanges changed = changes == null ? null : changes.get(storeName);
        boolean isWanted = !hasStart || changes == null || changed != null;
        if (isWanted) {
            // The task still holds the view while it tells of it: to retain it cannot fail.
            TaskView start = !hasStart && view.tryRetain() ? view : null;
            hasStart = true;
            add(new Event(start, view.version(), view.commitNumber(), changes != null, changed, false, null));
        }
    }

    private void add(Event event) {
        Event kept = sizeWith(event) > selection.maxWaiting() / 2 ? selected(event) : event;
        if (kept.isSelected() && kept.size() == 0 && kept.view() == null && kept.isKnown()) {
            return;
        }
        long before = selection.waiting().getAndAdd(kept.size());
        if (before > 0 && before + kept.size() > selection.maxWaiting()) {
            selection.waiting().addAndGet(-kept.size());
            release(kept);
            end(tooSlow(kept, before));
            return;
        }
        events.add(kept);
        if (isStopped) {
            discard();
        }
        signal.run();
    }

    private SubscriptionOverflowException tooSlow(Event event, long before) {
        return new SubscriptionOverflowException(
                "A subscriber of store '" + storeName + "' was too slow: " + before
                        + " changes waited for it, commit " + event.commitNumber() + " of partition " + partition
                        + " adds "
                        + event.size() + ", and it may buffer " + selection.maxWaiting()
                        + ". Nothing before that commit was left out. Subscribe anew, with the current rows or a larger buffer, and poll more often.");
    }

    private long sizeWith(Event event) {
        return selection.waiting().get() + event.size();
    }

    /** Without the keys that are not wanted. Costs a comparison per changed key, so it is the subscriber's work unless that lags behind. */
    private Event selected(Event event) {
        Predicate<byte[]> keys = selection.keys();
        return keys == null ? event : event.only(keys);
    }

    @Override
    public void closed() {
        if (!isOver) {
            end(new StateStoreMigratedException(
                    name() + " was closed here: its task has moved, or stopped. " + REMEDY));
        }
    }

    private String name() {
        return "Partition " + partition + " of store '" + storeName + "'";
    }

    /** The store has changed in a way that is not known. */
    InvalidStateStoreException rebuilt() {
        return new InvalidStateStoreException(name() + " was rebuilt. " + REMEDY);
    }

    private void end(InvalidStateStoreException reason) {
        isOver = true;
        events.add(new Event(null, -1, -1, true, null, true, reason));
        signal.run();
    }

    // ---- by the subscriber's thread ----

    /** The subscriber has a view to start from and needs no other. */
    void started() {
        hasStart = true;
    }

    /** The next event; null if there is none yet. What it has counts as waiting until {@link #done}. Its view is the caller's. */
    @Nullable
    Event poll() {
        Event event = events.poll();
        return event == null ? null : withoutUnwanted(event);
    }

    private Event withoutUnwanted(Event event) {
        Event wanted = selected(event);
        if (wanted != event) {
            selection.waiting().addAndGet(wanted.size() - event.size());
        }
        return wanted;
    }

    /** An event is dealt with. */
    void done(Event event) {
        selection.waiting().addAndGet(-event.size());
    }

    boolean hasEvents() {
        return !events.isEmpty();
    }

    /** Nothing more is wanted. */
    void stop() {
        isOver = true;
        isStopped = true;
        discard();
    }

    /** Both threads may come here at once. */
    private void discard() {
        for (Event event = events.poll(); event != null; event = events.poll()) {
            release(event);
        }
    }

    private static void release(Event event) {
        TaskView view = event.view();
        if (view != null) {
            view.release();
        }
    }
}
