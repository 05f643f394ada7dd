package io.millrace.stores.keyvalue;

import io.millrace.stores.table.ValueForm;

/** A key-value store without timestamps. Confined to the task's thread. */
final class PlainKeyValueStore<K, V> extends TableKeyValueStore<K, V, V> {

    PlainKeyValueStore(KeyValueSpec<K, V> spec) {
        super(spec, ValueForm.plain());
    }
}
