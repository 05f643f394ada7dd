/**
 * The values that travel: keys and values, their headers, and the coordinates they have in a topic.
 *
 * <p>Read {@link io.millrace.record.TopicPartition}, {@link io.millrace.record.Headers} with its plain form {@link
 * io.millrace.record.RecordHeaders}, then {@link io.millrace.record.ConsumerRecord} (what was read) and {@link
 * io.millrace.record.ProducerRecord} (what is to be written). The record that a processor sees is {@code
 * io.millrace.processor.Record}; batches of records as a broker stores them are in {@code io.millrace.log}.
 */
@NullMarked
package io.millrace.record;

import org.jspecify.annotations.NullMarked;
