package io.millrace.dsl.operator;

import java.nio.ByteBuffer;

/**
 * How a change stands in a repartition topic, as Kafka Streams 4.3 writes it: the value or values, then in the last byte a flag that says which.
 *
 * <pre>
 * 0  old value
 * 1  new value
 * 2  size of the new value (zigzag varint), new value, old value
 * 3, 4, 5  as 0, 1, 2, with one byte before the flag: 1 if the change is to the newest version, else 0
 * </pre>
 */
final class ChangeFormat {

    static final byte OLD_ONLY = 0;
    static final byte NEW_ONLY = 1;
    static final byte BOTH = 2;
    /** Added to the flag if a byte for the version stands before it. */
    static final byte WITH_VERSION = 3;

    static final int MAX_VARINT_BYTES = 5;

    private ChangeFormat() {}

    static void writeVarint(int value, ByteBuffer target) {
        int rest = (value << 1) ^ (value >> 31);
        while ((rest & ~0x7f) != 0) {
            target.put((byte) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        target.put((byte) rest);
    }

    static int readVarint(ByteBuffer source) {
        int raw = 0;
        for (int shift = 0; shift < 7 * MAX_VARINT_BYTES; shift += 7) {
            byte next = source.get();
            raw |= (next & 0x7f) << shift;
            if (next >= 0) {
                return (raw >>> 1) ^ -(raw & 1);
            }
        }
        throw new IllegalArgumentException("A varint of more than " + MAX_VARINT_BYTES + " bytes");
    }
}
