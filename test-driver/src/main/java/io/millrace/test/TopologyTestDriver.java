package io.millrace.test;

import io.millrace.config.StreamsConfig;
import io.millrace.metrics.Metric;
import io.millrace.metrics.MetricName;
import io.millrace.processor.StateStore;
import io.millrace.processor.TaskId;
import io.millrace.runtime.settings.RuntimeSettings;
import io.millrace.serialization.Deserializer;
import io.millrace.serialization.Serializer;
import io.millrace.state.KeyValueStore;
import io.millrace.state.SessionStore;
import io.millrace.state.SessionStoreWithHeaders;
import io.millrace.state.ValueAndTimestamp;
import io.millrace.state.ValueTimestampHeaders;
import io.millrace.state.VersionedKeyValueStore;
import io.millrace.state.WindowStore;
import io.millrace.test.view.StoreViews;
import io.millrace.topology.Topology;
import io.millrace.topology.dag.ProcessorDag;
import java.io.Closeable;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs a topology in a test: each piped record is processed, with all that follows from it, before the call returns. No threads, no waiting; wall-clock time
 * moves when the test says so. Confined to the test's thread.
 *
 * <pre>{@code
 * try (TopologyTestDriver driver = new TopologyTestDriver(topology)) {
 *     TestInputTopic<String, String> in = driver.createInputTopic("in", new StringSerializer(), new StringSerializer());
 *     TestOutputTopic<String, Long> out = driver.createOutputTopic("out", new StringDeserializer(), new LongDeserializer());
 *     in.pipeInput("key", "value");
 *     assertThat(out.readValue()).isEqualTo(1L);
 * }
 * }</pre>
 *
 * <p>Every topic has one partition, and the whole topology is one task: one stream time, and the next record chosen by timestamp over all source and repartition
 * topics. A running application has a task, with a stream time of its own, per sub-topology and partition: {@link #partitions} and {@link #separateTasks} make the
 * driver run those instead, with real repartitioning on a broker in memory. {@link #crashAndRecover} and {@link #crashBeforeCommit} show what a crash does.
 *
 * <p>When user code throws, the exception comes out of the call that caused it. The one task then gives up the record but keeps what the record did so far, as
 * 4.3.1's driver does: stores show it at once, output shows it with the next record. Separate tasks do what an application does: the task goes back to its last
 * commit, and nothing goes on until {@link #crashAndRecover}. Stores and output can be read at any time.
 */
public class TopologyTestDriver implements Closeable {

    private final DriverClock clock;
    private final DriverTopics topics;
    private final ProcessorDag dag;
    private final RuntimeSettings settings;
    private final Map<String, Integer> partitionCounts = new TreeMap<>();

    /** Null until the separate tasks are needed. */
    private @Nullable DriverMode mode;

    private boolean isInUse;

    /** A driver with default settings and a wall clock that starts now. */
    public TopologyTestDriver(Topology topology) {
        this(topology, new Properties());
    }

    /** A driver with settings of its own; {@code application.id} has a default. */
    public TopologyTestDriver(Topology topology, Properties config) {
        this(topology, config, null);
    }

    /** A driver whose wall clock starts at {@code initialWallClockTime}. */
    public TopologyTestDriver(Topology topology, Instant initialWallClockTime) {
        this(topology, new Properties(), initialWallClockTime);
    }

    /**
     * A driver.
     *
     * @param initialWallClockTime where the wall clock starts; null: at the machine's time
     */
    public TopologyTestDriver(Topology topology, Properties config, @Nullable Instant initialWallClockTime) {
        Objects.requireNonNull(topology, "topology");
        this.clock = new DriverClock(
                initialWallClockTime == null ? Instant.now().toEpochMilli() : initialWallClockTime.toEpochMilli());
        StreamsConfig streamsConfig = new StreamsConfig(DriverSettings.complete(config));
        this.topics = new DriverTopics();
        this.dag = topology.compile(streamsConfig);
        this.settings = new RuntimeSettings(streamsConfig);
        this.mode = DriverTask.open(dag, settings, topics, clock);
    }

    // ---- how the topology runs ----

    /**
     * Gives a topic {@code count} partitions, and with that every sub-topology a task per partition: see {@link #separateTasks}. Input goes to the partition that the
     * hash of its serialised key names, as with Kafka; the n-th record without a key of a topic goes to partition n modulo {@code count}, counted from 0. Topics that
     * are not mentioned have one partition, repartition topics those that they would have in an application, and output topics that are not mentioned as many as
     * their sub-topology has tasks.
     *
     * <p>A store is then in several tasks. The getters by name give a view of all of them: reads of a key ask every task, rows of scans come task after task, and
     * changes are refused, since it would not be clear whose store is meant. The getters with a partition give the store of one task.
     *
     * @return this driver
     * @throws IllegalStateException if the driver has been used: call it right after the constructor
     * @throws IllegalArgumentException if the topology neither reads nor writes the topic, or {@code count} is less than 1
     */
    public TopologyTestDriver partitions(String topic, int count) {
        Objects.requireNonNull(topic, "topic");
        if (count < 1) {
            throw new IllegalArgumentException("Topic '" + topic + "' needs at least one partition, got " + count);
        }
        Inputs.of(dag, settings.applicationId()).requireKnown(topic, dag);
        separateTasks();
        partitionCounts.put(topic, count);
        return this;
    }

    /**
     * Runs a task per sub-topology and partition, as an application does, each with a stream time of its own, in the order of their ids. The processors that the
     * constructor has made are closed; those of the tasks are made when the driver is used first.
     *
     * @return this driver
     * @throws IllegalStateException if the driver has been used: call it right after the constructor
     */
    public TopologyTestDriver separateTasks() {
        if (isInUse) {
            throw new IllegalStateException(
                    "The topology runs already. Call partitions() and separateTasks() right after"
                            + " the constructor, before records are piped, time is moved or stores are read.");
        }
        if (mode != null) {
            mode.close();
            mode = null;
            topics.clear();
        }
        return this;
    }

    private DriverMode mode() {
        isInUse = true;
        DriverMode running = mode;
        if (running == null) {
            running = SeparateTasks.open(dag, settings, topics, clock, partitionCounts);
            mode = running;
        }
        return running;
    }

    /** The tasks that run: {@code 0_0} only, unless {@link #separateTasks()} was called. */
    public Set<TaskId> taskIds() {
        return mode().taskIds();
    }

    /**
     * Kills the application, and starts it again: what is not committed is gone, processors are made anew (the old ones are not closed, as in a process that is
     * killed), stores have what their changelogs have, and what is not committed as processed is processed again before this call returns.
     *
     * @throws RuntimeException what user code throws when it is started or gets its record again
     */
    public void crashAndRecover() {
        mode().crashAndRecover();
    }

    /**
     * Lets the application die right before its next commit, when it has done all the work for it, and recover as with {@link #crashAndRecover()}, all within the call
     * that leads to the commit. So the records concerned are processed twice, and must have their effects once.
     *
     * <pre>{@code
     * driver.crashBeforeCommit();
     * in.pipeInput("key", "value");
     * assertThat(counts.readKeyValuesToList()).containsExactly(KeyValue.pair("key", 1L));
     * }</pre>
     */
    public void crashBeforeCommit() {
        mode().crashBeforeCommit();
    }

    // ---- input, output and time ----

    /** Metrics of the tasks. */
    public Map<MetricName, ? extends Metric> metrics() {
        return mode().metrics();
    }

    /** Moves the wall clock; runs the punctuations that are due, and what follows from them. */
    public void advanceWallClockTime(Duration advance) {
        Objects.requireNonNull(advance, "advance cannot be null");
        clock.advance(advance.toMillis());
        mode().wallClockMoved();
    }

    /** An input topic whose time starts at the wall clock's and stands still. */
    public final <K, V> TestInputTopic<K, V> createInputTopic(
            String topicName, Serializer<K> keySerializer, Serializer<V> valueSerializer) {
        return new TestInputTopic<>(
                this, topicName, keySerializer, valueSerializer, Instant.ofEpochMilli(clock.wallMs()), Duration.ZERO);
    }

    /** An input topic whose time starts at {@code startTimestamp} and advances by {@code autoAdvance} with each record. */
    public final <K, V> TestInputTopic<K, V> createInputTopic(
            String topicName,
            Serializer<K> keySerializer,
            Serializer<V> valueSerializer,
            Instant startTimestamp,
            Duration autoAdvance) {
        return new TestInputTopic<>(this, topicName, keySerializer, valueSerializer, startTimestamp, autoAdvance);
    }

    /** An output topic. It need not exist yet. */
    public final <K, V> TestOutputTopic<K, V> createOutputTopic(
            String topicName, Deserializer<K> keyDeserializer, Deserializer<V> valueDeserializer) {
        return new TestOutputTopic<>(this, topicName, keyDeserializer, valueDeserializer, DriverTopics.ANY_PARTITION);
    }

    /** Names of the topics that the topology has written to, internal ones included. */
    public final Set<String> producedTopicNames() {
        return topics.producedNames();
    }

    void pipe(PipedRecord record) {
        mode().pipe(record);
    }

    @Nullable
    TestRecord<byte[], byte[]> nextOutput(String topic, int partition) {
        return topics.next(topic, partition);
    }

    long outputSize(String topic, int partition) {
        return topics.unread(topic, partition);
    }

    String describeEmpty(String topic, int partition) {
        return topics.describeEmpty(topic, partition);
    }

    // ---- stores ----

    /** All stores by name. With separate tasks a store that several tasks have is shown as {@link #partitions} says. */
    public Map<String, StateStore> getAllStateStores() {
        return stores().all();
    }

    private DriverStores stores() {
        return new DriverStores(mode());
    }

    /**
     * A store of the program's own kind; null if there is none of that name.
     *
     * @throws IllegalArgumentException if the store is a built-in one: its own getter gives it with its type
     * @throws IllegalStateException if several tasks have the store: {@link #getStateStore(String, int)} gives that of one
     */
    public @Nullable StateStore getStateStore(String name) throws IllegalArgumentException {
        return stores().own(name);
    }

    /**
     * One partition of a store of the program's own kind; null if there is no store of that name. A global store has partition 0 only.
     *
     * @param partition that of the task that has it
     * @throws IllegalArgumentException if the store has no such partition, or is a built-in one: its own getter gives it with its type
     */
    public @Nullable StateStore getStateStore(String name, int partition) throws IllegalArgumentException {
        return stores().own(name, partition);
    }

    /** A key-value store, without timestamps and headers if it has some; null if there is no such store. */
    public <K, V> @Nullable KeyValueStore<K, V> getKeyValueStore(String name) {
        return stores().whole(name, KeyValueStore.class, "getKeyValueStore", StoreViews::<K, V>keyValue);
    }

    /** One partition of the store. See {@link #getKeyValueStore(String)} and {@link #getStateStore(String, int)}. */
    public <K, V> @Nullable KeyValueStore<K, V> getKeyValueStore(String name, int partition) {
        return stores().part(name, partition, StoreViews::<K, V>keyValue);
    }

    /** A key-value store with timestamps, without headers if it has some; null if there is no such store. */
    public <K, V> @Nullable KeyValueStore<K, ValueAndTimestamp<V>> getTimestampedKeyValueStore(String name) {
        return stores().whole(
                        name,
                        KeyValueStore.class,
                        "getTimestampedKeyValueStore",
                        StoreViews::<K, V>timestampedKeyValue);
    }

    /** One partition of the store. See {@link #getTimestampedKeyValueStore(String)} and {@link #getStateStore(String, int)}. */
    public <K, V> @Nullable KeyValueStore<K, ValueAndTimestamp<V>> getTimestampedKeyValueStore(
            String name, int partition) {
        return stores().part(name, partition, StoreViews::<K, V>timestampedKeyValue);
    }

    /** A key-value store with timestamps and headers; null if there is no such store. */
    public <K, V> @Nullable KeyValueStore<K, ValueTimestampHeaders<V>> getTimestampedKeyValueStoreWithHeaders(
            String name) {
        return stores().whole(
                        name,
                        KeyValueStore.class,
                        "getTimestampedKeyValueStoreWithHeaders",
                        StoreViews::<K, V>keyValueWithHeaders);
    }

    /** One partition of the store. See {@link #getTimestampedKeyValueStoreWithHeaders(String)} and {@link #getStateStore(String, int)}. */
    public <K, V> @Nullable KeyValueStore<K, ValueTimestampHeaders<V>> getTimestampedKeyValueStoreWithHeaders(
            String name, int partition) {
        return stores().part(name, partition, StoreViews::<K, V>keyValueWithHeaders);
    }

    /** A versioned store; null if there is no such store. */
    public <K, V> @Nullable VersionedKeyValueStore<K, V> getVersionedKeyValueStore(String name) {
        return stores().whole(
                        name, VersionedKeyValueStore.class, "getVersionedKeyValueStore", StoreViews::<K, V>versioned);
    }

    /** One partition of the store. See {@link #getVersionedKeyValueStore(String)} and {@link #getStateStore(String, int)}. */
    public <K, V> @Nullable VersionedKeyValueStore<K, V> getVersionedKeyValueStore(String name, int partition) {
        return stores().part(name, partition, StoreViews::<K, V>versioned);
    }

    /** A window store, without timestamps and headers if it has some; null if there is no such store. */
    public <K, V> @Nullable WindowStore<K, V> getWindowStore(String name) {
        return stores().whole(name, WindowStore.class, "getWindowStore", StoreViews::<K, V>window);
    }

    /** One partition of the store. See {@link #getWindowStore(String)} and {@link #getStateStore(String, int)}. */
    public <K, V> @Nullable WindowStore<K, V> getWindowStore(String name, int partition) {
        return stores().part(name, partition, StoreViews::<K, V>window);
    }

    /** A window store with timestamps, without headers if it has some; null if there is no such store. */
    public <K, V> @Nullable WindowStore<K, ValueAndTimestamp<V>> getTimestampedWindowStore(String name) {
        return stores().whole(
                        name, WindowStore.class, "getTimestampedWindowStore", StoreViews::<K, V>timestampedWindow);
    }

    /** One partition of the store. See {@link #getTimestampedWindowStore(String)} and {@link #getStateStore(String, int)}. */
    public <K, V> @Nullable WindowStore<K, ValueAndTimestamp<V>> getTimestampedWindowStore(String name, int partition) {
        return stores().part(name, partition, StoreViews::<K, V>timestampedWindow);
    }

    /** A window store with timestamps and headers; null if there is no such store. */
    public <K, V> @Nullable WindowStore<K, ValueTimestampHeaders<V>> getTimestampedWindowStoreWithHeaders(String name) {
        return stores().whole(
                        name,
                        WindowStore.class,
                        "getTimestampedWindowStoreWithHeaders",
                        StoreViews::<K, V>windowWithHeaders);
    }

    /** One partition of the store. See {@link #getTimestampedWindowStoreWithHeaders(String)} and {@link #getStateStore(String, int)}. */
    public <K, V> @Nullable WindowStore<K, ValueTimestampHeaders<V>> getTimestampedWindowStoreWithHeaders(
            String name, int partition) {
        return stores().part(name, partition, StoreViews::<K, V>windowWithHeaders);
    }

    /** A session store, without headers if it has some; null if there is no such store. */
    public <K, V> @Nullable SessionStore<K, V> getSessionStore(String name) {
        return stores().whole(name, SessionStore.class, "getSessionStore", StoreViews::<K, V>session);
    }

    /** One partition of the store. See {@link #getSessionStore(String)} and {@link #getStateStore(String, int)}. */
    public <K, V> @Nullable SessionStore<K, V> getSessionStore(String name, int partition) {
        return stores().part(name, partition, StoreViews::<K, V>session);
    }

    /** A session store with headers; null if there is no such store. */
    public <K, V> @Nullable SessionStoreWithHeaders<K, V> getSessionStoreWithHeaders(String name) {
        return stores().whole(
                        name,
                        SessionStoreWithHeaders.class,
                        "getSessionStoreWithHeaders",
                        StoreViews::<K, V>sessionWithHeaders);
    }

    /** One partition of the store. See {@link #getSessionStoreWithHeaders(String)} and {@link #getStateStore(String, int)}. */
    public <K, V> @Nullable SessionStoreWithHeaders<K, V> getSessionStoreWithHeaders(String name, int partition) {
        return stores().part(name, partition, StoreViews::<K, V>sessionWithHeaders);
    }

    /** Commits what is cached, which may write output, and deletes everything. */
    @Override
    public void close() {
        if (mode != null) {
            mode.close();
        }
    }
}
