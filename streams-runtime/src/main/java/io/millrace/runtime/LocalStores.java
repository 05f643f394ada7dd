package io.millrace.runtime;

import io.millrace.errors.InvalidStateStoreException;
import io.millrace.errors.InvalidStateStorePartitionException;
import io.millrace.errors.StateStoreMigratedException;
import io.millrace.processor.StateStore;
import io.millrace.query.Position;
import io.millrace.runtime.global.StoreDefaults;
import io.millrace.runtime.query.LocalTask;
import io.millrace.runtime.query.LocalTasks;
import io.millrace.runtime.settings.RuntimeSettings;
import io.millrace.stores.table.BuiltInStore;
import io.millrace.stores.view.Replica;
import io.millrace.stores.view.ReplicaDefaults;
import io.millrace.stores.view.StoreView;
import io.millrace.stores.view.TaskView;
import io.millrace.stores.view.TaskViews;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Opens the stores of this instance's tasks for reading. Safe from any thread. */
final class LocalStores {

    /** A task shows its commits within a second, unless it is stuck in code of the program. */
    private static final long LONGEST_WAIT_MS = 2_000;

    private final RuntimeSettings settings;
    private final LocalTasks tasks;
    private final @Nullable GlobalThread global;

    LocalStores(RuntimeSettings settings, LocalTasks tasks, @Nullable GlobalThread global) {
        this.settings = settings;
        this.tasks = tasks;
        this.global = global;
    }

    /** Whether stores that are being restored, and standbys, may be read. */
    enum Staleness {
        REFUSED,
        ALLOWED
    }

    /** The partitions of a store that are here, or the one of them that is asked for; never none. */
    List<StorePartition> partitions(String name, @Nullable Integer partition, Staleness staleness) {
        return tasksWith(name, partition, staleness).stream()
                .map(task -> of(task, name, staleness))
                .toList();
    }

    /** As {@link #partitions}, read by the tasks themselves, uncommitted changes included. */
    List<StorePartition> asked(String name, @Nullable Integer partition, Duration timeout, Consumer<LocalTask> wakeup) {
        List<StorePartition> found = new ArrayList<>();
        for (LocalTask task : tasksWith(name, partition, Staleness.REFUSED)) {
            found.add(new AskedPartition(task, name, timeout, () -> wakeup.accept(task)));
        }
        return found;
    }

    /** The tasks here that have a store, or the one of them that has a partition; never none. */
    private List<LocalTask> tasksWith(String name, @Nullable Integer partition, Staleness staleness) {
        List<LocalTask> found = new ArrayList<>();
        for (LocalTask task : tasks.having(name)) {
            boolean isRefused = staleness == Staleness.REFUSED && task.state() == LocalTask.State.STANDBY;
            if (!isRefused && (partition == null || task.id().partition() == partition)) {
                found.add(task);
            }
        }
        if (!found.isEmpty()) {
            return found;
        }
        if (partition != null) {
            throw new InvalidStateStorePartitionException("Partition " + partition + " of store '" + name
                    + "' is not on this instance. Ask queryMetadataForKey or streamsMetadataForStore where it is.");
        }
        throw new InvalidStateStoreException("No partition of store '" + name
                + "' is on this instance at the moment: it may have moved. Ask streamsMetadataForStore where it is,"
                + " or try again if tasks are being distributed.");
    }

    /** A store of a task. */
    StorePartition of(LocalTask task, String name, Staleness staleness) {
        return new StorePartition() {
            @Override
            public int number() {
                return task.id().partition();
            }

            @Override
            public StoreSnapshot open() {
                if (staleness == Staleness.REFUSED && task.state() == LocalTask.State.RESTORING) {
                    throw new InvalidStateStoreException("Partition " + number() + " of store '" + name
                            + "' is being restored. Try again, or allow stale stores.");
                }
                LocalTask.Store store = storeOf(task, name);
                return LocalStores.this.open(name, store.original(), store.topic(), task.views());
            }
        };
    }

