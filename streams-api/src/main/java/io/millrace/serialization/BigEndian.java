package io.millrace.serialization;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers in big-endian bytes. */
final class BigEndian {

    private static final VarHandle SHORT = view(short[].class);
    private static final VarHandle INT = view(int[].class);
    private static final VarHandle LONG = view(long[].class);

    private BigEndian() {}

    private static VarHandle view(Class<?> arrayType) {
        return MethodHandles.byteArrayViewVarHandle(arrayType, ByteOrder.BIG_ENDIAN);
    }

    static byte[] ofShort(short number) {
        byte[] bytes = new byte[Short.BYTES];
        SHORT.set(bytes, 0, number);
        return bytes;
    }

    static byte[] ofInt(int number) {
        byte[] bytes = new byte[Integer.BYTES];
        INT.set(bytes, 0, number);
        return bytes;
    }

    static byte[] ofLong(long number) {
        byte[] bytes = new byte[Long.BYTES];
        LONG.set(bytes, 0, number);
        return bytes;
    }

    static short shortIn(byte[] bytes) {
        return (short) SHORT.get(bytes, 0);
    }

    static int intIn(byte[] bytes) {
        return (int) INT.get(bytes, 0);
    }

    static long longIn(byte[] bytes) {
        return (long) LONG.get(bytes, 0);
    }
}
