package io.millrace.metrics;

import java.util.Map;

/** Metrics of an application, and own sensors beside them. Safe from any thread. */
public interface StreamsMetrics {

    /** All metrics now; unmodifiable. */
    Map<MetricName, ? extends Metric> metrics();

    /**
     * A sensor with the metrics rate, total, average latency and maximal latency of {@code operationName}, in group
     * {@code stream-<scopeName>-metrics}. Tags are pairs of key and value.
     */
    Sensor addLatencyRateTotalSensor(
            String scopeName,
            String entityName,
            String operationName,
            Sensor.RecordingLevel recordingLevel,
            String... tags);

    /** A sensor with the metrics rate and total of {@code operationName}. Tags are pairs of key and value. */
    Sensor addRateTotalSensor(
            String scopeName,
            String entityName,
            String operationName,
            Sensor.RecordingLevel recordingLevel,
            String... tags);

    /** A sensor without metrics. */
    Sensor addSensor(String name, Sensor.RecordingLevel recordingLevel);

    /** A sensor without metrics that passes what it records on to {@code parents}. */
    Sensor addSensor(String name, Sensor.RecordingLevel recordingLevel, Sensor... parents);

    /** Takes a sensor and its metrics away; one that is gone already is left alone. */
    void removeSensor(Sensor sensor);
}
