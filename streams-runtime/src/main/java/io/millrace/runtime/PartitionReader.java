package io.millrace.runtime;

import io.millrace.errors.InvalidStateStoreException;
import io.millrace.record.Headers;
import io.millrace.runtime.PartitionChanges.Event;
import io.millrace.runtime.query.StoredValues;
import io.millrace.state.KeyValueIterator;
import io.millrace.stores.table.CommittedChanges;
import io.millrace.stores.table.RowReader;
import io.millrace.stores.view.TaskView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one partition for a subscriber: first the rows of the view that it starts from, if they are wanted, then the changes behind it. Confined to the thread that polls.
 */
final class PartitionReader<K, V> {

    private final FollowedStore source;
    private final StoreSubscriptionRequest<K, V> request;
    private final PartitionChanges changes;
    private final StoredValues.Parts parts;
    private final RowReader reader;
    /** Held until its rows are read. */
    private @Nullable TaskView start;

    private long startVersion = -1;
    private @Nullable KeyValueIterator<?, ?> rows;
    private @Nullable Event current;
    private int next;
    private @Nullable InvalidStateStoreException end;

    PartitionReader(
            FollowedStore source,
            StoreSubscriptionRequest<K, V> request,
            PartitionChanges changes,
            RowReader reader,
            StoredValues.Parts parts) {
        this.source = source;
        this.request = request;
        this.changes = changes;
        this.reader = reader;
        this.parts = parts;
    }

    int partition() {
        return source.number();
    }

    /** Begins to listen. Starts from the newest view, unless the task does not follow it yet: then from the next one that it publishes, at once. */
    void open() {
        source.views().addListener(changes);
        TaskView view = source.views().acquire();
        if (view != null) {
            offer(view);
        }
    }

    private void offer(TaskView view) {
        if (startVersion >= 0 || !view.isFollowed()) {
            view.release();
            return;
        }
        startVersion = view.version();
        changes.started();
        if (request.hasCurrentRows()) {
            start = view;
        } else {
            view.release();
        }
    }

    /** Why nothing comes behind what was read; null as long as something may. */
    @Nullable
    InvalidStateStoreException end() {
        return end;
    }

    boolean hasMore() {
        return start != null || current != null || changes.hasEvents();
    }

    /** Reads until {@code into} has {@code max} elements, or there is nothing more for now. */
    void read(List<StoreChange<K, V>> into, int max) {
        while (into.size() < max && end == null) {
            if (start != null) {
                readRows(start, into, max);
            } else if (current != null) {
                readChanges(current, into, max);
            } else if (!takeEvent()) {
                return;
            }
        }
    }

    private void readRows(TaskView view, List<StoreChange<K, V>> into, int max) {
        try {
            KeyValueIterator<?, ?> open = rows;
            if (open == null) {
                open = source.reader(view).rowsBetween(request.from(), request.to());
                rows = open;
            }
            while (into.size() < max && open.hasNext()) {
                var row = open.next();
                into.add(change(row.key, row.value, parts.timestampMs().applyAsLong(row.value), view.commitNumber()));
            }
            if (into.size() < max) {
                letGoOfStart();
            }
        } catch (InvalidStateStoreException e) {
            // The store closed under the scan.
            end = e;
        }
    }

    private void letGoOfStart() {
        KeyValueIterator<?, ?> open = rows;
        TaskView view = start;
        rows = null;
        start = null;
        if (open != null) {
            open.close();
        }
        if (view != null) {
            view.release();
        }
    }

    /** Whether there was one. */
    private boolean takeEvent() {
        Event event = changes.poll();
        if (event == null) {
            return false;
        }
        boolean isBehindStart = startVersion >= 0 && event.version() > startVersion;
        if (event.view() != null) {
            offer(event.view());
        }
        if (event.end() != null) {
            end = event.end();
        } else if (isBehindStart && !event.isKnown()) {
            end = changes.rebuilt();
        } else if (isBehindStart && event.changes() != null) {
            current = event;
            next = 0;
            return true;
        }
        changes.done(event);
        return true;
    }

    private void readChanges(Event event, List<StoreChange<K, V>> into, int max) {
        CommittedChanges changed = event.changes();
        int size = event.size();
        while (changed != null && next < size && into.size() < max) {
            Object value = reader.shownValue(changed.stored(next), changed.timestampMs(next));
            long timestampMs = value == null && parts.hasTimestamps()
                    ? changed.timestampMs(next)
                    : parts.timestampMs().applyAsLong(value);
            into.add(change(reader.shownKey(changed.key(next)), value, timestampMs, event.commitNumber()));
            next++;
        }
        if (next >= size) {
            current = null;
            changes.done(event);
        }
    }

    @SuppressWarnings("unchecked") // the types are the subscriber's claim, as everywhere in queries
    private StoreChange<K, V> change(Object key, @Nullable Object value, long timestampMs, long commitNumber) {
        Headers headers = parts.headers().apply(value);
        return new StoreChange<>(
                source.number(), (K) key, (V) parts.value().apply(value), timestampMs, headers, commitNumber);
    }

    void close() {
        source.views().removeListener(changes);
        try {
            letGoOfStart();
        } finally {
            changes.stop();
        }
    }
}
