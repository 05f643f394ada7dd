package io.millrace.stores.table;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Hashes key bytes for the tables. Multiply-and-fold over 8 bytes at a time, as in wyhash; not stable between versions. */
final class KeyHashing {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long FIRST = 0x9E3779B97F4A7C15L;
    private static final long SECOND = 0xD6E8FEB86659FD93L;

    private KeyHashing() {}

    static int hash(byte[] array, int offset, int length) {
        long state = FIRST ^ length;
        int position = offset;
        int end = offset + length;
        while (end - position >= Long.BYTES) {
            state = fold(state ^ (long) LONGS.get(array, position));
            position += Long.BYTES;
        }
        long tail = 0;
        while (position < end) {
            tail = tail << 8 | array[position++] & 0xFF;
        }
        state = fold(state ^ tail);
        return (int) (state ^ state >>> 32);
    }

    private static long fold(long mixed) {
        return mixed * SECOND ^ Math.multiplyHigh(mixed, SECOND);
    }
}
