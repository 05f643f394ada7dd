package io.millrace.broker.batch;

import io.millrace.broker.compression.Compression;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Layout of a batch's header, and access to its fields in an array at the position where the batch starts. */
public final class BatchFormat {

    public static final int HEADER_BYTES = 61;
    /** Bytes before those that the length field counts. */
    public static final int LENGTH_OVERHEAD = 12;

    public static final byte MAGIC = 2;
    public static final long NO_PRODUCER_ID = -1;
    public static final int NO_SEQUENCE = -1;

    static final int LENGTH = 8;
    static final int LEADER_EPOCH = 12;
    static final int MAGIC_POSITION = 16;
    static final int CRC = 17;
    static final int ATTRIBUTES = 21;
    static final int LAST_OFFSET_DELTA = 23;
    static final int BASE_TIMESTAMP = 27;
    static final int MAX_TIMESTAMP = 35;
    static final int PRODUCER_ID = 43;
    static final int PRODUCER_EPOCH = 51;
    static final int BASE_SEQUENCE = 53;
    static final int RECORD_COUNT = 57;

    static final int COMPRESSION_MASK = 0x07;
    static final int LOG_APPEND_TIME = 0x08;
    static final int TRANSACTIONAL = 0x10;
    static final int CONTROL = 0x20;
    /** The base timestamp is the time from which on tombstones and an empty transaction's marker may go. */
    static final int DELETE_HORIZON = 0x40;

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private BatchFormat() {}

    static short getShort(byte[] bytes, int position) {
        return (short) SHORT.get(bytes, position);
    }

    static int getInt(byte[] bytes, int position) {
        return (int) INT.get(bytes, position);
    }

    static long getLong(byte[] bytes, int position) {
        return (long) LONG.get(bytes, position);
    }

    static void putShort(byte[] bytes, int position, int value) {
        SHORT.set(bytes, position, (short) value);
    }

    static void putInt(byte[] bytes, int position, int value) {
        INT.set(bytes, position, value);
    }

    static void putLong(byte[] bytes, int position, long value) {
        LONG.set(bytes, position, value);
    }

    public static long baseOffset(byte[] bytes, int start) {
        return getLong(bytes, start);
    }

    /** Size of the whole batch in bytes, its first 12 bytes included; not checked. */
    public static int sizeBytes(byte[] bytes, int start) {
        return getInt(bytes, start + LENGTH) + LENGTH_OVERHEAD;
    }

    public static byte magic(byte[] bytes, int start) {
        return bytes[start + MAGIC_POSITION];
    }

    public static int leaderEpoch(byte[] bytes, int start) {
        return getInt(bytes, start + LEADER_EPOCH);
    }

    public static long lastOffset(byte[] bytes, int start) {
        return baseOffset(bytes, start) + getInt(bytes, start + LAST_OFFSET_DELTA);
    }

    /** Number of offsets that the batch takes; at least its number of records. */
    public static int offsetCount(byte[] bytes, int start) {
        return getInt(bytes, start + LAST_OFFSET_DELTA) + 1;
    }

    public static int recordCount(byte[] bytes, int start) {
        return getInt(bytes, start + RECORD_COUNT);
    }

    public static long maxTimestamp(byte[] bytes, int start) {
        return getLong(bytes, start + MAX_TIMESTAMP);
    }

    public static long producerId(byte[] bytes, int start) {
        return getLong(bytes, start + PRODUCER_ID);
    }

    public static short producerEpoch(byte[] bytes, int start) {
        return getShort(bytes, start + PRODUCER_EPOCH);
    }

    public static int baseSequence(byte[] bytes, int start) {
        return getInt(bytes, start + BASE_SEQUENCE);
    }

    public static boolean isTransactional(byte[] bytes, int start) {
        return (getShort(bytes, start + ATTRIBUTES) & TRANSACTIONAL) != 0;
    }

    public static boolean isControl(byte[] bytes, int start) {
        return (getShort(bytes, start + ATTRIBUTES) & CONTROL) != 0;
    }

    public static boolean isCompressed(byte[] bytes, int start) {
        return (getShort(bytes, start + ATTRIBUTES) & COMPRESSION_MASK) != 0;
    }

    static Compression compression(byte[] bytes, int start) {
        return Compression.numbered(getShort(bytes, start + ATTRIBUTES) & COMPRESSION_MASK)
                .orElseThrow();
    }

    /** Wall-clock time from which on the tombstones of the batch, or the marker that it is, may go; -1 if that is not decided. */
    public static long deleteHorizonMs(byte[] bytes, int start) {
        return (getShort(bytes, start + ATTRIBUTES) & DELETE_HORIZON) == 0
                ? -1
                : getLong(bytes, start + BASE_TIMESTAMP);
    }

    /** Sets what the log decides when it appends a batch. Neither field is covered by the CRC. */
    public static void place(byte[] bytes, int start, long baseOffset, int leaderEpoch) {
        putLong(bytes, start, baseOffset);
        putInt(bytes, start + LEADER_EPOCH, leaderEpoch);
    }

    static void seal(byte[] bytes, int start, int sizeBytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, start + ATTRIBUTES, sizeBytes - ATTRIBUTES);
        putInt(bytes, start + CRC, (int) crc.getValue());
    }

    /**
     * What is wrong with the batch at {@code start}, or null if it is whole: length within {@code available}, magic, CRC, sane counts. Zeros
     * are never a valid batch.
     */
    public static @Nullable String problem(byte[] bytes, int start, int available) {
        if (available < HEADER_BYTES) {
            return "only " + available + " bytes are left, a batch has at least " + HEADER_BYTES;
        }
        long size = (long) getInt(bytes, start + LENGTH) + LENGTH_OVERHEAD;
        if (size < HEADER_BYTES) {
            return "its length field says " + (size - LENGTH_OVERHEAD);
        }
        if (size > available) {
            return "its length field says " + size + " bytes, " + available + " are left";
        }
        if (magic(bytes, start) != MAGIC) {
            return "magic is " + magic(bytes, start) + ", expected " + MAGIC;
        }
        CRC32C crc = new CRC32C();
        crc.update(bytes, start + ATTRIBUTES, (int) size - ATTRIBUTES);
        int stored = getInt(bytes, start + CRC);
        if (stored != (int) crc.getValue()) {
            return "CRC32C is " + Integer.toHexString((int) crc.getValue()) + ", the batch says "
                    + Integer.toHexString(stored);
        }
        int count = recordCount(bytes, start);
        if (count < 0 || offsetCount(bytes, start) < Math.max(1, count)) {
            return count + " records do not fit " + offsetCount(bytes, start) + " offsets";
        }
        int compression = getShort(bytes, start + ATTRIBUTES) & COMPRESSION_MASK;
        if (Compression.numbered(compression).isEmpty()) {
            return "it is compressed in an unknown way, " + compression;
        }
        return null;
    }
}
