package io.millrace.stores.versioned;

import io.millrace.stores.table.KeyLayout;
import io.millrace.stores.table.StreamProgress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Keys of a versioned store's rows. All numbers are big-endian.
 *
 * <pre>
 * latest version:  1 | key                                                      -> value, with its timestamp
 * older version:   0 | segment of valid-to (8) | key | timestamp (8) | valid-to (8) | 0   -> value
 * deletion:        0 | segment of valid-to (8) | key | timestamp (8) | valid-to (8) | 1   -> nothing
 * </pre>
 *
 * <p>A deletion that is the newest of its key has no row of kind 1, and its valid-to is its own timestamp: it covers no time, but bounds the versions before
 * it. Nothing older than the history can be asked for, and what ends before the history's first segment is dropped as a range of keys. Immutable.
 */
final class VersionedLayout implements KeyLayout {

    private static final byte OLDER = 0;
    private static final byte LATEST = 1;
    private static final int SUFFIX_BYTES = 2 * Long.BYTES + 1;

    private final long historyMs;
    private final long segmentIntervalMs;

    VersionedLayout(long historyMs, long segmentIntervalMs) {
        this.historyMs = historyMs;
        this.segmentIntervalMs = segmentIntervalMs;
    }

    /** An older version, or a deletion. */
    record Older(byte[] key, long timestampMs, long validToMs, boolean isDeletion) {

        /** Whether it is the version of that time. */
        boolean covers(long timeMs) {
            return timestampMs <= timeMs && timeMs < validToMs;
        }
    }

    byte[] latest(byte[] key) {
        return ByteBuffer.allocate(1 + key.length).put(LATEST).put(key).array();
    }

    byte[] older(Older version) {
        return ByteBuffer.allocate(1 + Long.BYTES + version.key().length + SUFFIX_BYTES)
                .put(OLDER)
                .putLong(segmentOf(version.validToMs()))
                .put(version.key())
                .putLong(version.timestampMs())
                .putLong(version.validToMs())
                .put((byte) (version.isDeletion() ? 1 : 0))
                .array();
    }

    /** What all older versions of a key begin with, if their valid-to is in that segment; so may those of longer keys. */
    byte[] olderPrefix(long segment, byte[] key) {
        return ByteBuffer.allocate(1 + Long.BYTES + key.length)
                .put(OLDER)
                .putLong(segment)
                .put(key)
                .array();
    }

    /** The version of a row that begins with {@link #olderPrefix}; null if it is one of a longer key. */
    @Nullable
    Older parse(byte[] row, byte[] key) {
        if (row.length != 1 + Long.BYTES + key.length + SUFFIX_BYTES) {
            return null;
        }
        ByteBuffer suffix = ByteBuffer.wrap(row, row.length - SUFFIX_BYTES, SUFFIX_BYTES);
        return new Older(key, suffix.getLong(), suffix.getLong(), suffix.get() == 1);
    }

    long segmentOf(long timeMs) {
        return Math.floorDiv(timeMs, segmentIntervalMs);
    }

    /** The oldest time that can be read or written. */
    long oldest(long streamTimeMs) {
        return streamTimeMs - historyMs;
    }

    @Override
    public byte[] changelogKey(byte[] tableKey) {
        throw new IllegalStateException("The changelog of a versioned store has puts, not rows");
    }

    @Override
    public byte[] restoredKey(byte[] changelogKey, StreamProgress progress) {
        throw new IllegalStateException("The changelog of a versioned store has puts, not rows");
    }

    @Override
    public byte @Nullable [] liveFrom(long streamTimeMs) {
        long oldestSegment = segmentOf(oldest(streamTimeMs));
        return oldestSegment <= 0 ? null : Arrays.copyOf(olderPrefix(oldestSegment, new byte[0]), 1 + Long.BYTES);
    }
}
