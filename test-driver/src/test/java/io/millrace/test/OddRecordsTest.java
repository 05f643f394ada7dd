package io.millrace.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.StreamsConfig;
import io.millrace.dsl.Grouped;
import io.millrace.dsl.JoinWindows;
import io.millrace.dsl.KGroupedStream;
import io.millrace.dsl.KStream;
import io.millrace.dsl.KTable;
import io.millrace.dsl.SessionWindows;
import io.millrace.dsl.SlidingWindows;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.dsl.Suppressed;
import io.millrace.dsl.Suppressed.BufferConfig;
import io.millrace.dsl.TimeWindows;
import io.millrace.errors.StreamsException;
import io.millrace.metrics.Metric;
import io.millrace.metrics.MetricName;
import io.millrace.serialization.Serdes;
import io.millrace.serialization.StringSerializer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** Records that operators cannot use, or have no room for. */
class OddRecordsTest {

    private static Properties config() {
        Properties config = new Properties();
        config.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        config.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        return config;
    }

    private static double drops(TopologyTestDriver driver) {
        double sum = 0;
        for (Map.Entry<MetricName, ? extends Metric> metric : driver.metrics().entrySet()) {
            if (metric.getKey().name().equals("dropped-records-total")) {
                sum += ((Number) metric.getValue().metricValue()).doubleValue();
            }
        }
        return sum;
    }

    @Test
    void shouldTakeOrDropAndCountNullKeysAndValuesWhateverTheyGetTo() {
        Duration minute = Duration.ofMinutes(1);
        StreamsBuilder builder = new StreamsBuilder();
        KStream<String, String> stream = builder.stream("in");
        KTable<String, String> table = builder.table("table");
        KGroupedStream<String, String> grouped = stream.groupByKey();
        grouped.count();
        grouped.reduce((one, other) -> one + other);
        grouped.<String>cogroup((key, value, aggregate) -> aggregate + value).aggregate(() -> "");
        grouped.windowedBy(TimeWindows.ofSizeWithNoGrace(minute)).count();
        grouped.windowedBy(SlidingWindows.ofTimeDifferenceWithNoGrace(minute)).count();
        grouped.windowedBy(SessionWindows.ofInactivityGapWithNoGrace(minute)).count();
        stream.groupBy((key, value) -> value).count();
        stream.join(stream, (one, other) -> one, JoinWindows.ofTimeDifferenceWithNoGrace(minute));
        stream.outerJoin(stream, (one, other) -> one, JoinWindows.ofTimeDifferenceWithNoGrace(minute));
        stream.leftJoin(table, (one, other) -> one);
        stream.join(builder.globalTable("global"), (key, value) -> value, (one, other) -> one);
        stream.toTable().outerJoin(table, (one, other) -> one);
        table.leftJoin(table, value -> value, (one, other) -> one);
        table.groupBy((key, value) -> io.millrace.record.KeyValue.pair(value, value))
                .count();
        stream.repartition();

        try (TopologyTestDriver driver = new TopologyTestDriver(builder.build(), config())) {
            for (String topic : List.of("in", "table", "global")) {
                TestInputTopic<String, String> in =
                        driver.createInputTopic(topic, new StringSerializer(), new StringSerializer());
                in.pipeInput("k", "v", 1_000);
                in.pipeInput(null, "v", 1_001);
                in.pipeInput("k", null, 1_002);
                in.pipeInput(null, null, 1_003);
            }

            assertThat(drops(driver)).isGreaterThan(20);
        }
    }

    @Test
    void shouldStopAtASuppressionThatIsFullAndTellItsSizes() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("in")
                .groupByKey(Grouped.with(Serdes.String(), Serdes.String()))
                .windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofMinutes(1)))
                .count()
                .suppress(
                        Suppressed.untilWindowCloses(BufferConfig.maxRecords(2).shutDownWhenFull())
                                .withName("held"));

        try (TopologyTestDriver driver = new TopologyTestDriver(builder.build(), config())) {
            TestInputTopic<String, String> in =
                    driver.createInputTopic("in", new StringSerializer(), new StringSerializer());
            in.pipeInput("a", "v", 1);
            in.pipeInput("b", "v", 2);

            assertThatThrownBy(() -> in.pipeInput("c", "v", 3))
                    .isInstanceOf(StreamsException.class)
                    .hasStackTraceContaining("Buffer 'held-store' is full: it has 3 of at most 2 records");
        }
    }
}
