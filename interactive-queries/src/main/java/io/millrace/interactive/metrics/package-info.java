/** Metrics as JSON and in Prometheus' text format. */
@NullMarked
package io.millrace.interactive.metrics;

import org.jspecify.annotations.NullMarked;
