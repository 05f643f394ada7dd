package io.millrace.dsl.operator;

import io.millrace.errors.StreamsException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a left row of a foreign-key join tells the side of the right table. Its bytes are those of Kafka Streams 4.3, version 1:
 *
 * <pre>
 * version 1 (highest bit: without hash), instruction 1, hash 16 if there is one, left key, partition 4
 * </pre>
 *
 * @param hash identifies the left value; null for none
 * @param key bytes of the left key
 * @param partition of the left row, where the answer is to go
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Registration(long @Nullable [] hash, Instruction instruction, byte[] key, int partition) {

    /** What is to be done. The order is that of the codes in the format. */
    enum Instruction {
        /** Forget the registration. */
        FORGET,
        /** Forget the registration, and answer that there is no right row. */
        FORGET_AND_ANSWER,
        /** Register, and answer also if there is no right row. */
        ANSWER,
        /** Register, and answer if there is a right row. */
        ANSWER_IF_PRESENT
    }

    private static final byte VERSION = 1;
    private static final int WITHOUT_HASH = 0x80;
    private static final int VERSION_BITS = 0x7f;
    private static final Instruction[] INSTRUCTIONS = Instruction.values();

    boolean forgets() {
        return instruction == Instruction.FORGET || instruction == Instruction.FORGET_AND_ANSWER;
    }

    byte[] encode() {
        int hashLength = hash == null ? 0 : 2 * Long.BYTES;
        ByteBuffer target = ByteBuffer.allocate(2 + hashLength + key.length + Integer.BYTES);
        target.put((byte) (hash == null ? VERSION | WITHOUT_HASH : VERSION)).put((byte) instruction.ordinal());
        if (hash != null) {
            target.putLong(hash[0]).putLong(hash[1]);
        }
        return target.put(key).putInt(partition).array();
    }

    static Registration decode(byte[] bytes) {
        ByteBuffer source = ByteBuffer.wrap(bytes);
        byte first = source.get();
        int version = first & VERSION_BITS;
        byte code = source.get();
        if (version != VERSION || code < 0 || code >= INSTRUCTIONS.length) {
            throw new StreamsException("A registration of a foreign-key join has version " + version
                    + " and instruction " + code + ", which this release does not know: expected version " + VERSION);
        }
        long[] hash = (first & WITHOUT_HASH) != 0 ? null : new long[] {source.getLong(), source.getLong()};
        byte[] key = new byte[source.remaining() - Integer.BYTES];
        source.get(key);
        return new Registration(hash, INSTRUCTIONS[code], key, source.getInt());
    }
}
