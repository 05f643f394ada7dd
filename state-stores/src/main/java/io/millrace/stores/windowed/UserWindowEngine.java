package io.millrace.stores.windowed;

import io.millrace.record.Bytes;
import io.millrace.record.KeyValue;
import io.millrace.state.KeyValueIterator;
import io.millrace.state.WindowStore;
import io.millrace.state.Windowed;
import io.millrace.stores.user.Timestamps;
import io.millrace.stores.user.UserEngine;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * Rows in a program's window store. Duplicates get their sequence numbers back in the order in which the store shows them. The store's own expiry is left to
 * itself: what it still has is hidden above.
 */
final class UserWindowEngine extends UserEngine<WindowStore<Bytes, byte[]>> {

    private final WindowedLayout layout;
    private final boolean retainsDuplicates;
    private final Timestamps timestamps;

    UserWindowEngine(
            WindowStore<Bytes, byte[]> store, WindowedLayout layout, boolean retainsDuplicates, boolean timestamped) {
        super(store);
        this.layout = layout;
        this.retainsDuplicates = retainsDuplicates;
        this.timestamps = Timestamps.in(store, timestamped);
    }

    @Override
    public byte @Nullable [] get(int family, byte[] key) {
        if (retainsDuplicates) {
            // Each row among duplicates is new: nobody asks for one that is there.
            return null;
        }
        byte[] value = store().fetch(new Bytes(layout.keyOf(key)), layout.timeOf(key));
        return value == null ? null : timestamps.restore(value);
    }

    @Override
    protected void put(byte[] key, byte @Nullable [] value) {
        store().put(new Bytes(layout.keyOf(key)), value == null ? null : timestamps.keep(value), layout.timeOf(key));
    }

    @Override
    protected void deleteBefore(byte[] toExclusive) {
        // The store expires its rows itself.
    }

    @Override
    protected void read(byte @Nullable [] from, byte @Nullable [] toExclusive, NavigableMap<byte[], byte[]> rows) {
        long timeFrom = from == null ? 0 : layout.segmentStart(WindowedLayout.segmentIn(from));
        long timeTo = toExclusive == null
                ? Long.MAX_VALUE
                : layout.segmentStart(WindowedLayout.segmentIn(toExclusive) + 1) - 1;
        Map<Windowed<Bytes>, Integer> sequences = new HashMap<>();
        try (KeyValueIterator<Windowed<Bytes>, byte[]> iterator = store().fetchAll(timeFrom, timeTo)) {
            while (iterator.hasNext()) {
                KeyValue<Windowed<Bytes>, byte[]> row = iterator.next();
                int sequence = retainsDuplicates ? sequences.merge(row.key, 1, Integer::sum) : 0;
                byte[] key = row.key.key().get();
                byte[] tableKey = new byte[layout.length(key.length)];
                layout.write(tableKey, key, 0, key.length, row.key.window().start(), sequence);
                rows.put(tableKey, timestamps.restore(row.value));
            }
        }
    }

    @Override
    public long approximateEntries(int family) {
        return 0;
    }
}
