package io.millrace.runtime.metrics;

import io.millrace.metrics.Metric;
import io.millrace.metrics.MetricName;
import io.millrace.metrics.Sensor;
import io.millrace.metrics.Sensor.RecordingLevel;
import io.millrace.metrics.StreamsMetrics;
import io.millrace.processor.TaskId;
import io.millrace.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAccumulator;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * The metrics of a task, and those that its processors add: counts, rates, averages and maxima over the life of the task. Groups and tags are named as in 4.3.1; the
 * tag {@code thread-id} is the thread that made the task. Safe from any thread.
 */
public final class TaskMetrics implements StreamsMetrics {

    private final Clock clock;
    private final RecordingLevel level;
    private final long startNanos;
    private final String threadName = Thread.currentThread().getName();
    private final Map<MetricName, Metric> metrics = new ConcurrentHashMap<>();
    private final Map<String, List<MetricName>> bySensor = new ConcurrentHashMap<>();

    private record Gauge(MetricName metricName, DoubleSupplier value) implements Metric {

        @Override
        public Object metricValue() {
            return value.getAsDouble();
        }
    }

    public TaskMetrics(Clock clock, RecordingLevel level) {
        this.clock = clock;
        this.level = level;
        this.startNanos = clock.monotonicNanos();
    }

    @Override
    public Map<MetricName, ? extends Metric> metrics() {
        return Map.copyOf(metrics);
    }

    /** Adds total and rate of something that the task counts itself. */
    public void addTaskCount(String operationName, TaskId task, LongSupplier total) {
        rateAndTotal("task", task.toString(), operationName, total);
    }

    @Override
    public Sensor addLatencyRateTotalSensor(
            String scopeName, String entityName, String operationName, RecordingLevel recordingLevel, String... tags) {
        LongAdder count = new LongAdder();
        DoubleAdder sum = new DoubleAdder();
        DoubleAccumulator max = new DoubleAccumulator(Math::max, Double.NEGATIVE_INFINITY);
        List<MetricName> names = new ArrayList<>(rateAndTotal(scopeName, entityName, operationName, count::sum, tags));
        names.add(gauge(
                operationName + "-latency-avg",
                scopeName,
                entityName,
                tags,
                () -> count.sum() == 0 ? Double.NaN : sum.sum() / count.sum()));
        names.add(gauge(
                operationName + "-latency-max",
                scopeName,
                entityName,
                tags,
                () -> count.sum() == 0 ? Double.NaN : max.get()));
        return sensor(scopeName, entityName, operationName, recordingLevel, names, (value, timeMs) -> {
            count.increment();
            sum.add(value);
            max.accumulate(value);
        });
    }

    @Override
    public Sensor addRateTotalSensor(
            String scopeName, String entityName, String operationName, RecordingLevel recordingLevel, String... tags) {
        LongAdder count = new LongAdder();
        List<MetricName> names = rateAndTotal(scopeName, entityName, operationName, count::sum, tags);
        return sensor(
                scopeName, entityName, operationName, recordingLevel, names, (value, timeMs) -> count.increment());
    }

    private List<MetricName> rateAndTotal(
            String scope, String entity, String operation, LongSupplier count, String... tags) {
        MetricName total = gauge(operation + "-total", scope, entity, tags, count::getAsLong);
        MetricName rate = gauge(operation + "-rate", scope, entity, tags, () -> {
            double seconds = (clock.monotonicNanos() - startNanos) / 1e9;
            return seconds <= 0 ? 0 : count.getAsLong() / seconds;
        });
        return List.of(total, rate);
    }

    private MetricName gauge(String name, String scope, String entity, String[] tags, DoubleSupplier value) {
        Map<String, String> tagMap = new LinkedHashMap<>();
        tagMap.put("thread-id", threadName);
        tagMap.put(scope + "-id", entity);
        for (int i = 0; i + 1 < tags.length; i += 2) {
            tagMap.put(tags[i], tags[i + 1]);
        }
        MetricName metricName = new MetricName(name, "stream-" + scope + "-metrics", "", tagMap);
        metrics.put(metricName, new Gauge(metricName, value));
        return metricName;
    }

    private Sensor sensor(
            String scope,
            String entity,
            String operation,
            RecordingLevel sensorLevel,
            List<MetricName> names,
            Sensor.Recorder recorder) {
        String name = scope + "." + entity + "." + operation;
        bySensor.put(name, names);
        return new Sensor(name, sensorLevel, level, clock::wallMs, List.of(recorder), List.of());
    }

    @Override
    public Sensor addSensor(String name, RecordingLevel recordingLevel) {
        return new Sensor(name, recordingLevel, level, clock::wallMs, List.of(), List.of());
    }

    @Override
    public Sensor addSensor(String name, RecordingLevel recordingLevel, Sensor... parents) {
        return new Sensor(name, recordingLevel, level, clock::wallMs, List.of(), List.of(parents));
    }

    @Override
    public void removeSensor(Sensor sensor) {
        List<MetricName> names = bySensor.remove(sensor.name());
        if (names != null) {
            names.forEach(metrics::remove);
        }
    }
}
