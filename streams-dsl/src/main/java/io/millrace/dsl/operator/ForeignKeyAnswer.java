package io.millrace.dsl.operator;

import io.millrace.processor.StreamPartitioner;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the side of the right table sends back to a left key. Its bytes are those of Kafka Streams 4.3, version 0:
 *
 * <pre>
 * version 1 (highest bit: without hash), hash 16 if there is one, right value
 * </pre>
 *
 * @param hash of the left value for which this is the answer; null for none
 * @param foreignValue the right value; null for no row
 * @param partition where to send it; not part of the bytes, and -1 after reading
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ForeignKeyAnswer(
        long @Nullable [] hash, @Nullable Object foreignValue, int partition) {

    static final byte VERSION = 0;
    static final int WITHOUT_HASH = 0x80;

    /** Sends an answer to the partition that the registration came from. */
    public static StreamPartitioner<Object, ForeignKeyAnswer> backToSender() {
        return (topic, key, answer, partitions) ->
                Optional.of(Set.of(Objects.requireNonNull(answer).partition()));
    }
}
