package io.millrace.interactive;

import static org.awaitility.Awaitility.await;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.broker.EmbeddedProducer;
import io.millrace.config.StreamsConfig;
import io.millrace.dsl.Consumed;
import io.millrace.dsl.Grouped;
import io.millrace.dsl.KStream;
import io.millrace.dsl.Materialized;
import io.millrace.dsl.SessionWindows;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.dsl.TimeWindows;
import io.millrace.interactive.RawClient.Reply;
import io.millrace.interactive.limits.QueryLimits;
import io.millrace.record.Bytes;
import io.millrace.record.ProducerRecord;
import io.millrace.runtime.StreamsRuntime;
import io.millrace.serialization.Serdes;
import io.millrace.serialization.Serializer;
import io.millrace.serialization.json.JsonSerde;
import io.millrace.state.SessionStore;
import io.millrace.state.WindowStore;
import io.millrace.stores.Stores;
import io.millrace.topology.Topology;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;

/** A broker and instances of an application with a store of every kind, each with its query server. */
final class Shop implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(30);
    static final int PARTITIONS = 3;

    final EmbeddedBroker broker = EmbeddedBroker.inMemory();
    private final Path directory;
    private final List<StreamsRuntime> runtimes = new ArrayList<>();
    private final List<QueryServer> servers = new ArrayList<>();

    /** A value of a class of the program's own. */
    record Order(String customer, long amount, double price, byte[] signature, List<String> items) {}

    Shop(Path directory) {
        this.directory = directory;
        broker.createTopic("words", PARTITIONS);
        broker.createTopic("names", 2);
        broker.createTopic("numbers", 2);
        broker.createTopic("orders", 2);
        broker.createTopic("blobs", 1);
    }

    /** Stores of words only: one sub-topology, whose tasks are spread over the instances. */
    static Topology words() {
        StreamsBuilder builder = new StreamsBuilder();
        addWords(builder);
        return builder.build();
    }

    private static void addWords(StreamsBuilder builder) {
        KStream<String, String> words = builder.stream("words", Consumed.with(Serdes.String(), Serdes.String()));
        var byWord = words.groupByKey(Grouped.with(Serdes.String(), Serdes.String()));
        byWord.count(Materialized.<String, Long>as(Stores.persistentTimestampedKeyValueStore("counts"))
                .withKeySerde(Serdes.String())
                .withValueSerde(Serdes.Long()));
        byWord.windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofMinutes(1)))
                .count(Materialized.<String, Long, WindowStore<Bytes, byte[]>>as("minutes")
                        .withRetention(Duration.ofDays(1)));
        byWord.windowedBy(SessionWindows.ofInactivityGapWithNoGrace(Duration.ofMinutes(5)))
                .count(Materialized.<String, Long, SessionStore<Bytes, byte[]>>as("sessions")
                        .withRetention(Duration.ofDays(1)));
        byWord.reduce(
                (before, now) -> now,
                Materialized.as(Stores.persistentVersionedKeyValueStore("versions", Duration.ofDays(36_500))));
    }

    /** A store of every kind. */
    static Topology everything() {
        StreamsBuilder builder = new StreamsBuilder();
        addWords(builder);
        builder.globalTable("names", Consumed.with(Serdes.String(), Serdes.String()), Materialized.as("names"));
        builder.table(
                "numbers",
                Consumed.with(Serdes.Long(), Serdes.Double()),
                Materialized.as(Stores.inMemoryKeyValueStore("numbers")));
        builder.table(
                "orders",
                Consumed.with(Serdes.Integer(), new JsonSerde<>(Order.class)),
                Materialized.as(Stores.persistentKeyValueStore("orders")));
        builder.table(
                "blobs",
                Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()),
                Materialized.as(Stores.inMemoryKeyValueStore("blobs")));
        return builder.build();
    }

    /** An instance that is not started; {@code server} may be null. */
    StreamsRuntime addRuntime(String server) {
        return addRuntime(everything(), server);
    }

    StreamsRuntime addRuntime(Topology topology, String server) {
        return addRuntime(topology, server, Map.of());
    }

    StreamsRuntime addRuntime(Topology topology, String server, Map<String, Object> settings) {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "shop");
        config.put(
                StreamsConfig.STATE_DIR_CONFIG,
                directory.resolve("instance-" + runtimes.size()).toString());
        config.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        config.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        config.put("session.timeout.ms", 1_500);
        if (server != null) {
            config.put(StreamsConfig.APPLICATION_SERVER_CONFIG, server);
        }
        config.putAll(settings);
        StreamsRuntime runtime = new StreamsRuntime(topology, config, broker);
        runtimes.add(runtime);
        return runtime;
    }

    /** A server at a free port for an instance. */
    URI serve(StreamsRuntime runtime, Consumer<QueryServer.Builder> settings) {
        QueryServer.Builder builder = QueryServer.builder(runtime).port(0);
        settings.accept(builder);
        QueryServer server = builder.start();
        servers.add(server);
        return server.uri();
    }

    /** An instance that runs, and its server. */
    URI start() {
        return start(QueryLimits.defaults());
    }

    URI start(QueryLimits limits) {
        StreamsRuntime runtime = addRuntime(null);
        URI uri = serve(runtime, builder -> builder.limits(limits));
        runtime.start();
        awaitRunning(runtime);
        return uri;
    }

    StreamsRuntime runtime(int index) {
        return runtimes.get(index);
    }

    QueryServer server(int index) {
        return servers.get(index);
    }

    static void awaitRunning(StreamsRuntime runtime) {
        await().atMost(PATIENCE).until(() -> runtime.state() == StreamsRuntime.State.RUNNING);
    }

    /** Waits until two instances of {@link #words} run, each with a part of the partitions, and know of each other. */
    static void awaitBoth(StreamsRuntime first, StreamsRuntime second) {
        await().atMost(PATIENCE).until(() -> {
            int partitions = 0;
            for (StreamsRuntime each : List.of(first, second)) {
                int here = each.allLocalStorePartitionLags()
                        .getOrDefault("counts", Map.of())
                        .size();
                if (each.state() != StreamsRuntime.State.RUNNING
                        || here == 0
                        || each.streamsMetadataForStore("counts").size() != 2) {
                    return false;
                }
                partitions += here;
            }
            return partitions == PARTITIONS;
        });
    }

    <K, V> void send(String topic, Serializer<K> keys, Serializer<V> values, long timestampMs, K key, V value) {
        try (EmbeddedProducer<K, V> producer = broker.producer(keys, values)) {
            producer.send(new ProducerRecord<>(topic, null, timestampMs, key, value));
            producer.flush();
        }
    }

    void say(long timestampMs, String... words) {
        for (String word : words) {
            send(
                    "words",
                    Serdes.String().serializer(),
                    Serdes.String().serializer(),
                    timestampMs,
                    word,
                    "at " + timestampMs);
        }
    }

    /** Waits until a request is answered with 200 and its text has a part; the answer. */
    static Reply await200(URI server, String target, String part) {
        Reply[] last = new Reply[1];
        await().atMost(PATIENCE).until(() -> {
            last[0] = RawClient.get(server, target);
            return last[0].status() == 200 && last[0].text().contains(part);
        });
        return last[0];
    }

    @Override
    public void close() {
        servers.forEach(QueryServer::close);
        runtimes.forEach(StreamsRuntime::close);
        broker.close();
    }
}
