package io.millrace.interactive.stores;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.interactive.json.KeyForm;
import io.millrace.interactive.stores.OpenStore.Part;
import io.millrace.record.KeyValue;
import io.millrace.state.KeyValueIterator;
import io.millrace.state.ReadOnlyKeyValueStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Keys of a key-value store in the order of their serialized bytes, which is the order inside each partition: partitions are merged. Sorted by the key's bytes.
 *
 * @param from first key, in the store's order; null for the smallest
 * @param to last key, inclusive; null for the largest
 * @param prefix what the bytes of keys begin with; null for any
 */
record RangeScan(
        StoreRequest request,
        RowForm form,
        @Nullable Object from,
        @Nullable Object to,
        byte @Nullable [] prefix,
        boolean isDescending)
        implements Scan {

    /** A partition's place in the merge. */
    private static final class Head {

        final KeyValueIterator<Object, Object> rows;
        byte[] key;

        Head(KeyValueIterator<Object, Object> rows, byte[] key) {
            this.rows = rows;
            this.key = key;
        }
    }

    @Override
    public Batch read(List<Part> parts, byte @Nullable [] after, Budget budget) {
        KeyForm keys = request.keys();
        Comparator<byte[]> order = order();
        PriorityQueue<Head> heads = new PriorityQueue<>((a, b) -> order.compare(a.key, b.key));
        List<KeyValueIterator<Object, Object>> open = new ArrayList<>();
        try {
            for (Part part : parts) {
                KeyValueIterator<Object, Object> rows = iterator(part, after);
                open.add(rows);
                if (rows.hasNext()) {
                    heads.add(new Head(rows, keys.bytes(rows.peekNextKey())));
                }
            }
            return merge(heads, after, budget);
        } finally {
            open.forEach(KeyValueIterator::close);
        }
    }

    private Batch merge(PriorityQueue<Head> heads, byte @Nullable [] after, Budget budget) {
        List<Row> rows = new ArrayList<>();
        byte[] last = after;
        for (Head head = heads.poll(); head != null; head = heads.poll()) {
            byte[] key = head.key;
            KeyValue<Object, Object> row = head.rows.next();
            if (isBehindPrefix(key)) {
                return new Batch(rows, null);
            }
            boolean isWanted = (after == null || !Arrays.equals(key, after)) && hasPrefix(key);
            if (isWanted) {
                ObjectNode json = form.row(request.store().name(), request.longs(), row.key, row.value);
                byte[] bytes = form.json().bytes(json);
                if (!budget.tryTake(bytes)) {
                    return new Batch(rows, last);
                }
                rows.add(new Row(key, bytes));
            }
            last = key;
            if (budget.isOutOfTime()) {
                return new Batch(rows, last);
            }
            if (head.rows.hasNext()) {
                head.key = request.keys().bytes(head.rows.peekNextKey());
                heads.add(head);
            }
        }
        return new Batch(rows, null);
    }

    @SuppressWarnings("unchecked") // keys were made by the store's serde
    private KeyValueIterator<Object, Object> iterator(Part part, byte @Nullable [] after) {
        ReadOnlyKeyValueStore<Object, Object> rows = (ReadOnlyKeyValueStore<Object, Object>) part.store();
        Object resume = after == null ? null : request.keys().key(after);
        if (isDescending) {
            Object upper = resume != null ? resume : to != null ? to : keyBehindPrefix();
            return rows.reverseRange(from, upper);
        }
        Object lower = resume != null ? resume : from != null ? from : prefix == null ? null : keyOf(prefix);
        return rows.range(lower, to);
    }

    private boolean hasPrefix(byte[] key) {
        byte[] wanted = prefix;
        return wanted == null
                || (key.length >= wanted.length && Arrays.equals(key, 0, wanted.length, wanted, 0, wanted.length));
    }

    /** Whether no key with the prefix can follow. */
    private boolean isBehindPrefix(byte[] key) {
        byte[] wanted = prefix;
        if (wanted == null || hasPrefix(key)) {
            return false;
        }
        int comparison = Arrays.compareUnsigned(key, wanted);
        return isDescending ? comparison < 0 : comparison > 0;
    }

    /** A key behind all that have the prefix, to begin there going down; null if the serde knows none, and the scan begins at the end. */
    private @Nullable Object keyBehindPrefix() {
        byte[] behind = prefix == null ? new byte[0] : prefix.clone();
        int last = behind.length - 1;
        while (last >= 0 && behind[last] == (byte) 0xff) {
            last--;
        }
        if (last < 0) {
            return null;
        }
        behind[last]++;
        return keyOf(Arrays.copyOf(behind, last + 1));
    }

    /** The key that has exactly these bytes; null if there is none. */
    private @Nullable Object keyOf(byte[] bytes) {
        try {
            Object key = request.keys().key(bytes);
            return Arrays.equals(request.keys().bytes(key), bytes) ? key : null;
        } catch (RuntimeException e) {
            return null;
        }
    }
}
