package io.millrace.simulation.process;

import io.millrace.broker.BrokerOptions;
import io.millrace.broker.EmbeddedBroker;
import io.millrace.broker.EmbeddedConsumer;
import io.millrace.broker.EmbeddedProducer;
import io.millrace.broker.disk.Disk;
import io.millrace.config.StreamsConfig;
import io.millrace.errors.InvalidStateStoreException;
import io.millrace.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import io.millrace.log.CommittedOffset;
import io.millrace.log.Isolation;
import io.millrace.record.ConsumerRecord;
import io.millrace.record.KeyValue;
import io.millrace.record.ProducerRecord;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.QueryableStoreTypes;
import io.millrace.runtime.StoreQueryParameters;
import io.millrace.runtime.StreamsRuntime;
import io.millrace.runtime.commit.CommitSequence.StepProbe;
import io.millrace.runtime.settings.RuntimeSettings;
import io.millrace.serialization.Deserializer;
import io.millrace.serialization.Serdes;
import io.millrace.simulation.process.Snapshot.Entry;
import io.millrace.state.KeyValueIterator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The {@link Workload} on a broker and a runtime, in this process. Confined to one thread but for the threads of the runtime. */
final class Victim implements AutoCloseable {

    private static final String APPLICATION = "victim";
    private static final long TRANSACTION_TIMEOUT_MS = 2_500;
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(20);
    private static final long PAUSE_MS = 5;

    private final EmbeddedBroker broker;
    private final List<StreamsRuntime> runtimes = new ArrayList<>();
    private final Workload workload;
    private volatile @Nullable Throwable failure;

    /**
     * What it runs on.
     *
     * @param disk of the broker
     * @param state directory of the stores, with one for each instance
     */
    record Place(Disk disk, Path state) {}

    /**
     * How it runs; whatever it is, the outcome is the same.
     *
     * @param instances of the application, all in this process
     * @param threads of each
     * @param standbys copies of each store on other instances
     * @param sessionTimeoutMs after which who does not poll is put out
     * @param cacheBytes record cache; 0 for none
     * @param probe is told of each step of each commit
     * @param seen is told of each number that is processed
     */
    record Manner(
            BrokerOptions broker,
            int instances,
            int threads,
            int standbys,
            long sessionTimeoutMs,
            long cacheBytes,
            StepProbe probe,
            LongConsumer seen) {}

    private Victim(EmbeddedBroker broker, Place place, Manner manner, Workload workload) {
        this.broker = broker;
        this.workload = workload;
        broker.createTopic(Workload.INPUT, Workload.PARTITIONS);
        Workload.OUTPUTS.forEach(topic -> broker.createTopic(topic, Workload.PARTITIONS));
        feedNames();
        for (int i = 0; i < manner.instances(); i++) {
            runtimes.add(runtime(place.state().resolve("instance-" + i), manner));
        }
    }

