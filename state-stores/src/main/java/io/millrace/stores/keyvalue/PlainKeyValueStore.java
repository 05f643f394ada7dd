package io.millrace.stores.keyvalue;

import io.millrace.stores.table.BuiltInStore;
import io.millrace.stores.table.ValueForm;
import java.util.Optional;

/** A key-value store without timestamps. Confined to the task's thread. */
final class PlainKeyValueStore<K, V> extends TableKeyValueStore<K, V, V> {

    PlainKeyValueStore(KeyValueSpec<K, V> spec) {
        super(spec, ValueForm.plain());
    }

    @Override
    public Optional<BuiltInStore> replica() {
        return Optional.of(new PlainKeyValueStore<>(spec().forReading()));
    }
}
