package io.millrace.stores.windowed;

import io.millrace.stores.table.KeyLayout;
import io.millrace.stores.table.StreamProgress;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Keys of window and session stores. All numbers are big-endian, so that keys of one record key sort by time.
 *
 * <pre>
 * changelog, windows:   key | start of the window (8) | sequence number (4)
 * changelog, sessions:  key | end of the session (8)  | start of the session (8)
 * table and engine:     segment (8) | key of the changelog
 * </pre>
 *
 * <p>The <em>time</em> of a row is the number behind its key; its segment is time / segment interval. So a segment is a range of keys, and
 * expired segments are dropped by deleting everything below a key. Immutable.
 */
final class WindowedLayout implements KeyLayout {

    static final int SEGMENT_BYTES = Long.BYTES;
    private static final int WINDOW_SUFFIX_BYTES = Long.BYTES + Integer.BYTES;
    private static final int SESSION_SUFFIX_BYTES = 2 * Long.BYTES;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final long retentionMs;
    private final long segmentIntervalMs;
    private final boolean sessions;
    private final int suffixBytes;

    WindowedLayout(long retentionMs, long segmentIntervalMs, boolean sessions) {
        this.retentionMs = retentionMs;
        this.segmentIntervalMs = segmentIntervalMs;
        this.sessions = sessions;
        this.suffixBytes = sessions ? SESSION_SUFFIX_BYTES : WINDOW_SUFFIX_BYTES;
    }

    // ---- keys
    // ---------------------------------------------------------------------------------------------------------------

    int length(int keyLength) {
        return SEGMENT_BYTES + keyLength + suffixBytes;
    }

    /**
     * Writes a table key to the front of {@code target}.
     *
     * @param second sequence number of a window, start of a session
     */
    void write(byte[] target, byte[] key, int keyOffset, int keyLength, long timeMs, long second) {
        LONGS.set(target, 0, segmentOf(timeMs));
        System.arraycopy(key, keyOffset, target, SEGMENT_BYTES, keyLength);
        writeSuffix(target, SEGMENT_BYTES + keyLength, timeMs, second);
    }

    private void writeSuffix(byte[] target, int position, long timeMs, long second) {
        LONGS.set(target, position, timeMs);
        if (sessions) {
            LONGS.set(target, position + Long.BYTES, second);
        } else {
            INTS.set(target, position + Long.BYTES, (int) second);
        }
    }

    /** A key as it stands in the changelog, and in the table behind the segment. */
    byte[] changelogKey(byte[] key, long timeMs, long second) {
        byte[] joined = Arrays.copyOf(key, key.length + suffixBytes);
        writeSuffix(joined, key.length, timeMs, second);
        return joined;
    }

    byte[] keyOf(byte[] tableKey) {
        return Arrays.copyOfRange(tableKey, SEGMENT_BYTES, tableKey.length - suffixBytes);
    }

    /** Where the record key ends in a table key; it starts behind the segment. */
    int keyEnd(byte[] tableKey) {
        return tableKey.length - suffixBytes;
    }

    /** Compares the record key of a table key with another record key. */
    int compareKey(byte[] tableKey, byte[] key) {
        return Arrays.compareUnsigned(tableKey, SEGMENT_BYTES, tableKey.length - suffixBytes, key, 0, key.length);
    }

    /** Compares the record keys of two table keys. */
    int compareKeys(byte[] tableKey, byte[] other) {
        return Arrays.compareUnsigned(
                tableKey,
                SEGMENT_BYTES,
                tableKey.length - suffixBytes,
                other,
                SEGMENT_BYTES,
                other.length - suffixBytes);
    }

    /** Start of a window, end of a session. */
    long timeOf(byte[] tableKey) {
        return (long) LONGS.get(tableKey, tableKey.length - suffixBytes);
    }

    /** Sequence number of a window, start of a session. */
    long secondOf(byte[] tableKey) {
        int position = tableKey.length - suffixBytes + Long.BYTES;
        return sessions ? (long) LONGS.get(tableKey, position) : (int) INTS.get(tableKey, position);
    }

    // ---- time
    // ---------------------------------------------------------------------------------------------------------------

    long segmentOf(long timeMs) {
        return timeMs / segmentIntervalMs;
    }

    /** First time of a segment; the largest there is if it would be beyond. */
    long segmentStart(long segment) {
        return segment > Long.MAX_VALUE / segmentIntervalMs ? Long.MAX_VALUE : segment * segmentIntervalMs;
    }

    static long segmentIn(byte[] keyOrPrefix) {
        return (long) LONGS.get(keyOrPrefix, 0);
    }

    /** Time of the oldest rows that can be read. */
    long oldestReadable(long streamTimeMs) {
        return streamTimeMs - retentionMs + 1;
    }

    /** The oldest segment that is not dropped as a whole. */
    long oldestLiveSegment(long streamTimeMs) {
        return segmentOf(streamTimeMs - retentionMs);
    }

    // ---- what the table asks
    // ------------------------------------------------------------------------------------------------

    @Override
    public byte[] changelogKey(byte[] tableKey) {
        return Arrays.copyOfRange(tableKey, SEGMENT_BYTES, tableKey.length);
    }

    @Override
    public byte @Nullable [] restoredKey(byte[] changelogKey, StreamProgress progress) {
        if (changelogKey.length < suffixBytes) {
            throw new IllegalArgumentException("A changelog key of a "
                    + (sessions ? "session" : "window") + " store has at least " + suffixBytes + " bytes, this one "
                    + changelogKey.length
                    + ". The topic was not written by a store of this kind.");
        }
        byte[] tableKey = new byte[SEGMENT_BYTES + changelogKey.length];
        System.arraycopy(changelogKey, 0, tableKey, SEGMENT_BYTES, changelogKey.length);
        long timeMs = timeOf(tableKey);
        LONGS.set(tableKey, 0, segmentOf(timeMs));
        progress.observe(timeMs);
        if (!sessions) {
            progress.restoreSequence((int) secondOf(tableKey));
        }
        return segmentOf(timeMs) < oldestLiveSegment(progress.streamTimeMs()) ? null : tableKey;
    }

    @Override
    public byte @Nullable [] liveFrom(long streamTimeMs) {
        long oldest = oldestLiveSegment(streamTimeMs);
        return oldest <= 0 ? null : segmentPrefix(oldest);
    }

    static byte[] segmentPrefix(long segment) {
        byte[] prefix = new byte[SEGMENT_BYTES];
        LONGS.set(prefix, 0, segment);
        return prefix;
    }
}
