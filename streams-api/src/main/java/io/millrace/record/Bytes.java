package io.millrace.record;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A byte array with value equality and an order: unsigned, lexicographic, a prefix before what it is a prefix of. The
 * array is not copied; whoever wraps one must not write to it afterwards.
 */
public class Bytes implements Comparable<Bytes> {

    /** An array without elements. */
    public static final byte[] EMPTY = new byte[0];

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private final byte[] bytes;
    private int hash;

    /** Wraps {@code bytes} without a copy. */
    public Bytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Wraps {@code bytes} without a copy; null gives null. */
    public static @Nullable Bytes wrap(byte @Nullable [] bytes) {
        return bytes == null ? null : new Bytes(bytes);
    }

    /** The wrapped array itself. */
    public byte[] get() {
        return bytes;
    }

    @Override
    public int compareTo(Bytes that) {
        return Arrays.compareUnsigned(bytes, that.bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        // Zero stands for "not computed"; the race of two threads that compute it is harmless.
        int h = hash;
        if (h == 0) {
            h = Arrays.hashCode(bytes);
            hash = h;
        }
        return h;
    }

    /** Printable ASCII as it is, every other byte and the backslash as <code>&#92;xNN</code>. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(bytes.length + 8);
        for (byte b : bytes) {
            if (b >= ' ' && b <= '~' && b != '\\') {
                text.append((char) b);
            } else {
                text.append("\\x").append(HEX[(b >> 4) & 0xF]).append(HEX[b & 0xF]);
            }
        }
        return text.toString();
    }
}
