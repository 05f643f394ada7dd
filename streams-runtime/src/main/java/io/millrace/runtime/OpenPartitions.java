package io.millrace.runtime;

import io.millrace.processor.StateStore;
import io.millrace.record.KeyValue;
import io.millrace.runtime.query.HeldIterators;
import io.millrace.state.KeyValueIterator;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Opens the partitions of one store for each access, and closes them after it. Safe from any thread. */
final class OpenPartitions {

    private final StoreProvider provider;
    private final String storeName;

    OpenPartitions(StoreProvider provider, String storeName) {
        this.provider = provider;
        this.storeName = storeName;
    }

    /** What {@code read} makes of a partition, as it is committed or as its task sees it. */
    static <R> R read(StorePartition partition, Function<StateStore, R> read) {
        if (partition instanceof AskedPartition asked) {
            return asked.ask(read);
        }
        try (StoreSnapshot snapshot = partition.open()) {
            return read.apply(snapshot.store());
        }
    }

    private static <K> KeyValueIterator<K, Object> copy(
            KeyValueIterator<K, Object> rows, Function<@Nullable Object, @Nullable Object> form) {
        return CopiedRows.of(HeldIterators.rows(rows, form, () -> {}));
    }

    /** What the first partition that has something of a key has. */
    @Nullable
    Object firstNonNull(Object key, Function<StateStore, @Nullable Object> read) {
        List<StorePartition> partitions = provider.partitions(storeName);
        for (StorePartition partition : partitions) {
            Object found = read(partition, read);
            if (found != null) {
                return found;
            }
        }
        provider.requirePartitionOf(key, storeName, partitions);
        return null;
    }

    /** The sum over all partitions; the largest number there is if it is beyond. */
    long sum(ToLongFunction<StateStore> read) {
        long sum = 0;
        for (StorePartition partition : provider.partitions(storeName)) {
            sum += read(partition, read::applyAsLong);
            if (sum < 0) {
                return Long.MAX_VALUE;
            }
        }
        return sum;
    }

    /** As {@link #concatenated}, of one record key. */
    <K, V> KeyValueIterator<K, V> ofKey(
            Object key,
            Function<StateStore, ? extends KeyValueIterator<K, Object>> scan,
            Function<StateStore, Function<@Nullable Object, @Nullable Object>> form) {
        List<StorePartition> partitions = provider.partitions(storeName);
        KeyValueIterator<K, V> rows = concatenated(partitions, scan, form);
        try {
            if (!rows.hasNext()) {
                provider.requirePartitionOf(key, storeName, partitions);
            }
            return rows;
        } catch (RuntimeException e) {
            rows.close();
            throw e;
        }
    }

    /** The rows of all partitions one after the other, all as of now. */
    <K, V> KeyValueIterator<K, V> concatenated(
            Function<StateStore, ? extends KeyValueIterator<K, Object>> scan,
            Function<StateStore, Function<@Nullable Object, @Nullable Object>> form) {
        return concatenated(provider.partitions(storeName), scan, form);
    }

    private static <K, V> KeyValueIterator<K, V> concatenated(
            List<StorePartition> partitions,
            Function<StateStore, ? extends KeyValueIterator<K, Object>> scan,
            Function<StateStore, Function<@Nullable Object, @Nullable Object>> form) {
        List<KeyValueIterator<K, Object>> parts = new ArrayList<>();
        try {
            for (StorePartition partition : partitions) {
                if (partition instanceof AskedPartition asked) {
                    parts.add(asked.ask(store -> copy(scan.apply(store), form.apply(store))));
                    continue;
                }
                StoreSnapshot snapshot = partition.open();
                try {
                    StateStore store = snapshot.store();
                    parts.add(HeldIterators.rows(scan.apply(store), form.apply(store), snapshot::close));
                } catch (RuntimeException e) {
                    snapshot.close();
                    throw e;
                }
            }
        } catch (RuntimeException e) {
            parts.forEach(KeyValueIterator::close);
            throw e;
        }
        @SuppressWarnings("unchecked") // the form makes values of the type that the program has asked for
        KeyValueIterator<K, V> all = (KeyValueIterator<K, V>) new Concatenation<>(parts);
        return all;
    }

    private static final class Concatenation<K> implements KeyValueIterator<K, Object> {

        private final List<KeyValueIterator<K, Object>> parts;
        private final Iterator<KeyValueIterator<K, Object>> rest;
        private @Nullable KeyValueIterator<K, Object> current;

        Concatenation(List<KeyValueIterator<K, Object>> parts) {
            this.parts = parts;
            this.rest = parts.iterator();
        }

        private @Nullable KeyValueIterator<K, Object> nonEmpty() {
            KeyValueIterator<K, Object> part = current;
            while (part == null || !part.hasNext()) {
                if (!rest.hasNext()) {
                    return null;
                }
                part = rest.next();
                current = part;
            }
            return part;
        }

        private KeyValueIterator<K, Object> require() {
            KeyValueIterator<K, Object> part = nonEmpty();
            if (part == null) {
                throw new NoSuchElementException("The scan is past its last entry, or closed");
            }
            return part;
        }

        @Override
        public boolean hasNext() {
            return nonEmpty() != null;
        }

        @Override
        public KeyValue<K, Object> next() {
            return require().next();
        }

        @Override
        public K peekNextKey() {
            return require().peekNextKey();
        }

        @Override
        public void close() {
            parts.forEach(KeyValueIterator::close);
        }
    }
}
