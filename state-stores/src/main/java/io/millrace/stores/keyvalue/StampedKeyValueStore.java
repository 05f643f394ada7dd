package io.millrace.stores.keyvalue;

import io.millrace.processor.StateStore;
import io.millrace.processor.StateStoreContext;
import io.millrace.state.TimestampedKeyValueStore;
import io.millrace.state.ValueAndTimestamp;
import io.millrace.stores.table.ByteKeyedStore;
import io.millrace.stores.table.KeyFormat;
import io.millrace.stores.table.RecordCoordinates;
import io.millrace.stores.table.StoreEnvironment;
import io.millrace.stores.table.Table.StampFormat;
import io.millrace.stores.table.TableEntry;
import org.jspecify.annotations.Nullable;

/** A key-value store that keeps a timestamp with each value. Confined to the task's thread. */
final class StampedKeyValueStore<K, V> extends TableKeyValueStore<K, V, ValueAndTimestamp<V>>
        implements TimestampedKeyValueStore<K, V>, ByteKeyedStore<V> {

    private @Nullable KeyFormat keyFormat;
    private @Nullable RecordCoordinates context;

    StampedKeyValueStore(KeyValueSpec<K, V> spec) {
        super(spec, StampFormat.TIMESTAMPED);
    }

    @Override
    public void init(StateStoreContext storeContext, StateStore root) {
        super.init(storeContext, root);
        keyFormat = KeyFormat.madeBy(state().keys());
        context = StoreEnvironment.of(storeContext).home(name()).context();
    }

    @Override
    @Nullable
    ValueAndTimestamp<V> present(@Nullable Object stored, long timestampMs) {
        V value = state().codec().fromStored(stored);
        return value == null ? null : ValueAndTimestamp.make(value, timestampMs);
    }

    @Override
    public void put(K key, @Nullable ValueAndTimestamp<V> value) {
        TableEntry entry = findForWrite(key);
        if (value == null) {
            state().table().put(entry, null, context == null ? -1 : context.timestamp);
        } else {
            put(entry, value.value(), value.timestamp());
        }
    }

    @Override
    public @Nullable KeyFormat keyFormat() {
        return keyFormat;
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
