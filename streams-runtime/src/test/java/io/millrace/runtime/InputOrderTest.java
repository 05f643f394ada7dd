package io.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.broker.EmbeddedProducer;
import io.millrace.config.StreamsConfig;
import io.millrace.dsl.Consumed;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.record.ProducerRecord;
import io.millrace.serialization.Serdes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputOrderTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    @Test
    void shouldProcessTheSmallestTimestampAmongTheHeadsOfItsInputs() {
        List<String> order = new CopyOnWriteArrayList<>();
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(List.of("one", "two"), Consumed.with(Serdes.String(), Serdes.String()))
                .foreach((key, value) -> order.add(value));
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "app");
        config.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
        try (EmbeddedBroker broker = EmbeddedBroker.inMemory()) {
            broker.createTopic("one", 1);
            broker.createTopic("two", 1);
            send(broker, "one", 10, 40, 20);
            send(broker, "two", 15, 30, 50);

            try (StreamsRuntime runtime = new StreamsRuntime(builder.build(), config, broker)) {
                runtime.start();
                await().atMost(PATIENCE).until(() -> order.size() == 6);
            }
        }

        assertThat(order)
                .as("20 stands behind 40 in its topic")
                .containsExactly("one@10", "two@15", "two@30", "one@40", "one@20", "two@50");
    }

    private static void send(EmbeddedBroker broker, String topic, long... timestamps) {
        try (EmbeddedProducer<String, String> producer =
                broker.producer(Serdes.String().serializer(), Serdes.String().serializer())) {
            for (long timestamp : timestamps) {
                producer.send(new ProducerRecord<>(topic, 0, timestamp, "k", topic + "@" + timestamp));
            }
        }
    }
}
