package io.millrace.runtime;

import io.millrace.config.StreamsConfig;
import io.millrace.errors.InvalidStateStoreException;
import io.millrace.errors.StreamsException;
import io.millrace.errors.StreamsNotStartedException;
import io.millrace.errors.StreamsStoppedException;
import io.millrace.errors.StreamsUncaughtExceptionHandler;
import io.millrace.errors.TimeoutException;
import io.millrace.errors.UnknownStateStoreException;
import io.millrace.log.LogBroker;
import io.millrace.metrics.Metric;
import io.millrace.metrics.MetricName;
import io.millrace.metrics.MetricsListener;
import io.millrace.processor.StandbyUpdateListener;
import io.millrace.processor.StateRestoreListener;
import io.millrace.processor.StreamPartitioner;
import io.millrace.query.StateQueryRequest;
import io.millrace.query.StateQueryResult;
import io.millrace.runtime.CloseOptions.GroupMembershipOperation;
import io.millrace.runtime.settings.RuntimeSettings;
import io.millrace.serialization.Serializer;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyDescription;
import io.millrace.topology.dag.ProcessorDag;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A running topology: threads that read topics of a broker, process and write, exactly once unless configured otherwise. Safe from any thread.
 *
 * <pre>{@code
 * try (EmbeddedBroker broker = EmbeddedBroker.inMemory();
 *         StreamsRuntime runtime = new StreamsRuntime(topology, config, broker)) {
 *     runtime.start();
 *     ...
 * }
 * }</pre>
 *
 * <p>The broker is not closed with the runtime. Instances of one {@code application.id} on one broker share the work.
 */
public class StreamsRuntime implements AutoCloseable {

    /** Longer than anything takes; short enough to be added to a clock. */
    private static final long FOREVER_MS = Long.MAX_VALUE / 2_000_000;

    private final Topology topology;
    private final RuntimeSettings settings;
    private final Lifecycle lifecycle;
    private final Application application;
    private final Inspection inspection;

    /**
     * Compiles the topology.
     *
     * @param config Kafka Streams' keys and Millrace's own
     * @throws io.millrace.errors.TopologyException if the topology is not sound
     * @throws io.millrace.config.ConfigException if a setting is not valid
     */
    public StreamsRuntime(Topology topology, Properties config, LogBroker broker) {
        this(topology, new StreamsConfig(config), broker);
    }

    /** As the other constructor. */
    public StreamsRuntime(Topology topology, StreamsConfig config, LogBroker broker) {
        Objects.requireNonNull(topology, "topology");
        Objects.requireNonNull(config, "config");
        Objects.requireNonNull(broker, "broker");
        ProcessorDag dag = topology.compile(config);
        this.topology = topology;
        this.settings = new RuntimeSettings(config);
        this.lifecycle = new Lifecycle(settings.applicationId());
        this.application = new Application(dag, settings, broker, lifecycle);
        this.inspection = new Inspection(dag, settings, broker.topics(), lifecycle, application);
    }

    /** Where an application is in its life. */
    public enum State {
        /** Not started. */
        CREATED,
        /** Tasks are being handed out or restored. */
        REBALANCING,
        /** All tasks process. */
        RUNNING,
        /** Closing. */
        PENDING_SHUTDOWN,
        /** Closed. */
        NOT_RUNNING,
        /** Closing because of an error. */
        PENDING_ERROR,
        /** Stopped by an error. */
        ERROR;

        /** Whether {@code start()} has not been called. */
        public boolean hasNotStarted() {
            return this == CREATED;
        }

        /** Whether it processes or is about to. */
        public boolean isRunningOrRebalancing() {
            return this == RUNNING || this == REBALANCING;
        }

        /** Whether it is closing. */
        public boolean isShuttingDown() {
            return this == PENDING_SHUTDOWN || this == PENDING_ERROR;
        }

        /** Whether it is over. */
        public boolean hasCompletedShutdown() {
            return this == NOT_RUNNING || this == ERROR;
        }

        /** Whether {@code start()} was called and it is not over yet. */
        public boolean hasStartedOrFinishedShuttingDown() {
            return isRunningOrRebalancing() || hasCompletedShutdown();
        }

        /** Whether it may go from this state to {@code newState}. */
        public boolean isValidTransition(State newState) {
            return Lifecycle.statesAfter(this).contains(newState);
        }
    }

    /** Hears of changes of state. Called on the thread that makes the change; must not block. */
    public interface StateListener {

        void onChange(State newState, State oldState);
    }

    /** The state now. */
    public State state() {
        return lifecycle.state();
    }

    /**
     * Sets who hears of changes of state; null for nobody.
     *
     * @throws IllegalStateException after {@link #start()}
     */
    public void setStateListener(@Nullable StateListener listener) {
        requireNotStarted("state listener");
        lifecycle.setListener(listener);
    }

