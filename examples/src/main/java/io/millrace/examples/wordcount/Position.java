package io.millrace.examples.wordcount;

import java.nio.ByteBuffer;

/**
 * How far a file has been read. Immutable. As bytes: the two numbers, big-endian, 8 and 4 bytes.
 *
 * @param bytes bytes from the start of the file that were consumed
 * @param crc32c the CRC32C of those bytes
 */
record Position(long bytes, int crc32c) {

    /** Nothing read; the CRC32C of no bytes is 0. */
    static final Position START = new Position(0, 0);

    private static final int SIZE = Long.BYTES + Integer.BYTES;

    byte[] encoded() {
        return ByteBuffer.allocate(SIZE).putLong(bytes).putInt(crc32c).array();
    }

    static Position decode(byte[] array, int offset, int length) {
        if (length != SIZE) {
            throw new IllegalArgumentException("A position has " + SIZE + " bytes, got " + length);
        }
        ByteBuffer buffer = ByteBuffer.wrap(array, offset, length);
        return new Position(buffer.getLong(), buffer.getInt());
    }
}
