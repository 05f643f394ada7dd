package io.millrace.broker.batch;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads what {@link ByteWriter} wrote, between two positions of an array. Reading past the end throws {@link IndexOutOfBoundsException}: the
 * bytes were checked by a CRC before, so that is a defect, not damage. Confined to its owner.
 */
public final class ByteReader {

    private final byte[] bytes;
    private final int end;
    private int position;

    public ByteReader(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.position = start;
        this.end = end;
    }

    public boolean hasMore() {
        return position < end;
    }

    private int take(int count) {
        int at = position;
        if (count < 0 || count > end - at) {
            throw new IndexOutOfBoundsException("Needs " + count + " bytes at " + at + ", the end is " + end);
        }
        position = at + count;
        return at;
    }

    int position() {
        return position;
    }

    void skip(int count) {
        take(count);
    }

    public byte int8() {
        return bytes[take(1)];
    }

    public short int16() {
        return BatchFormat.getShort(bytes, take(2));
    }

    public int int32() {
        return BatchFormat.getInt(bytes, take(4));
    }

    public long int64() {
        return BatchFormat.getLong(bytes, take(8));
    }

    public int varint() {
        int zigzag = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            byte next = int8();
            zigzag |= (next & 0x7f) << shift;
            if (next >= 0) {
                return (zigzag >>> 1) ^ -(zigzag & 1);
            }
        }
        throw new IndexOutOfBoundsException("A 32-bit varint has more than 5 bytes");
    }

    public long varlong() {
        long zigzag = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            byte next = int8();
            zigzag |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return (zigzag >>> 1) ^ -(zigzag & 1);
            }
        }
        throw new IndexOutOfBoundsException("A 64-bit varint has more than 10 bytes");
    }

    public byte[] bytes(int count) {
        int at = take(count);
        return Arrays.copyOfRange(bytes, at, at + count);
    }

    public String text() {
        int count = varint();
        return new String(bytes, take(count), count, StandardCharsets.UTF_8);
    }
}