    /**
     * Sets what happens when a stream thread fails; by default the application shuts down. What was not committed is dropped in any case.
     *
     * @throws IllegalStateException after {@link #start()}
     */
    public void setUncaughtExceptionHandler(StreamsUncaughtExceptionHandler handler) {
        requireNotStarted("uncaught exception handler");
        application.uncaughtExceptions().setHandler(Objects.requireNonNull(handler, "handler"));
    }

    /** Sets who hears of the restore of stores; null for nobody. Called on the stream threads. Throws as {@link #setStateListener}. */
    public void setGlobalStateRestoreListener(@Nullable StateRestoreListener listener) {
        requireNotStarted("restore listener");
        application.listeners().setRestore(listener);
    }

    /** Sets who hears of the updates of standby copies; null for nobody. Called on the stream threads. Throws as {@link #setStateListener}. */
    public void setStandbyUpdateListener(@Nullable StandbyUpdateListener listener) {
        requireNotStarted("standby update listener");
        application.listeners().setStandby(listener);
    }

    private void requireNotStarted(String what) {
        if (!state().hasNotStarted()) {
            throw new IllegalStateException("The " + what + " must be set before start(); the state is " + state());
        }
    }

    /**
     * Makes the topics that the topology needs, and starts the threads. Returns before tasks process: see {@link StateListener}.
     *
     * @throws IllegalStateException if it was started before
     * @throws io.millrace.errors.MissingSourceTopicException if a source topic does not exist
     * @throws StreamsException if the state directory is in use, or topics contradict the topology
     */
    public void start() throws IllegalStateException, StreamsException {
        application.start();
    }

    // ---- threads at run time ----

    /**
     * Starts one more stream thread; the tasks are distributed anew, and the record cache is shared by one more.
     *
     * @return its name; empty if the application is not running, or has no stream threads since it only fills global stores
     */
    public Optional<String> addStreamThread() {
        return application.addThread();
    }

    /** As {@link #removeStreamThread(Duration)}, waiting as long as it takes. */
    public Optional<String> removeStreamThread() {
        return application.removeThread(FOREVER_MS);
    }

    /**
     * Stops one stream thread, which commits what it has done; its tasks go on in others, or wait if there is none. Called on a stream thread it stops another one if
     * there is one, and does not wait for itself.
     *
     * @return its name; empty if there is none, or the application is not running
     * @throws TimeoutException if it has not ended within {@code timeout}; it will all the same
     */
    public Optional<String> removeStreamThread(Duration timeout) {
        return application.removeThread(requireNotNegative(timeout).toMillis());
    }

    /** Lets all tasks rest: nothing is restored, processed or punctuated until {@link #resume()}; what is done is committed. May be called before the start. */
    public void pause() {
        application.pause(true);
    }

    /** Whether tasks rest. */
    public boolean isPaused() {
        return application.instance().isPaused();
    }

    /** Lets tasks go on after {@link #pause()}. */
    public void resume() {
        application.pause(false);
    }

    // ---- close ----

    /** Closes, waiting as long as it takes. Idempotent. */
    @Override
    public void close() {
        application.close(FOREVER_MS);
    }

    /**
     * Commits what is done, stops the threads and closes the stores. From a stream thread or one of its callbacks it returns at once, and the application closes
     * behind it.
     *
     * @return whether all of it was over within {@code timeout}
     * @throws IllegalArgumentException if {@code timeout} is negative
     */
    public boolean close(Duration timeout) throws IllegalArgumentException {
        return application.close(requireNotNegative(timeout).toMillis());
    }

    /**
     * As {@link #close(Duration)}, with a choice of what becomes of the membership in the group.
     *
     * @return whether all of it was over within the timeout
     * @throws IllegalArgumentException if the timeout is negative
     */
    public boolean close(CloseOptions options) throws IllegalArgumentException {
        long timeoutMs = options.timeout
                .map(StreamsRuntime::requireNotNegative)
                .map(Duration::toMillis)
                .orElse(FOREVER_MS);
        return application.close(timeoutMs, options.operation == GroupMembershipOperation.LEAVE_GROUP);
    }

