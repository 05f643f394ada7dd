package io.millrace.stores.view;

import io.millrace.errors.InvalidStateStoreException;
import io.millrace.processor.StateStore;
import io.millrace.stores.engine.EngineIterator;
import io.millrace.stores.table.BuiltInStore;
import io.millrace.stores.table.CommittedChanges;
import io.millrace.stores.table.Table;
import org.jspecify.annotations.Nullable;

/**
 * A store that shows what a task has published of one of its stores, in a store of the same kind that cannot be written to. Confined to one thread; replicas of one
 * store on different threads share its serdes, as in Kafka Streams.
 */
public final class Replica {

    private final BuiltInStore store;
    private final TaskViews views;
    private long seenVersion = -1;

    private Replica(BuiltInStore store, TaskViews views) {
        this.store = store;
        this.views = views;
    }

    /**
     * A store that shows the rows of one view, for one query. The view has to be held as long as the store or an iterator of it is used.
     *
     * @param original the store of the task; only what it was built from is looked at
     */
    public static StateStore pinned(BuiltInStore original, StoreView view, ReplicaDefaults defaults) {
        BuiltInStore copy = copyOf(original);
        copy.init(new ReplicaContext(original.name(), new Pinned(view), 0, defaults), copy);
        copy.table().makeReadOnly();
        copy.table().progress().start(view.streamTimeMs(), view.sequence());
        return copy;
    }

    /**
     * A store that shows the newest view at each access that comes after {@link #catchUp()}. Rows that were read are kept, as far as they fit into
     * {@code cacheBytes}, until they change: so a read costs what it costs in a task's own store.
     */
    public static Replica following(BuiltInStore original, TaskViews views, long cacheBytes, ReplicaDefaults defaults) {
        BuiltInStore copy = copyOf(original);
        copy.init(
                new ReplicaContext(original.name(), new Following(original.name(), views), cacheBytes, defaults), copy);
        copy.table().makeReadOnly();
        return new Replica(copy, views);
    }

    private static BuiltInStore copyOf(BuiltInStore original) {
        return original.replica()
                .orElseThrow(() -> new InvalidStateStoreException("Store '" + original.name()
                        + "' belongs to an operator of the DSL and cannot be read from outside"));
    }

    public StateStore store() {
        return store;
    }

    /** Forgets what has changed since the last call. To be called before each access; costs one volatile read if nothing has. */
    public void catchUp() {
        if (views.version() != seenVersion) {
            forgetChanges();
        }
    }

    private void forgetChanges() {
        TaskView view = views.acquire();
        if (view == null) {
            throw views.noViewOf(store.name());
        }
        try {
            Table table = store.table();
            StoreView rows = view.store(store.name());
            if (rows != null) {
                table.progress().start(rows.streamTimeMs(), rows.sequence());
            }
            long oldestKnown = Long.MAX_VALUE;
            for (TaskView.Change change : view.recent()) {
                oldestKnown = change.version();
                if (oldestKnown <= seenVersion) {
                    break;
                }
                forget(table, change.changes().get(store.name()));
            }
            if (oldestKnown > seenVersion + 1) {
                table.forgetAll();
            }
            seenVersion = view.version();
        } finally {
            view.release();
        }
    }

    private static void forget(Table table, @Nullable CommittedChanges changes) {
        if (changes != null) {
            for (int i = 0; i < changes.size(); i++) {
                table.forget(changes.key(i));
            }
        }
    }

    /** The rows of one view, which somebody else holds. */
    private static final class Pinned extends ViewEngine {

        private final StoreView view;

        Pinned(StoreView view) {
            this.view = view;
        }

        @Override
        StoreView access() {
            return view;
        }

        @Override
        void done() {
            // Held elsewhere.
        }

        @Override
        EngineIterator scanning(EngineIterator scan) {
            return scan;
        }
    }

    /** The rows of the newest view at each access. */
    private static final class Following extends ViewEngine {

        private final String storeName;
        private final TaskViews views;
        private @Nullable TaskView held;

        Following(String storeName, TaskViews views) {
            this.storeName = storeName;
            this.views = views;
        }

        @Override
        StoreView access() {
            TaskView view = views.acquire();
            if (view == null) {
                throw views.noViewOf(storeName);
            }
            held = view;
            StoreView rows = view.store(storeName);
            if (rows == null) {
                done();
                throw views.noViewOf(storeName);
            }
            return rows;
        }

        @Override
        void done() {
            TaskView view = held;
            if (view != null) {
                held = null;
                view.release();
            }
        }

        @Override
        EngineIterator scanning(EngineIterator scan) {
            TaskView view = held;
            held = null;
            return view == null ? scan : new HoldingScan(scan, view);
        }
    }

    /** A scan that lets go of its view when it is closed. */
    private static final class HoldingScan implements EngineIterator {

        private final EngineIterator scan;
        private final TaskView view;
        private boolean isClosed;

        HoldingScan(EngineIterator scan, TaskView view) {
            this.scan = scan;
            this.view = view;
        }

        @Override
        public boolean isValid() {
            return scan.isValid();
        }

        @Override
        public byte[] key() {
            return scan.key();
        }

        @Override
        public byte[] value() {
            return scan.value();
        }

        @Override
        public void next() {
            scan.next();
        }

        @Override
        public void close() {
            if (!isClosed) {
                isClosed = true;
                scan.close();
                view.release();
            }
        }
    }
}
