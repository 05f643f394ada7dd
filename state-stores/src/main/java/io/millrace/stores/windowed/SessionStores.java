package io.millrace.stores.windowed;

import io.millrace.state.AggregationWithHeaders;
import io.millrace.state.SessionStoreWithHeaders;
import io.millrace.stores.table.ValueForm;

/** The session stores by what they keep beside aggregates. */
final class SessionStores {

    private SessionStores() {}

    static final class Plain<K, V> extends TableSessionStore<K, V, V> {

        Plain(WindowedSpec<K, V> spec) {
            super(spec, ValueForm.plain());
        }
    }

    static final class WithHeaders<K, V> extends TableSessionStore<K, V, AggregationWithHeaders<V>>
            implements SessionStoreWithHeaders<K, V> {

        WithHeaders(WindowedSpec<K, V> spec) {
            super(spec, ValueForm.withHeaders());
        }
    }
}
