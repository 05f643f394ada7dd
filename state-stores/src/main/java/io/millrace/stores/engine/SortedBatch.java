package io.millrace.stores.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hands changes to another batch sorted by key, and only the last one of each key: an engine takes sorted keys two to three times as fast as random ones. Changes are
 * kept until {@link #finish()} or the next range that is deleted, whose order against them matters. Confined to one thread; owns the other batch.
 */
public final class SortedBatch implements EngineBatch {

    private static final Comparator<Change> BY_KEY =
            Comparator.comparingInt(Change::family).thenComparing(Change::key, Arrays::compareUnsigned);

    private final EngineBatch target;
    private final List<Change> changes = new ArrayList<>();

    /** @param value null: deletes the key */
    private record Change(int family, byte[] key, byte @Nullable [] value) {

        boolean isOfSameKey(Change other) {
            return family == other.family && Arrays.equals(key, other.key);
        }
    }

    public SortedBatch(EngineBatch target) {
        this.target = target;
    }

    @Override
    public void put(int family, byte[] key, byte[] value) {
        changes.add(new Change(family, key, value));
    }

    @Override
    public void delete(int family, byte[] key) {
        changes.add(new Change(family, key, null));
    }

    @Override
    public void deleteRange(int family, byte @Nullable [] from, byte[] toExclusive) {
        finish();
        target.deleteRange(family, from, toExclusive);
    }

    /** Hands over what is kept, and returns the batch that has everything. */
    public EngineBatch finish() {
        // The sort is stable: of one key the last change stays the last.
        changes.sort(BY_KEY);
        for (int i = 0; i < changes.size(); i++) {
            Change change = changes.get(i);
            boolean isLast = i + 1 == changes.size() || !change.isOfSameKey(changes.get(i + 1));
            if (!isLast) {
                continue;
            }
            if (change.value() == null) {
                target.delete(change.family(), change.key());
            } else {
                target.put(change.family(), change.key(), change.value());
            }
        }
        changes.clear();
        return target;
    }

    @Override
    public int count() {
        return target.count() + changes.size();
    }

    @Override
    public void close() {
        target.close();
    }
}
