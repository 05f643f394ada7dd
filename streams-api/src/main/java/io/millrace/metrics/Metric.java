package io.millrace.metrics;

/** A named value that changes over time. Safe from any thread. */
public interface Metric {

    /** The name. */
    MetricName metricName();

    /** The value now: a number, or text. */
    Object metricValue();
}
