package io.millrace.dsl.operator;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * MurmurHash3 of 128 bits for 64-bit machines, by Austin Appleby (public domain), with the seed of Kafka Streams, so that what is on its way in a topic keeps its meaning
 * when a program moves over. Linear in the input; not safe against an adversary.
 */
final class Murmur3 {

    private static final int SEED = 104729;
    private static final long C1 = 0x87c37b91114253d5L;
    private static final long C2 = 0x4cf5ad432745937fL;
    private static final int BLOCK_BYTES = 2 * Long.BYTES;

    private Murmur3() {}

    /** The two halves of the hash. */
    static long[] hash128(byte[] data) {
        ByteBuffer source = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        long h1 = SEED;
        long h2 = SEED;
        while (source.remaining() >= BLOCK_BYTES) {
            h1 ^= scrambleFirst(source.getLong());
            h1 = (Long.rotateLeft(h1, 27) + h2) * 5 + 0x52dce729;
            h2 ^= scrambleSecond(source.getLong());
            h2 = (Long.rotateLeft(h2, 31) + h1) * 5 + 0x38495ab5;
        }
        byte[] tail = new byte[BLOCK_BYTES];
        source.get(tail, 0, source.remaining());
        ByteBuffer padded = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN);
        h1 ^= scrambleFirst(padded.getLong());
        h2 ^= scrambleSecond(padded.getLong());
        h1 ^= data.length;
        h2 ^= data.length;
        h1 += h2;
        h2 += h1;
        h1 = mix(h1);
        h2 = mix(h2);
        h1 += h2;
        h2 += h1;
        return new long[] {h1, h2};
    }

    /** Zero stays zero, so that a padded tail hashes like a short one. */
    private static long scrambleFirst(long block) {
        return Long.rotateLeft(block * C1, 31) * C2;
    }

    private static long scrambleSecond(long block) {
        return Long.rotateLeft(block * C2, 33) * C1;
    }

    private static long mix(long value) {
        long mixed = value;
        mixed ^= mixed >>> 33;
        mixed *= 0xff51afd7ed558ccdL;
        mixed ^= mixed >>> 33;
        mixed *= 0xc4ceb9fe1a85ec53L;
        mixed ^= mixed >>> 33;
        return mixed;
    }
}
