package io.millrace.guides;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.broker.EmbeddedBroker;
import io.millrace.config.StreamsConfig;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.metrics.Metric;
import io.millrace.metrics.MetricName;
import io.millrace.metrics.MetricsListener;
import io.millrace.runtime.StreamsRuntime;
import io.millrace.serialization.Serdes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bridge to Micrometer of {@code operations.md}. */
class MicrometerTest {

    @TempDir
    Path directory;

    // region bridge
    static MetricsListener bridge(MeterRegistry registry) {
        Map<Metric, Meter> meters = new ConcurrentHashMap<>();
        return new MetricsListener() {
            @Override
            public void metricAdded(Metric metric) {
                MetricName name = metric.metricName();
                List<Tag> tags = name.tags().entrySet().stream()
                        .map(tag -> Tag.of(tag.getKey(), tag.getValue()))
                        .toList();
                Gauge.Builder<Metric> gauge = Gauge.builder(
                        name.group() + "." + name.name(), metric, one -> ((Number) one.metricValue()).doubleValue());
                meters.put(metric, gauge.tags(tags).strongReference(true).register(registry));
            }

            @Override
            public void metricRemoved(Metric metric) {
                registry.remove(meters.remove(metric));
            }
        };
    }
    // end

    @Test
    void shouldShowMetricsInAMicrometerRegistryAndTakeThemAwayAgain() {
        MeterRegistry registry = new SimpleMeterRegistry();
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in").to("out");
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "bridged");
        config.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
        config.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        config.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        try (EmbeddedBroker broker = EmbeddedBroker.inMemory();
                StreamsRuntime runtime = new StreamsRuntime(builder.build(), config, broker)) {
            broker.createTopic("in", 1);
            runtime.addMetricsListener(bridge(registry));
            runtime.start();

            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            registry.find("stream-task-metrics.process-total").gauge() != null);
        }
        assertThat(registry.getMeters()).isEmpty();
    }
}
