package io.millrace.runtime;

import static org.awaitility.Awaitility.await;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.broker.EmbeddedConsumer;
import io.millrace.broker.EmbeddedProducer;
import io.millrace.config.StreamsConfig;
import io.millrace.record.ConsumerRecord;
import io.millrace.record.ProducerRecord;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.StreamsRuntime.State;
import io.millrace.serialization.Serdes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.IntStream;

/** Strings in and out of a broker, and applications that are waited for: what tests of the runtime share. */
final class Words {

    static final Duration PATIENCE = Duration.ofSeconds(30);

    private Words() {}

    static Properties config(Path stateDirectory) {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "app");
        config.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        config.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        config.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        return config;
    }

    static void send(EmbeddedBroker broker, String topic, String... keysAndValues) {
        try (EmbeddedProducer<String, String> producer =
                broker.producer(Serdes.String().serializer(), Serdes.String().serializer())) {
            for (int i = 0; i < keysAndValues.length; i += 2) {
                producer.send(new ProducerRecord<>(topic, keysAndValues[i], keysAndValues[i + 1]));
            }
            producer.flush();
        }
    }

    static void sendAt(EmbeddedBroker broker, String topic, long timestampMs, String key, String value) {
        try (EmbeddedProducer<String, String> producer =
                broker.producer(Serdes.String().serializer(), Serdes.String().serializer())) {
            producer.send(new ProducerRecord<>(topic, null, timestampMs, key, value));
            producer.flush();
        }
    }

    /** Values that a read_committed reader finds in a topic; waits for so many. */
    static List<String> values(EmbeddedBroker broker, String topic, int count) {
        await().atMost(PATIENCE).until(() -> broker.topics().describe(topic).isPresent());
        int partitionCount = broker.topics().describe(topic).orElseThrow().partitionCount();
        List<TopicPartition> partitions = IntStream.range(0, partitionCount)
                .mapToObj(i -> new TopicPartition(topic, i))
                .toList();
        List<String> values = new ArrayList<>();
        try (EmbeddedConsumer<String, String> consumer =
                broker.consumer(Serdes.String().deserializer(), Serdes.String().deserializer())) {
            consumer.assign(partitions);
            partitions.forEach(consumer::seekToBeginning);
            await().atMost(PATIENCE).until(() -> {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(50))) {
                    values.add(record.value());
                }
                return values.size() >= count;
            });
        }
        return values;
    }

    static void awaitState(StreamsRuntime runtime, State state) {
        await().atMost(PATIENCE).until(() -> runtime.state() == state);
    }
}
