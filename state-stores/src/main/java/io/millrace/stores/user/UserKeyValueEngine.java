package io.millrace.stores.user;

import io.millrace.record.Bytes;
import io.millrace.record.KeyValue;
import io.millrace.state.KeyValueIterator;
import io.millrace.state.KeyValueStore;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/** Rows in a program's key-value store. */
public final class UserKeyValueEngine extends UserEngine<KeyValueStore<Bytes, byte[]>> {

    private final Timestamps timestamps;

    /**
     * @param timestamped whether the values that come here begin with timestamps
     */
    public UserKeyValueEngine(KeyValueStore<Bytes, byte[]> store, boolean timestamped) {
        super(store);
        this.timestamps = Timestamps.in(store, timestamped);
    }

    @Override
    public byte @Nullable [] get(int family, byte[] key) {
        byte[] value = store().get(new Bytes(key));
        return value == null ? null : timestamps.restore(value);
    }

    @Override
    protected void put(byte[] key, byte @Nullable [] value) {
        store().put(new Bytes(key), value == null ? null : timestamps.keep(value));
    }

    @Override
    protected void deleteBefore(byte[] toExclusive) {
        throw new UnsupportedOperationException("Rows of a key-value store do not expire");
    }

    @Override
    protected void read(byte @Nullable [] from, byte @Nullable [] toExclusive, NavigableMap<byte[], byte[]> rows) {
        try (KeyValueIterator<Bytes, byte[]> iterator = from == null && toExclusive == null
                ? store().all()
                : store().range(
                                from == null ? null : new Bytes(from),
                                toExclusive == null ? null : new Bytes(toExclusive))) {
            while (iterator.hasNext()) {
                KeyValue<Bytes, byte[]> row = iterator.next();
                rows.put(row.key.get(), timestamps.restore(row.value));
            }
        }
    }

    @Override
    public long approximateEntries(int family) {
        return store().approximateNumEntries();
    }
}
