package io.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.config.StreamsConfig;
import io.millrace.dsl.Consumed;
import io.millrace.dsl.Grouped;
import io.millrace.dsl.KStream;
import io.millrace.dsl.Materialized;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.dsl.TimeWindows;
import io.millrace.serialization.Serdes;
import io.millrace.stores.Stores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InternalTopicsTest {

    private static final long DAY_MS = Duration.ofDays(1).toMillis();

    @TempDir
    Path directory;

    private final EmbeddedBroker broker = EmbeddedBroker.inMemory();
    private final StreamsBuilder builder = new StreamsBuilder();
    private KStream<String, String> stream;

    @BeforeEach
    void read() {
        broker.createTopic("in", 2);
        broker.createTopic("table", 2);
        stream = builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()));
    }

    @AfterEach
    void close() {
        broker.close();
    }

    private void start() {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "app");
        config.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
        try (StreamsRuntime runtime = new StreamsRuntime(builder.build(), config, broker)) {
            runtime.start();
        }
    }

    private Map<String, String> config(String topic) {
        return broker.topics().describe(topic).orElseThrow().config();
    }

    @Test
    void shouldCompactTheChangelogOfAKeyValueStore() {
        stream.groupByKey().count(Materialized.as("counts"));
        start();

        assertThat(config("app-counts-changelog")).containsEntry("cleanup.policy", "compact");
    }

    @Test
    void shouldDeleteWhatIsOlderThanTheRetentionOfAWindowStoreAndADay() {
        stream.groupByKey()
                .windowedBy(TimeWindows.ofSizeAndGrace(Duration.ofMinutes(5), Duration.ofMinutes(1)))
                .count(Materialized.as("counts"));
        start();

        assertThat(config("app-counts-changelog"))
                .containsEntry("cleanup.policy", "compact,delete")
                .containsEntry(
                        "retention.ms", Long.toString(Duration.ofMinutes(6).toMillis() + DAY_MS))
                .containsEntry("millrace.internal.retention.age", "newest-record");
    }

    @Test
    void shouldLetAVersionedStoreKeepItsHistoryFromCompaction() {
        builder.table(
                "table",
                Consumed.with(Serdes.String(), Serdes.String()),
                Materialized.as(Stores.persistentVersionedKeyValueStore("rows", Duration.ofMinutes(10))));
        start();

        assertThat(config("app-rows-changelog"))
                .containsEntry("cleanup.policy", "compact")
                .containsEntry(
                        "min.compaction.lag.ms",
                        Long.toString(Duration.ofMinutes(10).toMillis() + DAY_MS));
    }

    @Test
    void shouldKeepRepartitionTopicsForeverInSegmentsOf50Megabytes() {
        stream.selectKey((key, value) -> value)
                .groupByKey(Grouped.with(Serdes.String(), Serdes.String()))
                .count(Materialized.as("counts"));
        start();

        assertThat(config("app-counts-repartition"))
                .containsEntry("cleanup.policy", "delete")
                .containsEntry("retention.ms", "-1")
                .containsEntry("segment.bytes", Integer.toString(50 << 20));
        assertThat(broker.topics()
                        .describe("app-counts-repartition")
                        .orElseThrow()
                        .partitionCount())
                .isEqualTo(2);
    }

    @Test
    void shouldTakeAnyTimeThatWasProcessed() {
        stream.groupBy((key, value) -> value, Grouped.with(Serdes.String(), Serdes.String()))
                .count(Materialized.as("counts"));

        start();

        String none = Long.toString(Long.MAX_VALUE);
        assertThat(config("app-counts-changelog")).containsEntry("message.timestamp.after.max.ms", none);
        assertThat(config("app-counts-repartition")).containsEntry("message.timestamp.after.max.ms", none);
    }
}
