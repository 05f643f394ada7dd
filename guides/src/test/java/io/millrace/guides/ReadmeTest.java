package io.millrace.guides;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.millrace.test.TestInputTopic;
import io.millrace.test.TestOutputTopic;
import io.millrace.test.TopologyTestDriver;
import io.millrace.topology.Topology;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The programs of the README. */
class ReadmeTest {

    @TempDir
    Path data;

    // region word-count
    static Topology wordCount() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("lines", Consumed.with(Serdes.String(), Serdes.String()))
                .flatMapValues(
                        line -> Arrays.asList(line.toLowerCase(Locale.ROOT).split("\\W+")))
                .groupBy((key, word) -> word, Grouped.with(Serdes.String(), Serdes.String()))
                .count()
                .toStream()
                .to("counts", Produced.with(Serdes.String(), Serdes.Long()));
        return builder.build();
    }
    // end

    @Test
    @Timeout(60)
    void shouldRunTheFirstProgram() {
        // region run
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "word-count");
        config.put(StreamsConfig.STATE_DIR_CONFIG, data.resolve("state").toString());

        try (EmbeddedBroker broker = EmbeddedBroker.open(data.resolve("broker"));
                StreamsRuntime runtime = new StreamsRuntime(wordCount(), config, broker);
                EmbeddedProducer<String, String> producer =
                        broker.producer(new StringSerializer(), new StringSerializer());
                EmbeddedConsumer<String, Long> consumer =
                        broker.consumer(new StringDeserializer(), new LongDeserializer(), "readers")) {
            broker.createTopic("lines", 4);
            runtime.start();
            producer.send(new ProducerRecord<>("lines", "to be or not to be"));
            producer.flush();

            consumer.subscribe(List.of("counts"));
            Map<String, Long> counts = new HashMap<>();
            while (counts.size() < 4) { // to, be, or, not
                consumer.poll(Duration.ofMillis(100)).forEach(row -> counts.put(row.key(), row.value()));
            }
            assertThat(counts).containsEntry("to", 2L).containsEntry("or", 1L);
        }
        // end
    }

    @Test
    void shouldRunTheFirstTest() {
        // region test
        try (TopologyTestDriver driver = new TopologyTestDriver(wordCount())) {
            TestInputTopic<String, String> lines =
                    driver.createInputTopic("lines", new StringSerializer(), new StringSerializer());
            TestOutputTopic<String, Long> counts =
                    driver.createOutputTopic("counts", new StringDeserializer(), new LongDeserializer());

            lines.pipeInput("to be or not to be");

            assertThat(counts.readKeyValuesToMap()).containsEntry("to", 2L).containsEntry("or", 1L);
        }
        // end
    }
}
