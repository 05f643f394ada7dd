package io.millrace.stores.keyvalue;

import io.millrace.state.TimestampedKeyValueStore;
import io.millrace.state.ValueAndTimestamp;
import io.millrace.stores.table.BuiltInStore;
import io.millrace.stores.table.ByteKeyedStore;
import io.millrace.stores.table.KeyFormat;
import io.millrace.stores.table.TableEntry;
import io.millrace.stores.table.ValueForm;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A key-value store that keeps a timestamp with each value. Confined to the task's thread. */
final class StampedKeyValueStore<K, V> extends TableKeyValueStore<K, V, ValueAndTimestamp<V>>
        implements TimestampedKeyValueStore<K, V>, ByteKeyedStore<V> {

    StampedKeyValueStore(KeyValueSpec<K, V> spec) {
        super(spec, ValueForm.stamped());
    }

    @Override
    public Optional<BuiltInStore> replica() {
        return Optional.of(new StampedKeyValueStore<>(spec().forReading()));
    }

    /** Null for a bounded store too, which has to see every access, and for one that does not show what the table has. */
    @Override
    public @Nullable KeyFormat keyFormat() {
        State<K, V> open = state();
        return open.bound() == null && !open.hidesTimestamps() ? KeyFormat.madeBy(open.keys()) : null;
    }

    @Override
    public TableEntry entry(byte[] array, int offset, int length) {
        return state().table().entry(array, offset, length);
    }

    @Override
    public @Nullable V value(TableEntry entry) {
        return state().codec().fromStored(entry.value());
    }

    @Override
    public void put(TableEntry entry, @Nullable V value, long timestampMs) {
        state().table().put(entry, state().codec().toStored(value), timestampMs);
    }
}
