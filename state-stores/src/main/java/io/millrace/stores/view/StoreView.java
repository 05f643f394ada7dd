package io.millrace.stores.view;

import io.millrace.stores.engine.EngineIterator;
import io.millrace.stores.engine.EngineSnapshot;
import io.millrace.stores.engine.ScanOrder;
import io.millrace.stores.engine.SortedRows;
import io.millrace.stores.table.CommittedChanges;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one store at one commit. Immutable and safe from any thread, while its {@link TaskView} is held.
 *
 * @param base what the engine has
 * @param family of the store in {@code base}
 * @param unapplied commits that the engine does not have yet, newest first
 * @param streamTimeMs that the store has observed; -1 if none
 * @param sequence number of the last row, in stores that keep duplicates
 */
public record StoreView(
        EngineSnapshot base, int family, List<CommittedChanges> unapplied, long streamTimeMs, int sequence) {

    byte @Nullable [] get(byte[] key) {
        for (CommittedChanges commit : unapplied) {
            int place = commit.find(key);
            if (place >= 0) {
                return commit.engineRowAt(place);
            }
        }
        return base.get(family, key);
    }

    /** A scan of these rows, whatever is committed meanwhile. */
    EngineIterator scan(byte @Nullable [] from, byte @Nullable [] toExclusive, ScanOrder order) {
        EngineIterator rows = base.scan(family, from, toExclusive, order);
        boolean isEmpty = from != null && toExclusive != null && Arrays.compareUnsigned(from, toExclusive) >= 0;
        if (isEmpty || unapplied.isEmpty()) {
            return rows;
        }
        NavigableMap<byte[], byte[]> changed = changesBetween(from, toExclusive);
        return changed.isEmpty() ? rows : new OverlaidScan(changed, rows, order);
    }

    /** The last changes of all keys in a range; an empty array stands for a deleted row, which no other row looks like. */
    private NavigableMap<byte[], byte[]> changesBetween(byte @Nullable [] from, byte @Nullable [] toExclusive) {
        NavigableMap<byte[], byte[]> changed = new TreeMap<>(Arrays::compareUnsigned);
        for (int i = unapplied.size() - 1; i >= 0; i--) {
            CommittedChanges commit = unapplied.get(i);
            int place = from == null ? 0 : commit.find(from);
            for (int at = place < 0 ? -(place + 1) : place; at < commit.size(); at++) {
                byte[] key = commit.keyAt(at);
                if (toExclusive != null && Arrays.compareUnsigned(key, toExclusive) >= 0) {
                    break;
                }
                byte[] row = commit.engineRowAt(at);
                changed.put(key, row == null ? OverlaidScan.DELETED : row);
            }
        }
        return changed;
    }

    /** Number of rows, about: deletions that the engine does not have yet are not counted. */
    long approximateEntries() {
        long count = base.approximateEntries(family);
        for (CommittedChanges commit : unapplied) {
            for (int place = 0; place < commit.size(); place++) {
                boolean isNew = base.get(family, commit.keyAt(place)) == null;
                count += commit.engineRowAt(place) == null ? (isNew ? 0 : -1) : (isNew ? 1 : 0);
            }
        }
        return Math.max(0, count);
    }

    /** Changed rows over those of an engine; a changed row hides the engine's of the same key. */
    private static final class OverlaidScan implements EngineIterator {

        /** Compared by identity. */
        static final byte[] DELETED = {};

        private final EngineIterator changes;
        private final EngineIterator rows;
        private final int direction;
        private boolean isChange;
        private boolean isBoth;

        OverlaidScan(NavigableMap<byte[], byte[]> changed, EngineIterator rows, ScanOrder order) {
            this.changes = new SortedRows((order == ScanOrder.ASCENDING ? changed : changed.descendingMap())
                    .entrySet()
                    .iterator());
            this.rows = rows;
            this.direction = order == ScanOrder.ASCENDING ? 1 : -1;
            choose();
        }

        /** Stands on the row that comes first; steps over deleted ones. */
        private void choose() {
            while (true) {
                int comparison = !changes.isValid()
                        ? 1
                        : !rows.isValid() ? -1 : direction * Arrays.compareUnsigned(changes.key(), rows.key());
                isChange = comparison <= 0;
                isBoth = comparison == 0;
                if (!isChange || changes.value() != DELETED) {
                    return;
                }
                step();
            }
        }

        private void step() {
            if (isChange) {
                changes.next();
            }
            if (!isChange || isBoth) {
                rows.next();
            }
        }

        @Override
        public boolean isValid() {
            return isChange ? changes.isValid() : rows.isValid();
        }

        @Override
        public byte[] key() {
            return isChange ? changes.key() : rows.key();
        }

        @Override
        public byte[] value() {
            return isChange ? changes.value() : rows.value();
        }

        @Override
        public void next() {
            step();
            choose();
        }

        @Override
        public void close() {
            changes.close();
            rows.close();
            isChange = false;
        }
    }
}
