/**
 * From sinks and stores to the log: one {@link io.millrace.runtime.output.TaskOutput} per task writes output, repartition and changelog records in the task's transaction.
 */
@NullMarked
package io.millrace.runtime.output;

import org.jspecify.annotations.NullMarked;
