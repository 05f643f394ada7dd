package io.millrace.log;

/** Where a key goes: the hash and the rule of Kafka's default partitioner, so that keys keep their partitions. Stateless. */
public final class KeyHash {

    private static final int SEED = 0x9747b28c;
    private static final int MULTIPLIER = 0x5bd1e995;

    private KeyHash() {}

    /** 32-bit murmur2 of a range of bytes. */
    public static int murmur2(byte[] bytes, int offset, int length) {
        int hash = SEED ^ length;
        int at = offset;
        int words = length >>> 2;
        for (int i = 0; i < words; i++, at += 4) {
            int word = (bytes[at] & 0xff)
                    | (bytes[at + 1] & 0xff) << 8
                    | (bytes[at + 2] & 0xff) << 16
                    | bytes[at + 3] << 24;
            word *= MULTIPLIER;
            word ^= word >>> 24;
            word *= MULTIPLIER;
            hash = hash * MULTIPLIER ^ word;
        }
        int rest = length & 3;
        if (rest > 0) {
            for (int i = rest - 1; i >= 0; i--) {
                hash ^= (bytes[at + i] & 0xff) << (8 * i);
            }
            hash *= MULTIPLIER;
        }
        hash ^= hash >>> 13;
        hash *= MULTIPLIER;
        return hash ^ hash >>> 15;
    }

    /** The partition, of {@code partitionCount}, of a record with this key. */
    public static int partition(byte[] key, int offset, int length, int partitionCount) {
        return (murmur2(key, offset, length) & Integer.MAX_VALUE) % partitionCount;
    }
}
