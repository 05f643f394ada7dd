/**
 * What a task reads. {@link io.millrace.runtime.input.PartitionQueue} holds the batches of one partition and decodes the record at its head;
 * {@link io.millrace.runtime.input.PartitionGroup} chooses the next record among the queues by timestamp and keeps stream time;
 * {@link io.millrace.runtime.input.IdleRule} says whether the task should wait for an empty queue. Nothing here processes.
 */
@NullMarked
package io.millrace.runtime.input;

import org.jspecify.annotations.NullMarked;
