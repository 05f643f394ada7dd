package io.millrace.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.StreamsConfig;
import io.millrace.dsl.Consumed;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.errors.LogAndContinueExceptionHandler;
import io.millrace.errors.LogAndContinueProcessingExceptionHandler;
import io.millrace.metrics.MetricName;
import io.millrace.metrics.Sensor;
import io.millrace.metrics.Sensor.RecordingLevel;
import io.millrace.processor.ContextualProcessor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import io.millrace.serialization.Serdes;
import io.millrace.serialization.StringSerializer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class DriverMetricsTest {

    private static final String THREAD = Thread.currentThread().getName();

    @Test
    void shouldCountRecordsThatAnOperatorDropped() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()))
                .groupByKey()
                .count();

        try (TopologyTestDriver driver = new TopologyTestDriver(builder.build())) {
            TestInputTopic<String, String> in =
                    driver.createInputTopic("in", new StringSerializer(), new StringSerializer());
            in.pipeInput("a", "1");
            in.pipeInput(null, "2");
            in.pipeInput(null, "3");

            assertThat(value(driver, "dropped-records-total", "task", Map.of("task-id", "0_0")))
                    .isEqualTo(2.0);
        }
    }

    @Test
    void shouldKeepOneCounterForRecordsThatFailWithDifferentMessages() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in", Consumed.with(Serdes.String(), Serdes.Long())).foreach((key, value) -> {
            throw new IllegalArgumentException("cannot do " + value);
        });
        Properties config = new Properties();
        config.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, LogAndContinueExceptionHandler.class);
        config.put(
                StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
                LogAndContinueProcessingExceptionHandler.class);

        try (TopologyTestDriver driver = new TopologyTestDriver(builder.build(), config)) {
            TestInputTopic<String, String> in =
                    driver.createInputTopic("in", new StringSerializer(), new StringSerializer());
            for (String undecodable : List.of("a", "ab", "abc")) {
                in.pipeInput("key", undecodable);
            }
            for (String number : List.of("abcdefgh", "bcdefghi")) {
                in.pipeInput("key", number);
            }

            assertThat(driver.metrics().entrySet())
                    .filteredOn(metric -> metric.getKey().tags().containsKey("reason"))
                    .extracting(metric -> metric.getValue().metricValue())
                    .containsExactlyInAnyOrder(3.0, 2.0);
        }
    }

    @Test
    void shouldShowWhatAProcessorMeasures() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in", Consumed.with(Serdes.String(), Serdes.String())).process(Measuring::new);

        try (TopologyTestDriver driver = new TopologyTestDriver(builder.build())) {
            TestInputTopic<String, String> in =
                    driver.createInputTopic("in", new StringSerializer(), new StringSerializer());
            in.pipeInput("a", "12");
            in.pipeInput("a", "1234");

            Map<String, String> tags = Map.of("shop-id", "north", "floor", "2");
            assertThat(value(driver, "pack-total", "shop", tags)).isEqualTo(2.0);
            assertThat(value(driver, "pack-latency-avg", "shop", tags)).isEqualTo(3.0);
            assertThat(value(driver, "pack-latency-max", "shop", tags)).isEqualTo(4.0);
        }
    }

    private static Object value(TopologyTestDriver driver, String name, String scope, Map<String, String> tags) {
        Map<String, String> all = new HashMap<>(tags);
        all.put("thread-id", THREAD);
        return driver.metrics()
                .get(new MetricName(name, "stream-" + scope + "-metrics", "", all))
                .metricValue();
    }

    /** Measures lengths of values. */
    private static final class Measuring extends ContextualProcessor<String, String, Void, Void> {

        private Sensor sensor;

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            sensor = context.metrics()
                    .addLatencyRateTotalSensor("shop", "north", "pack", RecordingLevel.INFO, "floor", "2");
        }

        @Override
        public void process(Record<String, String> record) {
            sensor.record(record.value().length());
        }
    }
}