    /** A global store. */
    StorePartition global(String name) {
        GlobalThread thread = global;
        if (thread == null) {
            throw new InvalidStateStoreException("Global store '" + name + "' is not loaded yet");
        }
        return new StorePartition() {
            @Override
            public int number() {
                return 0;
            }

            @Override
            public StoreSnapshot open() {
                StateStore original = globalStores().get(name);
                if (original == null || !thread.isLoaded()) {
                    throw new InvalidStateStoreException("Global store '" + name + "' is not loaded yet. Try again.");
                }
                return LocalStores.this.open(
                        name,
                        original,
                        thread.loop().topicOf(name),
                        thread.loop().views());
            }
        };
    }

    /**
     * The partitions of a store that are here, to be subscribed to.
     *
     * @throws InvalidStateStoreException if one is being restored, or none is here
     * @throws IllegalArgumentException if the store is of a kind that has no subscriptions
     */
    List<FollowedStore> followed(String name, @Nullable Integer partition, Set<String> globalStores) {
        GlobalThread thread = global;
        if (globalStores.contains(name)) {
            StateStore original = globalStores().get(name);
            if (thread == null || original == null || !thread.isLoaded()) {
                throw new InvalidStateStoreException("Global store '" + name + "' is not loaded yet. Try again.");
            }
            BuiltInStore store = FollowedStore.requireKind(name, original);
            return List.of(new FollowedStore(
                    name,
                    0,
                    store,
                    thread.loop().views(),
                    defaults(thread.loop().topicOf(name))));
        }
        List<FollowedStore> found = new ArrayList<>();
        for (LocalTask task : tasksWith(name, partition, Staleness.REFUSED)) {
            if (task.state() == LocalTask.State.RESTORING) {
                throw new InvalidStateStoreException("Partition " + task.id().partition() + " of store '" + name
                        + "' is being restored: its changes cannot be subscribed to before. Try again.");
            }
            LocalTask.Store store = storeOf(task, name);
            found.add(new FollowedStore(
                    name,
                    task.id().partition(),
                    FollowedStore.requireKind(name, store.original()),
                    task.views(),
                    defaults(store.topic())));
        }
        return found;
    }

    private ReplicaDefaults defaults(String topic) {
        return new StoreDefaults(settings, store -> topic);
    }

    private static LocalTask.Store storeOf(LocalTask task, String name) {
        LocalTask.Store store = task.stores().get(name);
        if (store == null) {
            throw new InvalidStateStoreException("Task " + task.id() + " has no store '" + name + "'");
        }
        return store;
    }

    /** The topic that fills a global store. */
    String topicOfGlobal(String name) {
        return global == null ? name : global.loop().topicOf(name);
    }

    private Map<String, StateStore> globalStores() {
        return global == null ? Map.of() : global.loop().stores();
    }

    private StoreSnapshot open(String name, StateStore original, String topic, TaskViews views) {
        TaskView view = views.acquireLatest(LONGEST_WAIT_MS);
        if (view == null) {
            throw new StateStoreMigratedException("Store '" + name
                    + "' was closed here: its task has moved or stopped. Ask streamsMetadataForStore where it is now.");
        }
        try {
            return new HeldSnapshot(readable(name, original, topic, view), view);
        } catch (RuntimeException e) {
            view.release();
            throw e;
        }
    }

    private StateStore readable(String name, StateStore original, String topic, TaskView view) {
        if (!(original instanceof BuiltInStore builtIn)) {
            // A store of the program's own kind answers for its own safety, as in Kafka Streams.
            return original;
        }
        StoreView rows = view.store(name);
        if (rows == null) {
            throw new InvalidStateStoreException("Store '" + name + "' cannot be read from outside");
        }
        return Replica.pinned(builtIn, rows, defaults(topic));
    }

    private static final class HeldSnapshot implements StoreSnapshot {

        private final StateStore store;
        private final TaskView view;
        private boolean isClosed;

        HeldSnapshot(StateStore store, TaskView view) {
            this.store = store;
            this.view = view;
        }

        @Override
        public StateStore store() {
            return store;
        }

        @Override
        public Position position() {
            return view.position().copy();
        }

        @Override
        public void close() {
            if (!isClosed) {
                isClosed = true;
                view.release();
            }
        }
    }
}
