package io.millrace.stores.windowed;

import io.millrace.state.TimestampedWindowStore;
import io.millrace.state.TimestampedWindowStoreWithHeaders;
import io.millrace.state.ValueAndTimestamp;
import io.millrace.state.ValueTimestampHeaders;
import io.millrace.stores.table.ValueForm;

/** The window stores by what they keep beside values. */
final class WindowStores {

    private WindowStores() {}

    static final class Plain<K, V> extends TableWindowStore<K, V, V> {

        Plain(WindowedSpec<K, V> spec) {
            super(spec, ValueForm.plain());
        }
    }

    static final class Stamped<K, V> extends TableWindowStore<K, V, ValueAndTimestamp<V>>
            implements TimestampedWindowStore<K, V> {

        Stamped(WindowedSpec<K, V> spec) {
            super(spec, ValueForm.stamped());
        }
    }

    static final class StampedWithHeaders<K, V> extends TableWindowStore<K, V, ValueTimestampHeaders<V>>
            implements TimestampedWindowStoreWithHeaders<K, V> {

        StampedWithHeaders(WindowedSpec<K, V> spec) {
            super(spec, ValueForm.stampedWithHeaders());
        }
    }
}
