package io.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.broker.EmbeddedConsumer;
import io.millrace.broker.EmbeddedProducer;
import io.millrace.config.StreamsConfig;
import io.millrace.dsl.Consumed;
import io.millrace.dsl.Grouped;
import io.millrace.dsl.Produced;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.record.ConsumerRecord;
import io.millrace.record.ProducerRecord;
import io.millrace.record.TopicPartition;
import io.millrace.serialization.Serdes;
import io.millrace.topology.Topology;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Word count through the whole runtime: threads, group, transactions, stores, changelogs. */
class WordCountEndToEndTest {

    @TempDir
    Path directory;

    private static Topology wordCount() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("lines", Consumed.with(Serdes.String(), Serdes.String()))
                .flatMapValues(line -> Arrays.asList(line.split(" ")))
                .groupBy((key, word) -> word, Grouped.with(Serdes.String(), Serdes.String()))
                .count()
                .toStream()
                .to("counts", Produced.with(Serdes.String(), Serdes.Long()));
        return builder.build();
    }

    private Properties config(int threads, String guarantee) {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "words");
        config.put(StreamsConfig.STATE_DIR_CONFIG, directory.resolve("state").toString());
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, guarantee);
        config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 50);
        return config;
    }

    private static void send(EmbeddedBroker broker, String... lines) {
        try (EmbeddedProducer<String, String> producer =
                broker.producer(Serdes.String().serializer(), Serdes.String().serializer())) {
            for (String line : lines) {
                producer.send(new ProducerRecord<>("lines", line));
            }
            producer.flush();
        }
    }

    private static void awaitCounts(EmbeddedBroker broker, Map<String, Long> expected) {
        List<TopicPartition> partitions = IntStream.range(0, 3)
                .mapToObj(i -> new TopicPartition("counts", i))
                .toList();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> broker.topics().describe("counts").isPresent());
        Map<String, Long> counts = new TreeMap<>();
        try (EmbeddedConsumer<String, Long> consumer =
                broker.consumer(Serdes.String().deserializer(), Serdes.Long().deserializer())) {
            consumer.assign(partitions);
            partitions.forEach(consumer::seekToBeginning);
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                for (ConsumerRecord<String, Long> record : consumer.poll(Duration.ofMillis(100))) {
                    counts.put(record.key(), record.value());
                }
                assertThat(counts).isEqualTo(expected);
            });
        }
    }

    @Test
    void shouldCountWordsExactlyOnceWithSeveralThreads() {
        try (EmbeddedBroker broker = EmbeddedBroker.inMemory()) {
            broker.createTopic("lines", 3);
            send(broker, "to be or not to be", "that is the question");

            try (StreamsRuntime runtime = new StreamsRuntime(wordCount(), config(2, "exactly_once_v2"), broker)) {
                runtime.start();

                awaitCounts(
                        broker,
                        Map.of(
                                "to",
                                2L,
                                "be",
                                2L,
                                "or",
                                1L,
                                "not",
                                1L,
                                "that",
                                1L,
                                "is",
                                1L,
                                "the",
                                1L,
                                "question",
                                1L));
                send(broker, "to");
                awaitCounts(
                        broker,
                        Map.of(
                                "to",
                                3L,
                                "be",
                                2L,
                                "or",
                                1L,
                                "not",
                                1L,
                                "that",
                                1L,
                                "is",
                                1L,
                                "the",
                                1L,
                                "question",
                                1L));
                assertThat(runtime.state()).isEqualTo(StreamsRuntime.State.RUNNING);
            }
        }
    }

    @Test
    void shouldGoOnWithItsStateAfterARestart() {
        try (EmbeddedBroker broker = EmbeddedBroker.inMemory()) {
            broker.createTopic("lines", 3);
            send(broker, "a b a");
            try (StreamsRuntime runtime = new StreamsRuntime(wordCount(), config(1, "exactly_once_v2"), broker)) {
                runtime.start();
                awaitCounts(broker, Map.of("a", 2L, "b", 1L));
            }

            send(broker, "a c");
            try (StreamsRuntime runtime = new StreamsRuntime(wordCount(), config(1, "exactly_once_v2"), broker)) {
                runtime.start();

                awaitCounts(broker, Map.of("a", 3L, "b", 1L, "c", 1L));
            }
        }
    }

    @Test
    void shouldRestoreItsStateFromTheChangelogWhenTheLocalOneIsGone() {
        try (EmbeddedBroker broker = EmbeddedBroker.inMemory()) {
            broker.createTopic("lines", 3);
            send(broker, "a b a");
            try (StreamsRuntime runtime = new StreamsRuntime(wordCount(), config(1, "exactly_once_v2"), broker)) {
                runtime.start();
                awaitCounts(broker, Map.of("a", 2L, "b", 1L));
            }

            send(broker, "a c");
            StreamsRuntime runtime = new StreamsRuntime(wordCount(), config(1, "exactly_once_v2"), broker);
            runtime.cleanUp();
            try (runtime) {
                runtime.start();

                awaitCounts(broker, Map.of("a", 3L, "b", 1L, "c", 1L));
            }
        }
    }

    @Test
    void shouldCountWordsAtLeastOnce() {
        try (EmbeddedBroker broker = EmbeddedBroker.inMemory()) {
            broker.createTopic("lines", 3);
            send(broker, "a b a");

            try (StreamsRuntime runtime = new StreamsRuntime(wordCount(), config(1, "at_least_once"), broker)) {
                runtime.start();

                awaitCounts(broker, Map.of("a", 2L, "b", 1L));
            }
        }
    }
}