    private static Duration requireNotNegative(Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("The timeout must not be negative, got " + timeout);
        }
        return timeout;
    }

    /**
     * Deletes the local state of the application; its stores are restored from their changelogs at the next start.
     *
     * @throws IllegalStateException while it is running
     * @throws StreamsException if a file cannot be deleted
     */
    public void cleanUp() {
        if (!state().hasNotStarted() && !state().hasCompletedShutdown()) {
            throw new IllegalStateException("Local state cannot be deleted while the application is " + state());
        }
        Resources.deleteState(settings);
    }

    // ---- queries ----

    /**
     * A store for reading: all its partitions on this instance as one, or one of them. What it shows is committed; each scan shows one commit of each partition. It
     * stays usable while tasks come and go: each access asks for the partitions that are here then.
     *
     * @throws UnknownStateStoreException if the topology has no store of that name
     * @throws StreamsNotStartedException before {@link #start()}
     * @throws StreamsStoppedException once the application closes or has failed
     * @throws InvalidStateStoreException if no partition of the store is here, or the store is of another kind
     */
    public <T> T store(StoreQueryParameters<T> storeQueryParameters) {
        Objects.requireNonNull(storeQueryParameters, "storeQueryParameters");
        return inspection.store(storeQueryParameters);
    }

    /**
     * Answers a query from the stores of this instance: for each partition an answer or the reason why there is none. Iterators in answers have to be closed.
     *
     * @throws UnknownStateStoreException if the topology has no store of that name
     * @throws StreamsNotStartedException before {@link #start()}
     * @throws StreamsStoppedException once the application closes or has failed
     */
    public <R> StateQueryResult<R> query(StateQueryRequest<R> request) {
        return inspection.query(Objects.requireNonNull(request, "request"));
    }

    /**
     * Subscribes to the changes of a table: those of the partitions on this instance, from what is committed now onward, without gap or repeat. For key-value, window and
     * session stores, global ones too; not for versioned stores, nor for stores whose rows are kept by a supplier of the program's own.
     *
     * @throws IllegalArgumentException if the store is of a kind that has no subscriptions
     * @throws InvalidStateStoreException if a partition is being restored or moved, or is not here: try again, or ask the instance that has it
     * @throws UnknownStateStoreException as {@link #store}, and so the others
     */
    public <K, V> StoreSubscription<K, V> subscribe(StoreSubscriptionRequest<K, V> request) {
        return inspection.subscribe(Objects.requireNonNull(request, "request"));
    }

    // ---- metadata ----

    /** The topology that it runs: sources, processors, sinks and stores. */
    public TopologyDescription describe() {
        return topology.describe();
    }

    /** All stores of the topology in order of names, wherever their partitions are. At any time. */
    public List<StoreDescription> storeDescriptions() {
        return inspection.storeDescriptions();
    }

    /** How far the restores are that are under way on this instance, standbys not counted: empty once all its tasks process. At any time. */
    public List<StoreRestoreProgress> storeRestoreProgress() {
        return inspection.local().restores();
    }

    /**
     * All instances of the application as the group knew them at the last distribution of tasks.
     *
     * @throws StreamsNotStartedException before {@link #start()}
     * @throws StreamsStoppedException once the application closes or has failed
     */
    public Collection<StreamsMetadata> metadataForAllStreamsClients() {
        return inspection.instances();
    }

    /** The instances that have a part of a store, as {@link #metadataForAllStreamsClients()}; all for a global store, none for an unknown one. */
    public Collection<StreamsMetadata> streamsMetadataForStore(String storeName) {
        return inspection.instancesWith(Objects.requireNonNull(storeName, "storeName"));
    }

    /**
     * Where a key of a store is, if keys are distributed by their hash as they are by default; {@link KeyQueryMetadata#NOT_AVAILABLE} if nobody has its partition at
     * the moment.
     *
     * @throws UnknownStateStoreException if the topology has no store of that name
     */
    public <K> KeyQueryMetadata queryMetadataForKey(String storeName, K key, Serializer<K> keySerializer) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(keySerializer, "keySerializer");
        return inspection.find(storeName, (cluster, here) -> cluster.find(storeName, key, keySerializer, here));
    }

    /** As the other, if keys are distributed by a partitioner of the program. */
    public <K> KeyQueryMetadata queryMetadataForKey(
            String storeName, K key, StreamPartitioner<? super K, ?> partitioner) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(partitioner, "partitioner");
        return inspection.find(storeName, (cluster, here) -> cluster.find(storeName, key, partitioner, here));
    }

    /** The stream threads of this instance with their tasks. */
    public Set<ThreadMetadata> metadataForLocalThreads() {
        return inspection.local().threads(application.threads());
    }

    /** How far the stores of this instance are behind their changelogs: by store and partition. Stores without a changelog are not among them. */
    public Map<String, Map<Integer, LagInfo>> allLocalStorePartitionLags() {
        return inspection.local().lags();
    }

    /** Has somebody hear of metrics that come and go, those that are there first. See {@code docs/operations.md} for an adapter to another registry. */
    public void addMetricsListener(MetricsListener listener) {
        application.instance().tasks().metrics().add(Objects.requireNonNull(listener, "listener"));
    }

    /** The metrics of all tasks of this instance. */
    public Map<MetricName, ? extends Metric> metrics() {
        return Map.copyOf(inspection.local().metrics());
    }
}
