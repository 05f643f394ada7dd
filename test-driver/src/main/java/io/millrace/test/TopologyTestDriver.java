package io.millrace.test;

import io.millrace.config.StreamsConfig;
import io.millrace.metrics.Metric;
import io.millrace.metrics.MetricName;
import io.millrace.processor.StateStore;
import io.millrace.record.Headers;
import io.millrace.serialization.Deserializer;
import io.millrace.serialization.Serializer;
import io.millrace.state.KeyValueStore;
import io.millrace.state.ReadOnlyKeyValueStore;
import io.millrace.state.ReadOnlySessionStore;
import io.millrace.state.ReadOnlyWindowStore;
import io.millrace.state.SessionStore;
import io.millrace.state.SessionStoreWithHeaders;
import io.millrace.state.TimestampedKeyValueStore;
import io.millrace.state.TimestampedKeyValueStoreWithHeaders;
import io.millrace.state.TimestampedWindowStore;
import io.millrace.state.TimestampedWindowStoreWithHeaders;
import io.millrace.state.ValueAndTimestamp;
import io.millrace.state.ValueTimestampHeaders;
import io.millrace.state.VersionedKeyValueStore;
import io.millrace.state.WindowStore;
import io.millrace.test.view.ConvertedKeyValueStore;
import io.millrace.test.view.ConvertedSessionStore;
import io.millrace.test.view.ConvertedWindowStore;
import io.millrace.test.view.ValueConversion;
import io.millrace.topology.Topology;
import java.io.Closeable;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
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
 * topics. A running application has a task, with a stream time of its own, per sub-topology and partition.
 */
public class TopologyTestDriver implements Closeable {

