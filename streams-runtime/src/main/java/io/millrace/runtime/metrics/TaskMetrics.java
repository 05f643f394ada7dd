package io.millrace.runtime.metrics;

import io.millrace.metrics.Metric;
import io.millrace.metrics.MetricName;
import io.millrace.metrics.MetricsListener;
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
import org.jspecify.annotations.Nullable;

/**
 * The metrics of a task, and those that its processors add: counts, rates, averages and maxima over the life of the task. Groups and tags are named as in 4.3.1; the
 * tag {@code thread-id} is the thread that made the task. Safe from any thread.
 */
public final class TaskMetrics implements StreamsMetrics {

    private static final String[] NO_TAGS = {};

    private final Clock clock;
    private final RecordingLevel level;
    private final long startNanos;
    private final String threadName = Thread.currentThread().getName();
    private final Map<MetricName, Metric> metrics = new ConcurrentHashMap<>();
    private final Map<String, List<MetricName>> bySensor = new ConcurrentHashMap<>();

    private final Meter processed = new Meter();
    private final Meter commits = new Meter();
    private final Meter punctuations = new Meter();
    /** Who hears of metrics that come and go; guarded by {@code metrics}. */
    private @Nullable MetricsListener listener;

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

    /** Tells somebody of all metrics, and from now on of those that come and go. */
    public void attach(MetricsListener newListener) {
        synchronized (metrics) {
            listener = newListener;
            metrics.values().forEach(newListener::metricAdded);
        }
    }

    /** The task is gone: all its metrics are. */
    public void detach() {
        synchronized (metrics) {
            MetricsListener told = listener;
            if (told != null) {
                metrics.values().forEach(told::metricRemoved);
                listener = null;
            }
        }
    }

    /** Records that were processed, timed by slice. */
    public Meter processed() {
        return processed;
    }

    /** Commits, from the flush of the caches to the acknowledgement. */
    public Meter commits() {
        return commits;
    }

    /** Punctuations that ran. */
    public Meter punctuations() {
        return punctuations;
    }

    /** Adds what the task itself measures. */
    public void addTask(TaskId task) {
        addMeter(task, "process", processed);
        addMeter(task, "commit", commits);
        addMeter(task, "punctuate", punctuations);
    }

    private void addMeter(TaskId task, String operation, Meter meter) {
        addTaskCount(operation, task, meter::count);
        gauge(operation + "-latency-avg", "task", task.toString(), NO_TAGS, meter::averageNanos);
        gauge(operation + "-latency-max", "task", task.toString(), NO_TAGS, meter::maxNanos);
    }

    /** Adds a value of the task that goes up and down. */
    public void addTaskGauge(String name, TaskId task, DoubleSupplier value, String... tags) {
        gauge(name, "task", task.toString(), tags, value);
    }

    /** Adds total and rate of the records that came to an operator. */
    public void addOperator(TaskId task, String operator, LongSupplier total) {
        rateAndTotal("processor-node", operator, "process", total, "task-id", task.toString());
    }

    /** Adds the number of records that an operator has dropped for one reason. */
    public void addDrops(TaskId task, String operator, String reason, LongSupplier total) {
        String[] tags = {"processor-node-id", operator, "reason", reason};
        gauge("dropped-records-total", "task", task.toString(), tags, total::getAsLong);
    }

    /** Adds a value of a persistent store. */
    public void addStoreGauge(String name, TaskId task, String store, LongSupplier value) {
        gauge(
                name,
                "stream-state-metrics",
                Map.of("task-id", task.toString(), "rocksdb-state-id", store),
                value::getAsLong);
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
        tagMap.put(scope + "-id", entity);
        for (int i = 0; i + 1 < tags.length; i += 2) {
            tagMap.put(tags[i], tags[i + 1]);
        }
        return gauge(name, "stream-" + scope + "-metrics", tagMap, value);
    }

    private MetricName gauge(String name, String group, Map<String, String> tags, DoubleSupplier value) {
        Map<String, String> tagMap = new LinkedHashMap<>();
        tagMap.put("thread-id", threadName);
        tagMap.putAll(tags);
        MetricName metricName = new MetricName(name, group, "", tagMap);
        Gauge added = new Gauge(metricName, value);
        synchronized (metrics) {
            Metric before = metrics.put(metricName, added);
            MetricsListener told = listener;
            if (told != null) {
                if (before != null) {
                    told.metricRemoved(before);
                }
                told.metricAdded(added);
            }
        }
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

    private void remove(MetricName name) {
        synchronized (metrics) {
            Metric removed = metrics.remove(name);
            MetricsListener told = listener;
            if (removed != null && told != null) {
                told.metricRemoved(removed);
            }
        }
    }

    @Override
    public void removeSensor(Sensor sensor) {
        List<MetricName> names = bySensor.remove(sensor.name());
        if (names != null) {
            names.forEach(this::remove);
        }
    }
}
