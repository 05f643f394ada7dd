package io.millrace.stores.keyvalue;

import io.millrace.state.TimestampedKeyValueStoreWithHeaders;
import io.millrace.state.ValueTimestampHeaders;
import io.millrace.stores.table.BuiltInStore;
import io.millrace.stores.table.ValueForm;
import java.util.Optional;

/** A key-value store that keeps a timestamp and headers with each value. Confined to the task's thread. */
final class HeaderedKeyValueStore<K, V> extends TableKeyValueStore<K, V, ValueTimestampHeaders<V>>
        implements TimestampedKeyValueStoreWithHeaders<K, V> {

    HeaderedKeyValueStore(KeyValueSpec<K, V> spec) {
        super(spec, ValueForm.stampedWithHeaders());
    }

    @Override
    public Optional<BuiltInStore> replica() {
        return Optional.of(new HeaderedKeyValueStore<>(spec().forReading()));
    }
}
