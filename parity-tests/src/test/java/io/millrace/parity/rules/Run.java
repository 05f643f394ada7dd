package io.millrace.parity.rules;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** A program under a test driver, with strings everywhere and without a record cache unless configured otherwise. */
final class Run implements AutoCloseable {

    private final TopologyTestDriver driver;

    private Run(TopologyTestDriver driver) {
        this.driver = driver;
    }

    static Run of(StreamsBuilder builder) {
        return of(builder, Map.of());
    }

    static Run of(StreamsBuilder builder, Map<String, ?> config) {
        Properties properties = properties(config);
        return of(builder.build(properties), config);
    }

    static Run of(Topology topology, Map<String, ?> config) {
        return new Run(new TopologyTestDriver(topology, properties(config), Instant.ofEpochMilli(0)));
    }

    private static Properties properties(Map<String, ?> config) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "rules");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
        // Of this process alone: two builds at once must not meet.
        properties.put(
                StreamsConfig.STATE_DIR_CONFIG,
                System.getProperty("java.io.tmpdir") + "/rules-"
                        + ProcessHandle.current().pid());
        properties.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        properties.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0L);
        properties.putAll(config);
        return properties;
    }

    TopologyTestDriver driver() {
        return driver;
    }

    Run pipe(String topic, @Nullable String key, @Nullable String value, long timestampMs) {
        return pipe(topic, key, value, timestampMs, new RecordHeaders());
    }

    Run pipe(String topic, @Nullable String key, @Nullable String value, long timestampMs, Headers headers) {
        driver.createInputTopic(topic, new StringSerializer(), new StringSerializer())
                .pipeInput(new TestRecord<>(key, value, headers, timestampMs));
        return this;
    }

    /** What has come out since the last call, as {@code key=value@timestamp}, with the headers behind if there are any. */
    List<String> out(String topic) {
        List<String> lines = new ArrayList<>();
        for (TestRecord<String, String> record : driver.createOutputTopic(
                        topic, new StringDeserializer(), new StringDeserializer())
                .readRecordsToList()) {
            StringBuilder line = new StringBuilder(record.key() + "=" + record.value() + "@" + record.timestamp());
            for (Header header : record.headers()) {
                line.append(' ').append(header.key());
            }
            lines.add(line.toString());
        }
        return lines;
    }

    /** How many records were dropped. */
    int dropped() {
        Map<String, String> tags = Map.of("thread-id", Thread.currentThread().getName(), "task-id", "0_0");
        return ((Number) driver.metrics()
                        .get(new MetricName("dropped-records-total", "stream-task-metrics", "", tags))
                        .metricValue())
                .intValue();
    }

    static String text(Windowed<String> key) {
        return key.key() + "[" + key.window().start() + "," + key.window().end() + "]";
    }

    @Override
    public void close() {
        driver.close();
    }
}