    private final DriverClock clock;
    private final DriverTopics topics;
    private final DriverTask task;

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
        this.task = DriverTask.open(topology.compile(streamsConfig), streamsConfig, topics, clock);
    }

    /** Metrics of the task. */
    public Map<MetricName, ? extends Metric> metrics() {
        return task.metrics();
    }

    /** Moves the wall clock; runs the punctuations that are due, and what follows from them. */
    public void advanceWallClockTime(Duration advance) {
        Objects.requireNonNull(advance, "advance cannot be null");
        clock.advance(advance.toMillis());
        task.wallClockMoved();
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
        return new TestOutputTopic<>(this, topicName, keyDeserializer, valueDeserializer);
    }

    /** Names of the topics that the topology has written to, internal ones included. */
    public final Set<String> producedTopicNames() {
        return topics.producedNames();
    }

    void pipe(String topic, long timestampMs, Headers headers, byte @Nullable [] key, byte @Nullable [] value) {
        task.pipe(topic, timestampMs, headers, key, value);
    }

    @Nullable
    TestRecord<byte[], byte[]> nextOutput(String topic) {
        return topics.next(topic);
    }

    long outputSize(String topic) {
        return topics.unread(topic);
    }

    String describeEmpty(String topic) {
        return topics.describeEmpty(topic);
    }

    // ---- stores ----

    /** All stores by name. */
    public Map<String, StateStore> getAllStateStores() {
        return task.stores();
    }

    /**
     * A store of the program's own kind; null if there is none of that name.
     *
     * @throws IllegalArgumentException if the store is a built-in one: its own getter gives it with its type
     */
    public @Nullable StateStore getStateStore(String name) throws IllegalArgumentException {
        StateStore store = find(name);
        if (store != null) {
            refuseBuiltIn(store);
        }
        return store;
    }

    private @Nullable StateStore find(String name) {
        return task.stores().get(name);
    }

    private static void refuseBuiltIn(StateStore store) {
        String getter = null;
        if (store instanceof VersionedKeyValueStore<?, ?>) {
            getter = "getVersionedKeyValueStore";
        } else if (store instanceof TimestampedKeyValueStore<?, ?>) {
            getter = "getTimestampedKeyValueStore";
        } else if (store instanceof ReadOnlyKeyValueStore<?, ?>) {
            getter = "getKeyValueStore";
        } else if (store instanceof TimestampedWindowStore<?, ?>) {
            getter = "getTimestampedWindowStore";
        } else if (store instanceof ReadOnlyWindowStore<?, ?>) {
            getter = "getWindowStore";
        } else if (store instanceof ReadOnlySessionStore<?, ?>) {
            getter = "getSessionStore";
        }
        if (getter != null) {
            throw new IllegalArgumentException("Store '" + store.name() + "' is a built-in one: read it with " + getter
                    + "(), which knows the types of its keys and values.");
        }
    }

    @SuppressWarnings("unchecked") // the test names the types of the store
    private <T> @Nullable T store(String name, Class<?> type) {
        StateStore store = find(name);
        return type.isInstance(store) ? (T) store : null;
    }

    /** A key-value store, without timestamps and headers if it has some; null if there is no such store. */
    public <K, V> @Nullable KeyValueStore<K, V> getKeyValueStore(String name) {
        TimestampedKeyValueStoreWithHeaders<K, V> full = store(name, TimestampedKeyValueStoreWithHeaders.class);
        if (full != null) {
            return new ConvertedKeyValueStore<>(full, ValueConversion.withoutTimestampAndHeaders());
        }
        TimestampedKeyValueStore<K, V> stamped = store(name, TimestampedKeyValueStore.class);
        return stamped != null
                ? new ConvertedKeyValueStore<>(stamped, ValueConversion.withoutTimestamp())
                : store(name, KeyValueStore.class);
    }

    /** A key-value store with timestamps, without headers if it has some; null if there is no such store. */
    public <K, V> @Nullable KeyValueStore<K, ValueAndTimestamp<V>> getTimestampedKeyValueStore(String name) {
        TimestampedKeyValueStoreWithHeaders<K, V> full = store(name, TimestampedKeyValueStoreWithHeaders.class);
        return full != null
                ? new ConvertedKeyValueStore<>(full, ValueConversion.withoutHeaders())
                : store(name, TimestampedKeyValueStore.class);
    }

    /** A key-value store with timestamps and headers; null if there is no such store. */
    public <K, V> @Nullable KeyValueStore<K, ValueTimestampHeaders<V>> getTimestampedKeyValueStoreWithHeaders(
            String name) {
        return store(name, TimestampedKeyValueStoreWithHeaders.class);
    }

    /** A versioned store; null if there is no such store. */
    public <K, V> @Nullable VersionedKeyValueStore<K, V> getVersionedKeyValueStore(String name) {
        return store(name, VersionedKeyValueStore.class);
    }

    /** A window store, without timestamps and headers if it has some; null if there is no such store. */
    public <K, V> @Nullable WindowStore<K, V> getWindowStore(String name) {
        TimestampedWindowStoreWithHeaders<K, V> full = store(name, TimestampedWindowStoreWithHeaders.class);
        if (full != null) {
            return new ConvertedWindowStore<>(full, ValueConversion.withoutTimestampAndHeaders());
        }
        TimestampedWindowStore<K, V> stamped = store(name, TimestampedWindowStore.class);
        return stamped != null
                ? new ConvertedWindowStore<>(stamped, ValueConversion.withoutTimestamp())
                : store(name, WindowStore.class);
    }

    /** A window store with timestamps, without headers if it has some; null if there is no such store. */
    public <K, V> @Nullable WindowStore<K, ValueAndTimestamp<V>> getTimestampedWindowStore(String name) {
        TimestampedWindowStoreWithHeaders<K, V> full = store(name, TimestampedWindowStoreWithHeaders.class);
        return full != null
                ? new ConvertedWindowStore<>(full, ValueConversion.withoutHeaders())
                : store(name, TimestampedWindowStore.class);
    }

    /** A window store with timestamps and headers; null if there is no such store. */
    public <K, V> @Nullable WindowStore<K, ValueTimestampHeaders<V>> getTimestampedWindowStoreWithHeaders(String name) {
        return store(name, TimestampedWindowStoreWithHeaders.class);
    }

    /** A session store, without headers if it has some; null if there is no such store. */
    public <K, V> @Nullable SessionStore<K, V> getSessionStore(String name) {
        SessionStoreWithHeaders<K, V> full = store(name, SessionStoreWithHeaders.class);
        return full != null
                ? new ConvertedSessionStore<>(full, ValueConversion.aggregateOnly())
                : store(name, SessionStore.class);
    }

    /** A session store with headers; null if there is no such store. */
    public <K, V> @Nullable SessionStoreWithHeaders<K, V> getSessionStoreWithHeaders(String name) {
        return store(name, SessionStoreWithHeaders.class);
    }

    /** Commits what is cached, which may write output, and deletes everything. */
    @Override
    public void close() {
        task.close();
    }
}
