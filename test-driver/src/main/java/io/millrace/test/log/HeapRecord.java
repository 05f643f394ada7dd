package io.millrace.test.log;

import io.millrace.record.Headers;
import io.millrace.record.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A record of the log. Nobody changes its bytes.
 *
 * @param headers null means none
 */
public record HeapRecord(
        TopicPartition partition,
        long offset,
        long timestampMs,
        byte @Nullable [] key,
        byte @Nullable [] value,
        @Nullable Headers headers) {}
