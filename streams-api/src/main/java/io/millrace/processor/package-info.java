/**
 * The Processor API: what a program writes when the DSL does not reach, and what stores see of the task they live in.
 *
 * <p>Read {@link io.millrace.processor.Record}, {@link io.millrace.processor.Processor} with its supplier and context
 * ({@link io.millrace.processor.ProcessorContext}), the same for processors that leave the key alone ({@link
 * io.millrace.processor.FixedKeyProcessor}), then {@link io.millrace.processor.StateStore} and {@link
 * io.millrace.processor.StateStoreContext}. Around them: timestamps of input ({@link
 * io.millrace.processor.TimestampExtractor}), topics and partitions of output ({@link
 * io.millrace.processor.TopicNameExtractor}, {@link io.millrace.processor.StreamPartitioner}), and listeners.
 *
 * <p>Everything a processor or store is given belongs to its task: one thread at a time calls it, and it must not be
 * used from others. How tasks run is the business of {@code io.millrace.runtime}; topologies are built in {@code
 * io.millrace.topology}.
 */
@NullMarked
package io.millrace.processor;

import org.jspecify.annotations.NullMarked;