    private StreamsRuntime runtime(Path state, Manner manner) {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION);
        config.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, manner.threads());
        config.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, manner.standbys());
        config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, manner.cacheBytes());
        config.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        config.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        config.put("session.timeout.ms", manner.sessionTimeoutMs());
        config.put(StreamsConfig.producerPrefix("transaction.timeout.ms"), TRANSACTION_TIMEOUT_MS);
        config.put(RuntimeSettings.COMMIT_STEP_PROBE, manner.probe());
        StreamsRuntime runtime = new StreamsRuntime(Workload.topology(manner.seen()), config, broker);
        runtime.setUncaughtExceptionHandler(e -> {
            failure = e;
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        return runtime;
    }

    /** Fills the global table, if that was not done. */
    private void feedNames() {
        broker.createTopic(Workload.NAMES, 1);
        TopicPartition names = new TopicPartition(Workload.NAMES, 0);
        if (broker.topics().endOffset(names, Isolation.READ_COMMITTED) >= Workload.GROUPS) {
            return;
        }
        try (EmbeddedProducer<String, String> producer =
                broker.producer(Serdes.String().serializer(), Serdes.String().serializer())) {
            for (int i = 0; i < Workload.GROUPS; i++) {
                String group = Workload.group(i);
                producer.send(new ProducerRecord<>(Workload.NAMES, group, Workload.name(group)));
            }
            producer.flush();
        }
    }

    /** Recovers what is there, and starts. Throws what is wrong with the data, if something is. */
    static Victim start(Place place, Manner manner, Workload workload) {
        EmbeddedBroker broker = EmbeddedBroker.open(place.disk(), manner.broker());
        Victim victim;
        try {
            victim = new Victim(broker, place, manner, workload);
            victim.runtimes.forEach(StreamsRuntime::start);
        } catch (RuntimeException e) {
            broker.close();
            throw e;
        }
        return victim;
    }

    /** Whether all tasks are restored and process. */
    boolean isRunning() {
        return runtimes.stream().allMatch(runtime -> runtime.state() == StreamsRuntime.State.RUNNING);
    }

    /** What made the runtime stop; null if nothing did. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    /** Writes numbers to the input; on return the broker has acknowledged them. */
    void feed(long from, long toExclusive) {
        try (EmbeddedProducer<String, Long> producer =
                broker.producer(Serdes.String().serializer(), Serdes.Long().serializer())) {
            for (long number = from; number < toExclusive; number++) {
                String key = workload.key(number);
                producer.send(new ProducerRecord<>(
                        Workload.INPUT, Workload.partition(key), Workload.timestampMs(number), key, number));
            }
            producer.flush();
        }
    }

    /** Waits until it runs and all input is processed and committed; false if it is not in time, or the runtime has stopped. */
    boolean drain(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!isRunning() || !isDrained()) {
            if (failure != null || System.nanoTime() > deadline) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        }
        return true;
    }

    private boolean isDrained() {
        List<TopicPartition> inputs = new ArrayList<>();
        for (String topic : broker.topics().list()) {
            boolean isBetweenSubtopologies = topic.endsWith("-repartition") || topic.endsWith("-topic");
            if (topic.equals(Workload.INPUT) || isBetweenSubtopologies) {
                inputs.addAll(partitions(topic));
            }
        }
        Map<TopicPartition, CommittedOffset> committed = broker.topics().committed(APPLICATION, inputs);
        for (TopicPartition input : inputs) {
            CommittedOffset offset = committed.get(input);
            if (broker.topics().endOffset(input, Isolation.READ_UNCOMMITTED) > (offset == null ? 0 : offset.offset())) {
                return false;
            }
        }
        return true;
    }

    private List<TopicPartition> partitions(String topic) {
        int count = broker.topics().describe(topic).orElseThrow().partitionCount();
        List<TopicPartition> partitions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            partitions.add(new TopicPartition(topic, i));
        }
        return partitions;
    }

    /** What it shows of itself; after {@link #drain}. Stores are asked until they have what their changelogs say, for up to {@code patience}. */
    Snapshot snapshot(Duration patience) throws InterruptedException {
        Map<String, List<List<Entry>>> topics = new TreeMap<>();
        topics.put(Workload.INPUT, read(Workload.INPUT, Serdes.Long().deserializer()));
        for (String topic : Workload.OUTPUTS) {
            topics.put(topic, read(topic, deserializer(topic)));
        }
        Map<String, Map<String, String>> changelogs = new TreeMap<>();
        changelogs.put(Workload.SUMS, fold(Workload.SUMS, Serdes.String().deserializer()));
        changelogs.put(Workload.LATEST, fold(Workload.LATEST, Serdes.Long().deserializer()));
        long deadline = System.nanoTime() + patience.toNanos();
        Map<String, Map<String, String>> stores = stores();
        while (!stores.equals(changelogs) && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            stores = stores();
        }
        return new Snapshot(topics, stores, changelogs);
    }

    private static Deserializer<?> deserializer(String topic) {
        return switch (topic) {
            case Workload.PASSED, Workload.WINDOWS, Workload.LATEST, Workload.CLOSED, Workload.SESSIONS ->
                Serdes.Long().deserializer();
            default -> Serdes.String().deserializer();
        };
    }

    private Map<String, Map<String, String>> stores() {
        Map<String, Map<String, String>> stores = new TreeMap<>();
        for (String name : List.of(Workload.SUMS, Workload.LATEST)) {
            Map<String, String> rows = new TreeMap<>();
            runtimes.forEach(runtime -> addRows(runtime, name, rows));
            stores.put(name, rows);
        }
        return stores;
    }

    private static void addRows(StreamsRuntime runtime, String name, Map<String, String> rows) {
        try (KeyValueIterator<String, Object> all = runtime.store(
                        StoreQueryParameters.fromNameAndType(name, QueryableStoreTypes.<String, Object>keyValueStore()))
                .all()) {
            while (all.hasNext()) {
                KeyValue<String, Object> row = all.next();
                rows.put(row.key, String.valueOf(row.value));
            }
        } catch (InvalidStateStoreException e) {
            // The other instance has all of it, or a task is on its way. Were rows nowhere, they would be missing.
        }
    }

    private Map<String, String> fold(String store, Deserializer<?> values) {
        Map<String, String> rows = new TreeMap<>();
        for (List<Entry> partition : read(APPLICATION + "-" + store + "-changelog", values)) {
            for (Entry entry : partition) {
                rows.put(entry.key(), entry.value());
            }
        }
        return rows;
    }

    /** Committed records of each partition. */
    private <V> List<List<Entry>> read(String topic, Deserializer<V> values) {
        List<List<Entry>> partitions = new ArrayList<>();
        for (TopicPartition partition : partitions(topic)) {
            List<Entry> entries = new ArrayList<>();
            try (EmbeddedConsumer<String, V> consumer =
                    broker.consumer(Serdes.String().deserializer(), values)) {
                consumer.assign(List.of(partition));
                consumer.seekToBeginning(partition);
                long end = broker.topics().endOffset(partition, Isolation.READ_COMMITTED);
                while (consumer.position(partition) < end) {
                    for (ConsumerRecord<String, V> record : consumer.poll(Duration.ZERO)) {
                        entries.add(new Entry(String.valueOf(record.key()), String.valueOf(record.value())));
                    }
                }
            }
            partitions.add(entries);
        }
        return partitions;
    }

    /** Ends it in order. */
    @Override
    public void close() {
        boolean isClosed = true;
        for (StreamsRuntime runtime : runtimes) {
            isClosed &= runtime.close(CLOSE_WITHIN);
        }
        broker.close();
        if (!isClosed) {
            throw new IllegalStateException("The runtime did not close within " + CLOSE_WITHIN);
        }
    }
}
