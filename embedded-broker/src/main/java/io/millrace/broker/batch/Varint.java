package io.millrace.broker.batch;

/** Zigzag varints of 32 and 64 bits, as in record batches. */
final class Varint {

    private Varint() {}

    static int sizeOf(int value) {
        int zigzag = (value << 1) ^ (value >> 31);
        // 1 byte per started group of 7 bits.
        return (38 - Integer.numberOfLeadingZeros(zigzag | 1)) / 7;
    }

    static int sizeOf(long value) {
        long zigzag = (value << 1) ^ (value >> 63);
        return (70 - Long.numberOfLeadingZeros(zigzag | 1)) / 7;
    }

    /** Returns the position behind the number. */
    static int put(byte[] into, int position, int value) {
        int zigzag = (value << 1) ^ (value >> 31);
        while ((zigzag & ~0x7f) != 0) {
            into[position++] = (byte) (zigzag | 0x80);
            zigzag >>>= 7;
        }
        into[position++] = (byte) zigzag;
        return position;
    }

    static int put(byte[] into, int position, long value) {
        long zigzag = (value << 1) ^ (value >> 63);
        while ((zigzag & ~0x7fL) != 0) {
            into[position++] = (byte) (zigzag | 0x80);
            zigzag >>>= 7;
        }
        into[position++] = (byte) zigzag;
        return position;
    }
}
