package io.millrace.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.dsl.Consumed;
import io.millrace.dsl.Deduplicated;
import io.millrace.dsl.KStream;
import io.millrace.dsl.Produced;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.errors.TopologyException;
import io.millrace.metrics.MetricName;
import io.millrace.record.KeyValue;
import io.millrace.serialization.Serdes;
import io.millrace.serialization.StringDeserializer;
import io.millrace.serialization.StringSerializer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeduplicationTest {

    private static final Duration WINDOW = Duration.ofMillis(100);

    private TopologyTestDriver driver;
    private TestInputTopic<String, String> in;
    private TestOutputTopic<String, String> out;

    private void run(UnaryOperator<KStream<String, String>> program) {
        StreamsBuilder builder = new StreamsBuilder();
        program.apply(builder.stream("in", Consumed.with(Serdes.String(), Serdes.String())))
                .to("out", Produced.with(Serdes.String(), Serdes.String()));
        driver = new TopologyTestDriver(builder.build());
        in = driver.createInputTopic("in", new StringSerializer(), new StringSerializer());
        out = driver.createOutputTopic("out", new StringDeserializer(), new StringDeserializer());
    }

    @AfterEach
    void close() {
        if (driver != null) {
            driver.close();
        }
    }

    @Test
    void shouldPassTheFirstRecordOfAKeyInEachWindow() {
        run(stream -> stream.deduplicate(WINDOW));

        in.pipeInput("a", "first", 1000);
        in.pipeInput("b", "other key", 1000);
        in.pipeInput("a", "repeated", 1000);
        in.pipeInput("a", "repeated too", 1099);
        in.pipeInput("a", "a window later", 1100);
        in.pipeInput("a", "repeats the one a window later", 1150);

        assertThat(out.readValuesToList()).containsExactly("first", "other key", "a window later");
    }

    @Test
    void shouldFindDuplicatesOfRecordsThatAreNewer() {
        run(stream -> stream.deduplicate(WINDOW));

        in.pipeInput("a", "new", 1000);
        in.pipeInput("a", "older, but near", 901);
        in.pipeInput("a", "older, and far enough", 900);

        assertThat(out.readValuesToList()).containsExactly("new", "older, and far enough");
    }

    @Test
    void shouldDropAndCountWhatIsTooLateToBeJudged() {
        run(stream -> stream.deduplicate(Deduplicated.<String>within(WINDOW).withGrace(Duration.ofMillis(20))));

        in.pipeInput("a", "now", 1000);
        in.pipeInput("b", "just in time", 980);
        in.pipeInput("b", "too late", 879);
        in.pipeInput("c", "too late", 979);

        assertThat(out.readValuesToList()).containsExactly("now", "just in time");
        assertThat(driver.metrics()
                        .get(new MetricName(
                                "dropped-records-total",
                                "stream-task-metrics",
                                "",
                                Map.of("thread-id", Thread.currentThread().getName(), "task-id", "0_0")))
                        .metricValue())
                .isEqualTo(2.0);
    }

    @Test
    void shouldTakeTheIdFromTheValue() {
        run(stream -> stream.deduplicate(
                value -> value.isEmpty() ? null : (long) value.charAt(0),
                Deduplicated.<Long>within(WINDOW).withIdSerde(Serdes.Long())));

        in.pipeInput("k", "x1", 1000);
        in.pipeInput("l", "x2", 1001);
        in.pipeInput("l", "y1", 1002);
        in.pipeInput("l", "", 1003);
        in.pipeInput("l", "", 1003);

        assertThat(out.readValuesToList()).containsExactly("x1", "y1", "", "");
    }

    @Test
    void shouldPassRecordsWithoutAKey() {
        run(stream -> stream.selectKey((key, value) -> value.equals("none") ? null : value)
                .deduplicate(
                        Deduplicated.<String>within(WINDOW).withName("once").withIdSerde(Serdes.String())));

        in.pipeInput("k", "none", 1000);
        in.pipeInput("k", "none", 1000);
        in.pipeInput("k", "v", 1000);
        in.pipeInput("l", "v", 1000);

        assertThat(out.readKeyValuesToList())
                .containsExactly(KeyValue.pair(null, "none"), KeyValue.pair(null, "none"), KeyValue.pair("v", "v"));
    }

    @Test
    void shouldPartitionAnewByAChangedKeyAndNameWhatItMakes() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()))
                .selectKey((key, value) -> value)
                .deduplicate(Deduplicated.<String>within(WINDOW).withName("once"))
                .to("out");

        assertThat(builder.build().describe().toString())
                .contains("Sink: once-repartition-sink (topic: once-repartition)")
                .contains("Processor: once (stores: [once-store])");
    }

    @Test
    void shouldForgetWhatIsOlderThanWindowAndGrace() {
        run(stream -> stream.deduplicate(Deduplicated.<String>within(WINDOW).withName("once")));

        for (int i = 0; i < 10_000; i++) {
            in.pipeInput("key " + i, "v", i * 1_000L);
        }

        try (var rows = driver.getTimestampedWindowStore("once-store").all()) {
            assertThat(rows)
                    .toIterable()
                    .as("rows within two windows of the last record")
                    .hasSize(1);
        }
    }

    @Test
    void shouldRefuseWindowsThatCannotBe() {
        List.of(Duration.ZERO, Duration.ofMillis(-1), Duration.ofSeconds(Long.MAX_VALUE))
                .forEach(window -> assertThatThrownBy(() -> Deduplicated.within(window))
                        .isInstanceOf(IllegalArgumentException.class));
        assertThatThrownBy(() -> Deduplicated.within(WINDOW).withGrace(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Deduplicated.within(WINDOW).withName("not/legal"))
                .isInstanceOf(TopologyException.class);
    }
}
