package io.millrace.stores.windowed;

import io.millrace.state.TimestampedWindowStore;
import io.millrace.state.TimestampedWindowStoreWithHeaders;
import io.millrace.state.ValueAndTimestamp;
import io.millrace.state.ValueTimestampHeaders;
import io.millrace.stores.table.BuiltInStore;
import io.millrace.stores.table.ValueForm;
import java.util.Optional;

/** The window stores by what they keep beside values. */
final class WindowStores {

    private WindowStores() {}

    static final class Plain<K, V> extends TableWindowStore<K, V, V> {

        Plain(WindowedSpec<K, V> spec) {
            super(spec, ValueForm.plain());
        }

        @Override
        public Optional<BuiltInStore> replica() {
            return Optional.of(new Plain<>(spec().forReading()));
        }
    }

    static final class Stamped<K, V> extends TableWindowStore<K, V, ValueAndTimestamp<V>>
            implements TimestampedWindowStore<K, V> {

        Stamped(WindowedSpec<K, V> spec) {
            super(spec, ValueForm.stamped());
        }

        @Override
        public Optional<BuiltInStore> replica() {
            return Optional.of(new Stamped<>(spec().forReading()));
        }
    }

    static final class StampedWithHeaders<K, V> extends TableWindowStore<K, V, ValueTimestampHeaders<V>>
            implements TimestampedWindowStoreWithHeaders<K, V> {

        StampedWithHeaders(WindowedSpec<K, V> spec) {
            super(spec, ValueForm.stampedWithHeaders());
        }

        @Override
        public Optional<BuiltInStore> replica() {
            return Optional.of(new StampedWithHeaders<>(spec().forReading()));
        }
    }
}
