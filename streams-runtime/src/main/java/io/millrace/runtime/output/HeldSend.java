package io.millrace.runtime.output;

import io.millrace.record.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record that is sent once the record that it comes from has been processed. Immutable; the key bytes are borrowed until then.
 *
 * @param keyLength -1 for a record without a key
 */
record HeldSend(
        TopicWriter writer,
        int partition,
        long timestampMs,
        byte[] key,
        int keyOffset,
        int keyLength,
        byte @Nullable [] value,
        @Nullable Headers headers) {

    void append() {
        writer.appendNow(partition, timestampMs, key, keyOffset, keyLength, value, headers);
    }
}
