package io.millrace.stores.windowed;

import io.millrace.stores.table.KeyRanges;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of a window or session store a scan shows. All bounds are inclusive. Immutable.
 *
 * @param keyFrom null: from the smallest key
 * @param keyTo null: to the largest key
 * @param timeFromMs smallest start of a window, or end of a session
 * @param timeToMs largest start of a window, or end of a session
 * @param sessionStartMaxMs largest start of a session
 */
record RowRange(
        byte @Nullable [] keyFrom, byte @Nullable [] keyTo, long timeFromMs, long timeToMs, long sessionStartMaxMs) {

    /** Windows of any key. */
    static RowRange windows(byte @Nullable [] keyFrom, byte @Nullable [] keyTo, long timeFromMs, long timeToMs) {
        return new RowRange(keyFrom, keyTo, timeFromMs, timeToMs, Long.MAX_VALUE);
    }

    /** Sessions that end at or after the one time and start at or before the other. */
    static RowRange sessions(byte @Nullable [] keyFrom, byte @Nullable [] keyTo, long endFromMs, long startToMs) {
        return new RowRange(keyFrom, keyTo, endFromMs, Long.MAX_VALUE, startToMs);
    }

    /** This range without times that no row has, or that have expired. */
    RowRange within(long oldestMs, long newestMs) {
        return new RowRange(
                keyFrom,
                keyTo,
                Math.max(Math.max(timeFromMs, oldestMs), 0),
                Math.min(timeToMs, newestMs),
                sessionStartMaxMs);
    }

    boolean isEmpty() {
        return timeFromMs > timeToMs || isBackToFront();
    }

    /** Whether the first key is behind the last. */
    boolean isBackToFront() {
        return keyFrom != null && keyTo != null && Arrays.compareUnsigned(keyFrom, keyTo) > 0;
    }

    boolean isOfOneKey() {
        return keyFrom != null && keyTo != null && Arrays.equals(keyFrom, keyTo);
    }

    boolean contains(WindowedLayout layout, byte[] tableKey) {
        long timeMs = layout.timeOf(tableKey);
        return timeMs >= timeFromMs
                && timeMs <= timeToMs
                && (keyFrom == null || layout.compareKey(tableKey, keyFrom) >= 0)
                && (keyTo == null || layout.compareKey(tableKey, keyTo) <= 0)
                && layout.secondOf(tableKey) <= sessionStartMaxMs;
    }

    /** The first key, in a segment, that the range can contain; without the segment. */
    byte[] lowerBound(WindowedLayout layout) {
        if (keyFrom == null) {
            return new byte[0];
        }
        return isOfOneKey() ? layout.changelogKey(keyFrom, timeFromMs, 0) : keyFrom;
    }

    /**
     * A key, in a segment, that is behind all that the range can contain; null if there is none.
     *
     * <p>Keys have any length and times follow them at once, so the rows of a key that begins {@code keyTo} may sort behind those of
     * {@code keyTo} itself: the bound is the largest of all beginnings of {@code keyTo} with the last time behind.
     */
    byte @Nullable [] upperBound(WindowedLayout layout) {
        if (keyTo == null) {
            return null;
        }
        byte[] largest = layout.changelogKey(keyTo, timeToMs, -1);
        if (!isOfOneKey()) {
            for (int length = 0; length < keyTo.length; length++) {
                byte[] shorter = layout.changelogKey(Arrays.copyOf(keyTo, length), timeToMs, -1);
                largest = Arrays.compareUnsigned(shorter, largest) > 0 ? shorter : largest;
            }
        }
        return KeyRanges.behind(largest);
    }
}
