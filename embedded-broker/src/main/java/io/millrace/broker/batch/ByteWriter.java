package io.millrace.broker.batch;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** A growing array that numbers and texts are written to, big-endian. Confined to its owner. */
public final class ByteWriter {

    private byte[] bytes;
    private int size;

    public ByteWriter(int initialCapacityBytes) {
        bytes = new byte[initialCapacityBytes];
    }

    public int size() {
        return size;
    }

    /** The array written to so far; valid until the next write. */
    public byte[] array() {
        return bytes;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    public void clear() {
        size = 0;
    }

    /** Forgets what was written behind {@code newSize}. */
    public void cut(int newSize) {
        size = Math.min(size, newSize);
    }

    private void reserve(int count) {
        if (size + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, count), bytes.length << 1));
        }
    }

    public void int8(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
    }

    public void int16(int value) {
        reserve(2);
        BatchFormat.putShort(bytes, size, value);
        size += 2;
    }

    public void int32(int value) {
        reserve(4);
        BatchFormat.putInt(bytes, size, value);
        size += 4;
    }

    /** Overwrites four bytes that were written before. */
    public void int32At(int position, int value) {
        BatchFormat.putInt(bytes, position, value);
    }

    public void int64(long value) {
        reserve(8);
        BatchFormat.putLong(bytes, size, value);
        size += 8;
    }

    public void varint(int value) {
        reserve(5);
        size = Varint.put(bytes, size, value);
    }

    public void varlong(long value) {
        reserve(10);
        size = Varint.put(bytes, size, value);
    }

    public void bytes(byte[] from) {
        reserve(from.length);
        System.arraycopy(from, 0, bytes, size, from.length);
        size += from.length;
    }

    public void bytes(byte[] from, int start, int length) {
        reserve(length);
        System.arraycopy(from, start, bytes, size, length);
        size += length;
    }

    /** Length and UTF-8. */
    public void text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        varint(utf8.length);
        bytes(utf8);
    }

    /** CRC32C of what was written from {@code start} on. */
    public int crc(int start) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, start, size - start);
        return (int) crc.getValue();
    }
}
