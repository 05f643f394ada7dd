package io.millrace.test;

import io.millrace.record.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record on its way into a topology. Immutable.
 *
 * @param partition null: chosen by key
 * @param timestampMs may be negative: the topology's extractor has to deal with it
 */
record PipedRecord(
        String topic,
        @Nullable Integer partition,
        long timestampMs,
        Headers headers,
        byte @Nullable [] key,
        byte @Nullable [] value) {

    /** The headers; null if there are none. */
    @Nullable
    Headers headersIfAny() {
        return headers.iterator().hasNext() ? headers : null;
    }
}
