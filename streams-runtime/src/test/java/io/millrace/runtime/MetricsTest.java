package io.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.broker.EmbeddedProducer;
import io.millrace.config.StreamsConfig;
import io.millrace.dsl.Consumed;
import io.millrace.dsl.Grouped;
import io.millrace.dsl.Materialized;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.metrics.Metric;
import io.millrace.metrics.MetricName;
import io.millrace.metrics.MetricsListener;
import io.millrace.record.ProducerRecord;
import io.millrace.serialization.Serdes;
import io.millrace.topology.Topology;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {

    @TempDir
    Path directory;

    private final EmbeddedBroker broker = EmbeddedBroker.inMemory();
    private final Properties config = new Properties();

    @BeforeEach
    void setUp() {
        broker.createTopic("in", 1);
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "metered");
        config.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
        config.put(StreamsConfig.METRICS_JMX_ENABLE_CONFIG, true);
    }

    @AfterEach
    void close() {
        broker.close();
    }

    private static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()))
                .groupByKey(Grouped.with(Serdes.String(), Serdes.String()))
                .count(Materialized.as("counts"));
        return builder.build();
    }

    /** Five records, one of which has no key and is dropped. */
    private void produce() {
        try (EmbeddedProducer<String, String> producer =
                broker.producer(Serdes.String().serializer(), Serdes.String().serializer())) {
            for (int i = 0; i < 4; i++) {
                producer.send(new ProducerRecord<>("in", "key" + i, "value"));
            }
            producer.send(new ProducerRecord<>("in", null, "value"));
            producer.flush();
        }
    }

    private static double value(Map<MetricName, ? extends Metric> metrics, String group, String name, String tag) {
        return metrics.entrySet().stream()
                .filter(entry -> entry.getKey().group().equals(group)
                        && entry.getKey().name().equals(name)
                        && entry.getKey().tags().toString().contains(tag))
                .mapToDouble(entry -> ((Number) entry.getValue().metricValue()).doubleValue())
                .findFirst()
                .orElse(Double.NaN);
    }

    @Test
    void shouldMeasureTasksAndStoresUnderTheNamesOfKafkaStreams() {
        try (StreamsRuntime runtime = new StreamsRuntime(topology(), config, broker)) {
            runtime.start();
            produce();

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> value(runtime.metrics(), "stream-task-metrics", "records-lag", "topic=in") == 0
                            && value(runtime.metrics(), "stream-task-metrics", "commit-total", "task-id=0_0") > 0);
            Map<MetricName, ? extends Metric> metrics = runtime.metrics();
            assertThat(value(metrics, "stream-task-metrics", "process-total", "task-id=0_0"))
                    .isEqualTo(5);
            for (String operator : List.of("KSTREAM-SOURCE-0000000000", "KSTREAM-AGGREGATE-0000000001")) {
                assertThat(value(
                                metrics,
                                "stream-processor-node-metrics",
                                "process-total",
                                "processor-node-id=" + operator))
                        .isEqualTo(5);
            }
            assertThat(value(metrics, "stream-task-metrics", "process-latency-avg", "task-id=0_0"))
                    .isPositive();
            assertThat(value(metrics, "stream-task-metrics", "commit-latency-max", "task-id=0_0"))
                    .isPositive();
            assertThat(value(metrics, "stream-task-metrics", "restore-remaining-records-total", "task-id=0_0"))
                    .isZero();
            assertThat(value(metrics, "stream-task-metrics", "dropped-records-total", "reason="))
                    .isEqualTo(1);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> value(
                                    runtime.metrics(),
                                    "stream-state-metrics",
                                    "estimate-num-keys",
                                    "rocksdb-state-id=counts")
                            == 4);
        }
    }

    @Test
    void shouldShowThemOverTheManagementServerWhileItRuns() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName("io.millrace:type=metrics,application=\"metered\"");
        try (StreamsRuntime runtime = new StreamsRuntime(topology(), config, broker)) {
            runtime.start();
            produce();

            await().atMost(Duration.ofSeconds(30)).until(() -> Objects.equals(read(server, name), 5.0));
        }

        assertThat(server.isRegistered(name)).isFalse();
    }

    /** The number of processed records; null while there is no such attribute. */
    private static Object read(MBeanServer server, ObjectName name) throws Exception {
        for (var attribute : server.getMBeanInfo(name).getAttributes()) {
            if (attribute.getName().startsWith("stream-task-metrics/process-total{task-id=0_0,")) {
                return server.getAttribute(name, attribute.getName());
            }
        }
        return null;
    }

    @Test
    void shouldTellListenersOfMetricsThatComeAndGo() {
        Map<MetricName, Metric> present = new ConcurrentHashMap<>();
        List<String> unknown = new ArrayList<>();
        try (StreamsRuntime runtime = new StreamsRuntime(topology(), config, broker)) {
            runtime.addMetricsListener(new MetricsListener() {
                @Override
                public void metricAdded(Metric metric) {
                    present.put(metric.metricName(), metric);
                }

                @Override
                public void metricRemoved(Metric metric) {
                    if (!present.remove(metric.metricName(), metric)) {
                        unknown.add(metric.metricName().toString());
                    }
                }
            });
            runtime.start();
            produce();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> value(present, "stream-task-metrics", "dropped-records-total", "reason=") == 1);
            assertThat(present.keySet()).isEqualTo(runtime.metrics().keySet());
        }

        assertThat(present).isEmpty();
        assertThat(unknown).isEmpty();
    }
}
