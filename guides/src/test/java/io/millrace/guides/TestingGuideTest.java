package io.millrace.guides;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.StreamsConfig;
import io.millrace.dsl.KeyValueMapper;
import io.millrace.dsl.Materialized;
import io.millrace.dsl.Produced;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.errors.StreamsException;
import io.millrace.processor.ContextualProcessor;
import io.millrace.processor.Record;
import io.millrace.processor.TaskId;
import io.millrace.record.KeyValue;
import io.millrace.serialization.LongDeserializer;
import io.millrace.serialization.Serdes;
import io.millrace.serialization.StringDeserializer;
import io.millrace.serialization.StringSerializer;
import io.millrace.state.KeyValueStore;
import io.millrace.stores.Stores;
import io.millrace.test.TestInputTopic;
import io.millrace.test.TestOutputTopic;
import io.millrace.test.TestRecord;
import io.millrace.test.TopologyTestDriver;
import io.millrace.topology.Topology;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** The programs of {@code testing-your-topology.md}. */
class TestingGuideTest {

    private static Properties strings() {
        Properties config = new Properties();
        config.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        config.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        return config;
    }

    private static Topology counts(KeyValueMapper<String, String, String> key) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("in")
                .groupBy(key)
                .count(Materialized.as("counts"))
                .toStream()
                .to("out", Produced.with(Serdes.String(), Serdes.Long()));
        return builder.build();
    }

    @Test
    void shouldRunTheFirstExample() {
        Topology topology = counts((name, city) -> name);
        Properties config = strings();
        // region first
        try (TopologyTestDriver driver =
                new TopologyTestDriver(topology, config, Instant.parse("2026-01-01T00:00:00Z"))) {
            TestInputTopic<String, String> in =
                    driver.createInputTopic("in", new StringSerializer(), new StringSerializer());
            TestOutputTopic<String, Long> out =
                    driver.createOutputTopic("out", new StringDeserializer(), new LongDeserializer());

            in.pipeInput("key", "value", Instant.parse("2026-01-01T00:00:01Z"));
            assertThat(out.readKeyValue()).isEqualTo(KeyValue.pair("key", 1L));

            driver.advanceWallClockTime(Duration.ofMinutes(1)); // runs wall-clock punctuations
            assertThat(driver.<String, Long>getKeyValueStore("counts").get("key"))
                    .isEqualTo(1L);
        }
        // end
    }

    @Test
    void shouldRunTheExampleWithPartitions() {
        Topology topology = counts((name, city) -> city);
        Properties config = strings();
        // region partitions
        try (TopologyTestDriver driver =
                new TopologyTestDriver(topology, config).partitions("in", 4).partitions("out", 4)) {
            assertThat(driver.taskIds()).hasSize(8).contains(new TaskId(0, 3), new TaskId(1, 0));

            TestInputTopic<String, String> in =
                    driver.createInputTopic("in", new StringSerializer(), new StringSerializer());
            TestOutputTopic<String, Long> out =
                    driver.createOutputTopic("out", new StringDeserializer(), new LongDeserializer());

            in.pipeInput("Ada", "London"); // to the partition that the hash of "Ada" names
            in.pipeInput(new TestRecord<>("Grace", "London"), 3); // to partition 3

            assertThat(out.readValuesToList()).containsExactly(1L, 2L);
            assertThat(driver.<String, Long>getKeyValueStore("counts").get("London"))
                    .isEqualTo(2L);
        }
        // end
    }

    /** Says how many mails a customer has been sent; sends one with each order. */
    // region order-mails
    static final class OrderMails extends ContextualProcessor<String, String, String, String> {

        private final List<String> sent;

        OrderMails(List<String> sent) {
            this.sent = sent;
        }

        @Override
        public void process(Record<String, String> order) {
            KeyValueStore<String, String> counts = context().getStateStore("mails");
            String before = counts.get(order.key());
            String count = before == null ? "1" : Integer.toString(Integer.parseInt(before) + 1);
            counts.put(order.key(), count);
            context().forward(order.withValue(count));
            if (order.value().isEmpty()) {
                throw new IllegalArgumentException("an order without content");
            }
            sent.add(order.key() + " " + order.value());
        }
    }
    // end

    private static Topology mails(List<String> sent) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.addStateStore(
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore("mails"), Serdes.String(), Serdes.String()));
        builder.<String, String>stream("orders")
                .process(() -> new OrderMails(sent), "mails")
                .to("mail-counts");
        return builder.build();
    }

    @Test
    void shouldRunTheExampleOfACrash() {
        List<String> sent = new ArrayList<>();
        Topology topology = mails(sent);
        Properties config = strings();
        // region crash
        try (TopologyTestDriver driver = new TopologyTestDriver(topology, config).separateTasks()) {
            TestInputTopic<String, String> orders =
                    driver.createInputTopic("orders", new StringSerializer(), new StringSerializer());
            TestOutputTopic<String, String> counts =
                    driver.createOutputTopic("mail-counts", new StringDeserializer(), new StringDeserializer());
            orders.pipeInput("Ada", "a lamp");

            driver.crashBeforeCommit();
            orders.pipeInput("Ada", "a chair"); // processed, killed, restored, processed again

            assertThat(counts.readValuesToList()).containsExactly("1", "2");
            assertThat(driver.<String, String>getKeyValueStore("mails").get("Ada"))
                    .isEqualTo("2");
            assertThat(sent).containsExactly("Ada a lamp", "Ada a chair", "Ada a chair");
        }
        // end
    }

    @Test
    void shouldRunTheExampleOfARestart() {
        Topology topology = counts((name, city) -> city);
        Properties config = strings();
        // region restart
        try (TopologyTestDriver driver = new TopologyTestDriver(topology, config).separateTasks()) {
            TestInputTopic<String, String> in =
                    driver.createInputTopic("in", new StringSerializer(), new StringSerializer());
            TestOutputTopic<String, Long> out =
                    driver.createOutputTopic("out", new StringDeserializer(), new LongDeserializer());
            in.pipeInput("Ada", "London");

            driver.crashAndRecover(); // kill -9, and a start: the store comes back from its changelog

            in.pipeInput("Grace", "London");
            assertThat(out.readValuesToList()).containsExactly(1L, 2L);
        }
        // end
    }

    @Test
    void shouldRunTheExampleOfAFailure() {
        Topology topology = mails(new ArrayList<>());
        Properties config = strings();
        try (TopologyTestDriver driver = new TopologyTestDriver(topology, config).separateTasks()) {
            TestInputTopic<String, String> orders =
                    driver.createInputTopic("orders", new StringSerializer(), new StringSerializer());
            TestOutputTopic<String, String> counts =
                    driver.createOutputTopic("mail-counts", new StringDeserializer(), new StringDeserializer());

            // region failure
            assertThatThrownBy(() -> orders.pipeInput("Ada", "")).isInstanceOf(StreamsException.class);

            assertThat(counts.isEmpty()).isTrue();
            assertThat(driver.getKeyValueStore("mails").get("Ada")).isNull();
            assertThatThrownBy(driver::crashAndRecover)
                    .hasRootCauseMessage("an order without content"); // the order is still there
            // end
        }
    }
}
