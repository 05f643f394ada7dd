package io.millrace.stores.table;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Bounds of scans over keys that compare as unsigned bytes. */
public final class KeyRanges {

    private KeyRanges() {}

    /**
     * Whether a part of a key lies in a range, both ends inclusive.
     *
     * @param from null: from the smallest
     * @param to null: to the largest
     */
    public static boolean contains(byte @Nullable [] from, byte @Nullable [] to, byte[] key, int start, int end) {
        return (from == null || Arrays.compareUnsigned(key, start, end, from, 0, from.length) >= 0)
                && (to == null || Arrays.compareUnsigned(key, start, end, to, 0, to.length) <= 0);
    }

    /** The smallest key behind {@code key}. */
    public static byte[] behind(byte[] key) {
        return Arrays.copyOf(key, key.length + 1);
    }

    /** The smallest key behind all keys that start with {@code prefix}; null if there is none. */
    public static byte @Nullable [] behindPrefix(byte[] prefix) {
        for (int i = prefix.length - 1; i >= 0; i--) {
            if (prefix[i] != (byte) 0xFF) {
                byte[] next = Arrays.copyOf(prefix, i + 1);
                next[i]++;
                return next;
            }
        }
        return null;
    }
}
