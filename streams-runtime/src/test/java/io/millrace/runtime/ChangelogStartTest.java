package io.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.broker.EmbeddedConsumer;
import io.millrace.broker.EmbeddedProducer;
import io.millrace.config.StreamsConfig;
import io.millrace.dsl.Consumed;
import io.millrace.dsl.Grouped;
import io.millrace.dsl.Materialized;
import io.millrace.dsl.Produced;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.log.Isolation;
import io.millrace.record.ConsumerRecord;
import io.millrace.record.ProducerRecord;
import io.millrace.record.TopicPartition;
import io.millrace.serialization.Serdes;
import io.millrace.topology.Topology;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A changelog whose oldest records are gone, by retention for instance. */
class ChangelogStartTest {

    private static final TopicPartition CHANGELOG = new TopicPartition("app-counted-changelog", 0);
    private static final TopicPartition COUNTS = new TopicPartition("counts", 0);

    @TempDir
    Path directory;

    private static Topology counts() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("words", Consumed.with(Serdes.String(), Serdes.String()))
                .groupByKey(Grouped.with(Serdes.String(), Serdes.String()))
                .count(Materialized.as("counted"))
                .toStream()
                .to("counts", Produced.with(Serdes.String(), Serdes.Long()));
        return builder.build();
    }

    private Properties config(String state) {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "app");
        config.put(StreamsConfig.STATE_DIR_CONFIG, directory.resolve(state).toString());
        return config;
    }

    private static void sendAndAwait(EmbeddedBroker broker, String word, Map<String, Long> expected) {
        try (EmbeddedProducer<String, String> producer =
                broker.producer(Serdes.String().serializer(), Serdes.String().serializer())) {
            producer.send(new ProducerRecord<>("words", word, word));
            producer.flush();
        }
        Map<String, Long> counts = new TreeMap<>();
        try (EmbeddedConsumer<String, Long> consumer =
                broker.consumer(Serdes.String().deserializer(), Serdes.Long().deserializer())) {
            consumer.assign(java.util.List.of(COUNTS));
            consumer.seekToBeginning(COUNTS);
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                for (ConsumerRecord<String, Long> record : consumer.poll(Duration.ofMillis(100))) {
                    counts.put(record.key(), record.value());
                }
                assertThat(counts).isEqualTo(expected);
            });
        }
    }

    @Test
    void shouldRestoreFromWhereTheChangelogStarts() {
        try (EmbeddedBroker broker = EmbeddedBroker.inMemory()) {
            broker.createTopic("words", 1);
            broker.createTopic("counts", 1);
            try (StreamsRuntime runtime = new StreamsRuntime(counts(), config("first"), broker)) {
                runtime.start();
                sendAndAwait(broker, "gone", Map.of("gone", 1L));
                sendAndAwait(broker, "kept", Map.of("gone", 1L, "kept", 1L));
            }
            long end = broker.topics().endOffset(CHANGELOG, Isolation.READ_COMMITTED);
            // A record and a marker for each of the two.
            assertThat(end).isEqualTo(4);
            broker.topics().deleteRecords(CHANGELOG, 2);

            try (StreamsRuntime runtime = new StreamsRuntime(counts(), config("second"), broker)) {
                runtime.start();
                sendAndAwait(broker, "kept", Map.of("gone", 1L, "kept", 2L));
            }
        }
    }

    /** What it had is not mixed with what is left: a key that is in the gap would live on in it for ever. */
    @Test
    void shouldBuildAKeyValueStoreAnewThatIsBehindTheStartOfItsChangelog() {
        try (EmbeddedBroker broker = EmbeddedBroker.inMemory()) {
            broker.createTopic("words", 1);
            broker.createTopic("counts", 1);
            try (StreamsRuntime runtime = new StreamsRuntime(counts(), config("behind"), broker)) {
                runtime.start();
                sendAndAwait(broker, "gone", Map.of("gone", 1L));
            }
            try (StreamsRuntime runtime = new StreamsRuntime(counts(), config("ahead"), broker)) {
                runtime.start();
                sendAndAwait(broker, "gone", Map.of("gone", 2L));
                sendAndAwait(broker, "kept", Map.of("gone", 2L, "kept", 1L));
            }
            broker.topics().deleteRecords(CHANGELOG, 4);

            try (StreamsRuntime runtime = new StreamsRuntime(counts(), config("behind"), broker)) {
                runtime.start();
                sendAndAwait(broker, "kept", Map.of("gone", 2L, "kept", 2L));
                // 2 if it had gone on with the row that it had.
                sendAndAwait(broker, "gone", Map.of("gone", 1L, "kept", 2L));
            }
        }
    }
}
