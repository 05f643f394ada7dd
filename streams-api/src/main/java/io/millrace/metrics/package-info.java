/**
 * The vocabulary of metrics: {@link io.millrace.metrics.MetricName}, {@link io.millrace.metrics.Metric}, and what user
 * code can add, {@link io.millrace.metrics.StreamsMetrics} and {@link io.millrace.metrics.Sensor}. How values are kept
 * and shown is the business of {@code io.millrace.runtime}.
 */
@NullMarked
package io.millrace.metrics;

import org.jspecify.annotations.NullMarked;
