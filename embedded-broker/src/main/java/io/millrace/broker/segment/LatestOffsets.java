package io.millrace.broker.segment;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The last offset of each key in a part of a log. Keys are kept whole: a hash alone could take two for one. Bounded; confined to its owner. */
final class LatestOffsets {

    /** What an entry costs beside the bytes of its key, about. */
    private static final int ENTRY_BYTES = 120;

    private final long bytesMax;
    private final Map<Key, Long> offsets = new HashMap<>();
    private final Key sought = new Key(new byte[0], 0, 0);
    private long usedBytes;

    LatestOffsets(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    private static final class Key {

        private byte[] bytes;
        private int offset;
        private int length;
        private int hash;

        Key(byte[] bytes, int offset, int length) {
            set(bytes, offset, length);
        }

        void set(byte[] newBytes, int newOffset, int newLength) {
            bytes = newBytes;
            offset = newOffset;
            length = newLength;
            int result = 1;
            for (int i = 0; i < newLength; i++) {
                result = 31 * result + newBytes[newOffset + i];
            }
            hash = result;
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key that
                    && Arrays.equals(
                            bytes, offset, offset + length, that.bytes, that.offset, that.offset + that.length);
        }
    }

    /** Whether it has not reached its bound. */
    boolean hasRoom() {
        return usedBytes < bytesMax;
    }

    void put(byte[] bytes, int keyOffset, int keyLength, long offset) {
        sought.set(bytes, keyOffset, keyLength);
        if (offsets.replace(sought, offset) == null) {
            byte[] key = Arrays.copyOfRange(bytes, keyOffset, keyOffset + keyLength);
            offsets.put(new Key(key, 0, keyLength), offset);
            usedBytes += keyLength + ENTRY_BYTES;
        }
    }

    /** Last offset of the key; -1 if it is not known. */
    long get(byte[] bytes, int keyOffset, int keyLength) {
        sought.set(bytes, keyOffset, keyLength);
        return offsets.getOrDefault(sought, -1L);
    }
}
