package io.millrace.metrics;

/**
 * Hears of metrics that come and go, so that they can be put into another registry, for example Micrometer's. Values are asked for with {@link Metric#metricValue()}, at any time
 * and on any thread, until the metric is removed; then they stay at what they were.
 *
 * <p>Called on the thread that makes or closes a task, one call at a time; must not block, and must not call the application. What it throws is logged.
 */
public interface MetricsListener {

    /** A metric is there; called for those that are there already when the listener is added. */
    void metricAdded(Metric metric);

    /** A metric is gone: its task, or its sensor. */
    void metricRemoved(Metric metric);
}
