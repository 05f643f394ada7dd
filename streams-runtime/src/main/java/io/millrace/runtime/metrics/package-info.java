/**
 * Counting: records processed and dropped, and the log lines about drops. Reading and exporting metrics is not here.
 */
@NullMarked
package io.millrace.runtime.metrics;

import org.jspecify.annotations.NullMarked;
