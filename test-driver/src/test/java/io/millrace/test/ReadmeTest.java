package io.millrace.test;

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
import io.millrace.record.ProducerRecord;
import io.millrace.runtime.StreamsRuntime;
import io.millrace.serialization.LongDeserializer;
import io.millrace.serialization.Serdes;
import io.millrace.serialization.StringDeserializer;
import io.millrace.serialization.StringSerializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs of the README: they compile, they do what they say, and the README has exactly these lines. */
class ReadmeTest {

    private static final Path README = Path.of("..", "README.md");
    private static final Path THIS = Path.of("src/test/java/io/millrace/test/ReadmeTest.java");

    @TempDir
    Path data;

    private static StreamsBuilder wordCount() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("lines", Consumed.with(Serdes.String(), Serdes.String()))
                .flatMapValues(
                        line -> Arrays.asList(line.toLowerCase(Locale.ROOT).split("\\W+")))
                .groupBy((key, word) -> word, Grouped.with(Serdes.String(), Serdes.String()))
                .count()
                .toStream()
                .to("counts", Produced.with(Serdes.String(), Serdes.Long()));
        return builder;
    }

    @Test
    void shouldRunTheFirstProgram() {
        StreamsBuilder builder = wordCount();

        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "word-count");
        config.put(StreamsConfig.STATE_DIR_CONFIG, data.resolve("state").toString());

        try (EmbeddedBroker broker = EmbeddedBroker.open(data.resolve("data"));
                StreamsRuntime runtime = new StreamsRuntime(builder.build(), config, broker)) {
            broker.createTopic("lines", 4);
            runtime.start();

            try (EmbeddedProducer<String, String> producer = broker.producer(
                    Serdes.String().serializer(), Serdes.String().serializer())) {
                producer.send(new ProducerRecord<>("lines", "to be or not to be"));
            }
            assertThat(counts(broker)).containsEntry("to", 2L).containsEntry("or", 1L);
        }
    }

    private static Map<String, Long> counts(EmbeddedBroker broker) {
        Map<String, Long> counts = new HashMap<>();
        try (EmbeddedConsumer<String, Long> consumer =
                broker.consumer(Serdes.String().deserializer(), Serdes.Long().deserializer(), "readers")) {
            consumer.subscribe(List.of("counts"));
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> counts.put(record.key(), record.value()));
                return counts.size() == 4;
            });
        }
        return counts;
    }

    @Test
    void shouldRunTheFirstTest() {
        StreamsBuilder builder = wordCount();
        try (TopologyTestDriver driver = new TopologyTestDriver(builder.build())) {
            TestInputTopic<String, String> lines =
                    driver.createInputTopic("lines", new StringSerializer(), new StringSerializer());
            TestOutputTopic<String, Long> counts =
                    driver.createOutputTopic("counts", new StringDeserializer(), new LongDeserializer());

            lines.pipeInput("to be or not to be");

            assertThat(counts.readKeyValuesToMap()).containsEntry("to", 2L).containsEntry("or", 1L);
        }
    }

    @Test
    void shouldBeTheProgramsThatTheReadmeShows() throws IOException {
        String tested = withoutSpace(Files.readString(THIS));

        assertThat(shown())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(tested.contains(withoutSpace(line)))
                        .as("the test runs the README's line: %s", line)
                        .isTrue());
    }

    private static String withoutSpace(String text) {
        return text.replaceAll("\\s", "");
    }

    /** Lines of Java in the README, without comments and the place where the data is. */
    private static List<String> shown() throws IOException {
        List<String> lines = new ArrayList<>();
        boolean java = false;
        for (String line : Files.readAllLines(README)) {
            if (line.startsWith("```")) {
                java = line.equals("```java");
            } else if (java && !line.isBlank() && !line.strip().startsWith("//") && !line.contains("Path.of(")) {
                lines.add(line.strip());
            }
        }
        return lines;
    }
}
