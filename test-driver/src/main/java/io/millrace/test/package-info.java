/**
 * Testing topologies. {@link io.millrace.test.TopologyTestDriver} runs one; {@link io.millrace.test.TestInputTopic} and
 * {@link io.millrace.test.TestOutputTopic} are its ends, {@link io.millrace.test.TestRecord} what goes in and comes out.
 *
 * <p>Nothing here processes records: the driver steps the runtime's tasks on a log in memory through the same commit sequence, with a wall clock that is set by hand.
 * {@code DriverTask} runs the topology as one task on a log of lists, {@code SeparateTasks} as an application would on an embedded broker; both can be killed and
 * recover from their log.
 */
@NullMarked
package io.millrace.test;

import org.jspecify.annotations.NullMarked;
