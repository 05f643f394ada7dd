package io.millrace.simulation.reference;

import io.millrace.simulation.program.Wire;
import java.nio.charset.StandardCharsets;

/** The hash by which a foreign-key join tells values apart: MurmurHash3 by Austin Appleby (public domain), its variant of 128 bits for 64-bit machines, seed 104729. */
final class Murmur {

    private static final long[] FACTORS = {0x87c37b91114253d5L, 0x4cf5ad432745937fL};
    private static final int BLOCK = 16;

    private Murmur() {}

    static String hash(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        long first = 104_729;
        long second = 104_729;
        int blocks = bytes.length / BLOCK;
        for (int block = 0; block < blocks; block++) {
            first ^= word(bytes, block * BLOCK, FACTORS[0], 31, FACTORS[1]);
            first = (Long.rotateLeft(first, 27) + second) * 5 + 0x52dce729;
            second ^= word(bytes, block * BLOCK + 8, FACTORS[1], 33, FACTORS[0]);
            second = (Long.rotateLeft(second, 31) + first) * 5 + 0x38495ab5;
        }
        first ^= word(bytes, blocks * BLOCK, FACTORS[0], 31, FACTORS[1]) ^ bytes.length;
        second ^= word(bytes, blocks * BLOCK + 8, FACTORS[1], 33, FACTORS[0]) ^ bytes.length;
        first += second;
        second += first;
        first = mixed(first);
        second = mixed(second);
        first += second;
        return Wire.hash(first, second + first);
    }

    /** Eight bytes, the lowest first, as far as there are any. */
    private static long word(byte[] bytes, int from, long factor, int turn, long otherFactor) {
        long word = 0;
        for (int i = from; i < Math.min(bytes.length, from + 8); i++) {
            word |= (bytes[i] & 0xffL) << (i - from) * 8;
        }
        return Long.rotateLeft(word * factor, turn) * otherFactor;
    }

    private static long mixed(long value) {
        long mixed = value;
        for (long factor : new long[] {0xff51afd7ed558ccdL, 0xc4ceb9fe1a85ec53L}) {
            mixed = (mixed ^ mixed >>> 33) * factor;
        }
        return mixed ^ mixed >>> 33;
    }
}
