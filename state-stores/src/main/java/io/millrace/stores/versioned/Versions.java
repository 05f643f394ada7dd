package io.millrace.stores.versioned;

import io.millrace.stores.engine.ScanOrder;
import io.millrace.stores.table.KeyRanges;
import io.millrace.stores.table.StreamProgress;
import io.millrace.stores.table.Table;
import io.millrace.stores.table.TableEntry;
import io.millrace.stores.table.TableScan;
import io.millrace.stores.table.TableScan.Row;
import io.millrace.stores.versioned.VersionedLayout.Older;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The versions of a store's keys, in bytes. The latest version of a key is one row, found by one look-up; older ones are found by looking into each
 * segment from the wanted time on, of which there are some 25 at most. Confined to the task's thread.
 */
final class Versions {

    /** There is no later version. */
    static final long UNBOUNDED = -1;

    private static final byte[] NOTHING = {};

    private final Table table;
    private final VersionedLayout layout;
    private final StreamProgress progress;

    Versions(Table table, VersionedLayout layout) {
        this.table = table;
        this.layout = layout;
        this.progress = table.progress();
    }

    /**
     * A version of a history.
     *
     * @param validToMs {@link #UNBOUNDED} for the latest
     */
    record Valid(byte[] value, long timestampMs, long validToMs) {}

    /** The versions of a key that were valid at some time from {@code fromMs} to {@code toMs}, the oldest first. */
    List<Valid> between(byte[] key, long fromMs, long toMs) {
        List<Valid> found = new ArrayList<>();
        long oldestMs = Math.max(fromMs, layout.oldest(progress.streamTimeMs()));
        long lastSegment = layout.segmentOf(progress.streamTimeMs());
        for (long segment = layout.segmentOf(Math.max(0, oldestMs)); segment <= lastSegment; segment++) {
            byte[] from = layout.olderPrefix(segment, key);
            try (TableScan scan = table.scan(from, KeyRanges.behindPrefix(from), ScanOrder.ASCENDING)) {
                for (Row row = scan.next(); row != null; row = scan.next()) {
                    Older version = layout.parse(row.key(), key);
                    byte[] value = (byte[]) row.value();
                    if (version == null || version.isDeletion() || value == null) {
                        continue;
                    }
                    if (version.timestampMs() <= toMs && version.validToMs() > oldestMs) {
                        found.add(new Valid(value, version.timestampMs(), version.validToMs()));
                    }
                }
            }
        }
        Found latest = latest(key);
        if (latest != null && latest.timestampMs() <= toMs) {
            found.add(new Valid(latest.value(), latest.timestampMs(), UNBOUNDED));
        }
        found.sort(Comparator.comparingLong(Valid::timestampMs));
        return found;
    }

    /** A version that was found. */
    record Found(byte[] value, long timestampMs) {}

    /** Older versions around a time. */
    private record Around(
            @Nullable Older covering,
            byte @Nullable [] coveringValue,
            @Nullable Older same,
            long nextMs) {}

    /** Whether that time is before the history. */
    boolean isExpired(long timeMs) {
        return timeMs < layout.oldest(progress.streamTimeMs());
    }

    @Nullable
    Found latest(byte[] key) {
        TableEntry entry = latestEntry(key);
        return entry.value() == null ? null : new Found((byte[]) entry.value(), entry.timestamp());
    }

    private TableEntry latestEntry(byte[] key) {
        byte[] row = layout.latest(key);
        return table.entry(row, 0, row.length);
    }

    @Nullable
    Found asOf(byte[] key, long timeMs) {
        Found latest = latest(key);
        if (latest != null && latest.timestampMs() <= timeMs) {
            return latest;
        }
        if (isExpired(timeMs)) {
            return null;
        }
        Around around = around(key, timeMs);
        Older covering = around.covering();
        return covering == null || around.coveringValue() == null || covering.isDeletion()
                ? null
                : new Found(around.coveringValue(), covering.timestampMs());
    }

    /**
     * Adds a version, or takes the place of one at the same time. The time must not be before the history.
     *
     * @param value null deletes
     * @return up to when it is valid
     */
    long put(byte[] key, byte @Nullable [] value, long timestampMs) {
        progress.observe(timestampMs);
        Found latest = latest(key);
        if (latest != null && latest.timestampMs() <= timestampMs) {
            if (latest.timestampMs() == timestampMs) {
                // As in Kafka Streams, a delete at the very time of the latest version leaves no trace of its own.
                table.put(latestEntry(key), value, timestampMs);
                return UNBOUNDED;
            }
            write(new Older(key, latest.timestampMs(), timestampMs, false), latest.value());
            return putLatest(key, value, timestampMs);
        }
        Around around = around(key, timestampMs);
        long next = latest == null ? around.nextMs() : Math.min(around.nextMs(), latest.timestampMs());
        if (around.same() != null) {
            remove(around.same());
        }
        if (next == Long.MAX_VALUE) {
            return putLatest(key, value, timestampMs);
        }
        Older covering = around.covering();
        if (covering != null && covering.timestampMs() < timestampMs && around.coveringValue() != null) {
            remove(covering);
            write(new Older(key, covering.timestampMs(), timestampMs, covering.isDeletion()), around.coveringValue());
        }
        write(new Older(key, timestampMs, next, value == null), value == null ? NOTHING : value);
        return next;
    }

    private long putLatest(byte[] key, byte @Nullable [] value, long timestampMs) {
        table.put(latestEntry(key), value, timestampMs);
        if (value == null) {
            write(new Older(key, timestampMs, timestampMs, true), NOTHING);
        }
        return UNBOUNDED;
    }

    /** Looks at all older versions of the key that end at {@code timeMs} or later. */
    private Around around(byte[] key, long timeMs) {
        Older covering = null;
        byte[] coveringValue = null;
        Older same = null;
        long next = Long.MAX_VALUE;
        long lastSegment = layout.segmentOf(progress.streamTimeMs());
        for (long segment = layout.segmentOf(timeMs); segment <= lastSegment; segment++) {
            byte[] from = layout.olderPrefix(segment, key);
            try (TableScan scan = table.scan(from, KeyRanges.behindPrefix(from), ScanOrder.ASCENDING)) {
                for (Row row = scan.next(); row != null; row = scan.next()) {
                    Older version = layout.parse(row.key(), key);
                    if (version == null) {
                        continue;
                    }
                    if (version.covers(timeMs)) {
                        covering = version;
                        coveringValue = (byte[]) row.value();
                        next = Math.min(next, version.validToMs());
                    }
                    if (version.timestampMs() == timeMs) {
                        same = version;
                    } else if (version.timestampMs() > timeMs) {
                        next = Math.min(next, version.timestampMs());
                    }
                }
            }
        }
        return new Around(covering, coveringValue, same, next);
    }

    private void write(Older version, byte[] value) {
        byte[] row = layout.older(version);
        table.put(table.entryForWrite(row, 0, row.length), value, version.timestampMs());
    }

    private void remove(Older version) {
        byte[] row = layout.older(version);
        table.put(table.entryForWrite(row, 0, row.length), null, version.timestampMs());
    }
}
