/**
 * Testing topologies. {@link io.millrace.test.TopologyTestDriver} runs one; {@link io.millrace.test.TestInputTopic} and
 * {@link io.millrace.test.TestOutputTopic} are its ends, {@link io.millrace.test.TestRecord} what goes in and comes out.
 *
 * <p>Nothing here processes records: the driver steps the runtime's tasks on an in-memory broker through the same commit sequence, with a wall clock
 * that is set by hand.
 */
@NullMarked
package io.millrace.test;

import org.jspecify.annotations.NullMarked;
