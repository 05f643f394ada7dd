package io.millrace.dsl.operator;

import io.millrace.errors.StreamsException;
import io.millrace.processor.StreamPartitioner;
import io.millrace.serialization.Deserializer;
import io.millrace.serialization.Serializer;
import java.nio.ByteBuffer;
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
 * @param foreignValue bytes of the right value; null for no row
 * @param partition where to send it; not part of the bytes, and -1 after reading
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ForeignKeyAnswer(long @Nullable [] hash, byte @Nullable [] foreignValue, int partition) {

    private static final byte VERSION = 0;
    private static final int WITHOUT_HASH = 0x80;
    private static final int VERSION_BITS = 0x7f;

    /** Sends an answer to the partition that the registration came from. */
    public static StreamPartitioner<Object, ForeignKeyAnswer> backToSender() {
        return (topic, key, answer, partitions) ->
                Optional.of(Set.of(Objects.requireNonNull(answer).partition()));
    }

    /** Writes answers. */
    public static Serializer<ForeignKeyAnswer> serializer() {
        return (topic, answer) -> Objects.requireNonNull(answer).encode();
    }

    /** Reads answers. */
    public static Deserializer<ForeignKeyAnswer> deserializer() {
        return (topic, bytes) -> decode(Objects.requireNonNull(bytes));
    }

    private byte[] encode() {
        int hashLength = hash == null ? 0 : 2 * Long.BYTES;
        int valueLength = foreignValue == null ? 0 : foreignValue.length;
        ByteBuffer target = ByteBuffer.allocate(1 + hashLength + valueLength);
        target.put((byte) (hash == null ? VERSION | WITHOUT_HASH : VERSION));
        if (hash != null) {
            target.putLong(hash[0]).putLong(hash[1]);
        }
        if (foreignValue != null) {
            target.put(foreignValue);
        }
        return target.array();
    }

    private static ForeignKeyAnswer decode(byte[] bytes) {
        ByteBuffer source = ByteBuffer.wrap(bytes);
        byte first = source.get();
        if ((first & VERSION_BITS) != VERSION) {
            throw new StreamsException("An answer of a foreign-key join has version " + (first & VERSION_BITS)
                    + ", which this release does not know: expected " + VERSION);
        }
        long[] hash = (first & WITHOUT_HASH) != 0 ? null : new long[] {source.getLong(), source.getLong()};
        byte[] value = null;
        if (source.hasRemaining()) {
            value = new byte[source.remaining()];
            source.get(value);
        }
        return new ForeignKeyAnswer(hash, value, -1);
    }
}
