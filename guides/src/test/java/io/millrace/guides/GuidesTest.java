package io.millrace.guides;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.config.StreamsConfig;
import io.millrace.dsl.Consumed;
import io.millrace.dsl.Deduplicated;
import io.millrace.dsl.Grouped;
import io.millrace.dsl.KStream;
import io.millrace.dsl.KTable;
import io.millrace.dsl.Materialized;
import io.millrace.dsl.Produced;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.dsl.TimeWindows;
import io.millrace.record.Bytes;
import io.millrace.record.KeyValue;
import io.millrace.runtime.StreamsRuntime;
import io.millrace.serialization.Serde;
import io.millrace.serialization.Serdes;
import io.millrace.serialization.StringDeserializer;
import io.millrace.serialization.StringSerializer;
import io.millrace.serialization.json.JsonSerde;
import io.millrace.state.KeyValueStore;
import io.millrace.state.Windowed;
import io.millrace.stores.Stores;
import io.millrace.test.TestInputTopic;
import io.millrace.test.TestOutputTopic;
import io.millrace.test.TopologyTestDriver;
import io.millrace.topology.Topology;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs of guides that need no more than a test driver. */
class GuidesTest {

    @TempDir
    Path data;

    // region records
    record Order(String id, String product, int pieces) {}

    record Customer(String name, String city) {}
    // end

    @Test
    void shouldReadATopicAsStreamOrTable() {
        StreamsBuilder builder = new StreamsBuilder();
        // region stream-and-table
        Serde<Order> orderSerde = new JsonSerde<>(Order.class);
        Serde<Customer> customerSerde = new JsonSerde<>(Customer.class);

        KStream<String, Order> orders = builder.stream("orders", Consumed.with(Serdes.String(), orderSerde));
        KTable<String, Customer> customers = builder.table("customers", Consumed.with(Serdes.String(), customerSerde));

        orders.join(customers, (order, customer) -> order.pieces() + " " + order.product() + " to " + customer.city())
                .to("deliveries");
        // end
        Properties config = new Properties();
        config.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        config.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        try (TopologyTestDriver driver = new TopologyTestDriver(builder.build(), config)) {
            driver.createInputTopic("customers", new StringSerializer(), customerSerde.serializer())
                    .pipeInput("ada", new Customer("Ada", "London"));
            driver.createInputTopic("orders", new StringSerializer(), orderSerde.serializer())
                    .pipeInput("ada", new Order("1", "lamps", 2));

            TestOutputTopic<String, String> deliveries =
                    driver.createOutputTopic("deliveries", new StringDeserializer(), new StringDeserializer());
            assertThat(deliveries.readKeyValue()).isEqualTo(KeyValue.pair("ada", "2 lamps to London"));
        }
    }

    @Test
    void shouldCountInWindows() {
        StreamsBuilder builder = new StreamsBuilder();
        KStream<String, String> stream = builder.stream("logins", Consumed.with(Serdes.String(), Serdes.String()));
        // region windows
        KTable<Windowed<String>, Long> logins = stream.groupByKey(Grouped.with(Serdes.String(), Serdes.String()))
                .windowedBy(TimeWindows.ofSizeAndGrace(Duration.ofMinutes(5), Duration.ofSeconds(30)))
                .count(Materialized.as("logins-per-5-minutes"));
        // end
        assertThat(logins.queryableStoreName()).isEqualTo("logins-per-5-minutes");
        try (TopologyTestDriver driver = new TopologyTestDriver(builder.build())) {
            driver.createInputTopic("logins", new StringSerializer(), new StringSerializer())
                    .pipeInput("ada", "x", Instant.ofEpochSecond(301));

            assertThat(driver.<String, Long>getWindowStore("logins-per-5-minutes")
                            .fetch("ada", 300_000))
                    .isEqualTo(1L);
        }
    }

    @Test
    void shouldDeduplicate() {
        StreamsBuilder builder = new StreamsBuilder();
        Serde<Order> orderSerde = new JsonSerde<>(Order.class);
        KStream<String, Order> stream = builder.stream("orders", Consumed.with(Serdes.String(), orderSerde));
        // region deduplicate-orders
        KStream<String, Order> byKey = stream.deduplicate(Duration.ofMinutes(10));
        KStream<String, Order> byId = stream.deduplicate(
                Order::id,
                Deduplicated.<String>within(Duration.ofHours(1))
                        .withIdSerde(Serdes.String())
                        .withName("orders-once"));
        // end
        byKey.mapValues(Order::id).to("by-key");
        byId.mapValues(Order::id).to("by-id");
        Properties config = new Properties();
        config.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        config.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        try (TopologyTestDriver driver = new TopologyTestDriver(builder.build(), config)) {
            TestInputTopic<String, Order> in =
                    driver.createInputTopic("orders", new StringSerializer(), orderSerde.serializer());
            in.pipeInput("ada", new Order("1", "lamp", 1));
            in.pipeInput("ada", new Order("1", "lamp", 1));
            in.pipeInput("ada", new Order("2", "lamp", 1));

            assertThat(driver.createOutputTopic("by-key", new StringDeserializer(), new StringDeserializer())
                            .readValuesToList())
                    .containsExactly("1");
            assertThat(driver.createOutputTopic("by-id", new StringDeserializer(), new StringDeserializer())
                            .readValuesToList())
                    .containsExactly("1", "2");
        }
    }

    @Test
    void shouldRunWhatWasAKafkaStreamsProgram() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()))
                .to("out", Produced.with(Serdes.String(), Serdes.String()));
        Topology topology = builder.build();
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "moved");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, data.resolve("state").toString());
        // region constructor
        // before: new KafkaStreams(topology, properties)
        try (EmbeddedBroker broker = EmbeddedBroker.open(data.resolve("broker"));
                StreamsRuntime runtime = new StreamsRuntime(topology, properties, broker)) {
            broker.createTopic("in", 4);
            runtime.start();
            // until it is time to end
        }
        // end
    }

    @Test
    void shouldConfigureStores() {
        StreamsBuilder builder = new StreamsBuilder();
        KStream<String, String> words = builder.stream("words", Consumed.with(Serdes.String(), Serdes.String()));
        // region stores
        words.groupByKey()
                .count(Materialized.<String, Long, KeyValueStore<Bytes, byte[]>>as("on-disk") // RocksDB, the default
                        .withLoggingEnabled(Map.of("segment.bytes", "67108864"))); // settings of its changelog
        words.groupByKey().count(Materialized.as(Stores.inMemoryKeyValueStore("on-the-heap")));
        words.groupByKey()
                .reduce(
                        (before, now) -> now,
                        Materialized.as(Stores.persistentVersionedKeyValueStore("history", Duration.ofDays(1))));
        words.groupByKey()
                .count(Materialized.<String, Long, KeyValueStore<Bytes, byte[]>>as("every-update-at-once")
                        .withCachingDisabled());
        // end
        try (TopologyTestDriver driver = new TopologyTestDriver(builder.build())) {
            driver.createInputTopic("words", new StringSerializer(), new StringSerializer())
                    .pipeInput("ada", "loom", Instant.ofEpochSecond(5));

            assertThat(driver.<String, Long>getKeyValueStore("on-the-heap").get("ada"))
                    .isEqualTo(1L);
            assertThat(driver.<String, String>getVersionedKeyValueStore("history")
                            .get("ada", 5_000)
                            .value())
                    .isEqualTo("loom");
        }
    }
}
