package io.millrace.stores.keyvalue;

import io.millrace.processor.StateStore;
import io.millrace.processor.StateStoreContext;
import io.millrace.stores.table.RecordCoordinates;
import io.millrace.stores.table.StoreEnvironment;
import io.millrace.stores.table.Table.StampFormat;
import io.millrace.stores.table.TableEntry;
import org.jspecify.annotations.Nullable;

/** A key-value store without timestamps. Confined to the task's thread. */
final class PlainKeyValueStore<K, V> extends TableKeyValueStore<K, V, V> {

    private @Nullable RecordCoordinates context;

    PlainKeyValueStore(KeyValueSpec<K, V> spec) {
        super(spec, StampFormat.PLAIN);
    }

    @Override
    public void init(StateStoreContext storeContext, StateStore root) {
        super.init(storeContext, root);
        context = StoreEnvironment.of(storeContext).home(name()).context();
    }

    @Override
    @Nullable
    V present(@Nullable Object stored, long timestampMs) {
        return state().codec().fromStored(stored);
    }

    @Override
    public void put(K key, @Nullable V value) {
        TableEntry entry = findForWrite(key);
        long timestampMs = context == null ? -1 : context.timestamp;
        state().table().put(entry, state().codec().toStored(value), timestampMs);
    }
}
