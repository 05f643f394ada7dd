package io.millrace.stores.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An engine on the heap. Nothing survives the process. Each batch makes a new version of all families, so that snapshots cost nothing. */
public final class HeapEngine implements KeyValueEngine {

    private volatile Version version;

    /**
     * @param storeCount number of families besides {@link #META}
     */
    public HeapEngine(int storeCount) {
        version = Version.empty(storeCount + 1);
    }

    /** All families after one batch. Immutable; nobody needs to hold on to it. */
    private record Version(SortedChunks[] families) implements EngineSnapshot {

        static Version empty(int familyCount) {
            SortedChunks[] families = new SortedChunks[familyCount];
            Arrays.fill(families, SortedChunks.EMPTY);
            return new Version(families);
        }

        @Override
        public byte @Nullable [] get(int family, byte[] key) {
            return families[family].get(key);
        }

        @Override
        public EngineIterator scan(int family, byte @Nullable [] from, byte @Nullable [] toExclusive, ScanOrder order) {
            return families[family].scan(from, toExclusive, order);
        }

        @Override
        public long approximateEntries(int family) {
            return families[family].size();
        }

        @Override
        public void retain() {
            // The garbage collector counts.
        }

        @Override
        public void release() {
            // The garbage collector counts.
        }
    }

    @Override
    public byte @Nullable [] get(int family, byte[] key) {
        return version.get(family, key);
    }

    @Override
    public EngineIterator scan(int family, byte @Nullable [] from, byte @Nullable [] toExclusive, ScanOrder order) {
        return version.scan(family, from, toExclusive, order);
    }

    @Override
    public long approximateEntries(int family) {
        return version.approximateEntries(family);
    }

    @Override
    public EngineSnapshot snapshot() {
        return version;
    }

    @Override
    public EngineBatch newBatch() {
        return new HeapBatch();
    }

    @Override
    public void write(EngineBatch batch) {
        SortedChunks[] families = version.families.clone();
        SortedChunks.@Nullable Editor[] editors = new SortedChunks.Editor[families.length];
        for (Change change : ((HeapBatch) batch).changes) {
            SortedChunks.Editor editor = editors[change.family()];
            if (editor == null) {
                editor = families[change.family()].edit();
                editors[change.family()] = editor;
            }
            change.apply(editor);
        }
        for (int i = 0; i < families.length; i++) {
            SortedChunks.Editor editor = editors[i];
            families[i] = editor == null ? families[i] : editor.finish();
        }
        version = new Version(families);
    }

    @Override
    public void flush() {
        // There is nothing that could survive.
    }

    @Override
    public void close() {
        version = Version.empty(version.families.length);
    }

    /**
     * One change.
     *
     * @param value null deletes
     * @param isRange deletes all from {@code from} up to {@code key}
     */
    private record Change(int family, byte[] key, byte @Nullable [] value, byte @Nullable [] from, boolean isRange) {

        void apply(SortedChunks.Editor editor) {
            if (isRange) {
                editor.removeRange(from, key);
            } else if (value == null) {
                editor.remove(key);
            } else {
                editor.put(key, value);
            }
        }
    }

    private static final class HeapBatch implements EngineBatch {

        private final List<Change> changes = new ArrayList<>();

        @Override
        public void put(int family, byte[] key, byte[] value) {
            changes.add(new Change(family, key, value, null, false));
        }

        @Override
        public void delete(int family, byte[] key) {
            changes.add(new Change(family, key, null, null, false));
        }

        @Override
        public void deleteRange(int family, byte @Nullable [] from, byte[] toExclusive) {
            changes.add(new Change(family, toExclusive, null, from, true));
        }

        @Override
        public int count() {
            return changes.size();
        }

        @Override
        public void close() {
            changes.clear();
        }
    }
}
