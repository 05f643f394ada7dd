package io.millrace.stores.windowed;

import io.millrace.state.AggregationWithHeaders;
import io.millrace.state.SessionStoreWithHeaders;
import io.millrace.stores.table.BuiltInStore;
import io.millrace.stores.table.ValueForm;
import java.util.Optional;

/** The session stores by what they keep beside aggregates. */
final class SessionStores {

    private SessionStores() {}

    static final class Plain<K, V> extends TableSessionStore<K, V, V> {

        Plain(WindowedSpec<K, V> spec) {
            super(spec, ValueForm.plain());
        }

        @Override
        public Optional<BuiltInStore> replica() {
            return Optional.of(new Plain<>(spec().forReading()));
        }
    }

    static final class WithHeaders<K, V> extends TableSessionStore<K, V, AggregationWithHeaders<V>>
            implements SessionStoreWithHeaders<K, V> {

        WithHeaders(WindowedSpec<K, V> spec) {
            super(spec, ValueForm.withHeaders());
        }

        @Override
        public Optional<BuiltInStore> replica() {
            return Optional.of(new WithHeaders<>(spec().forReading()));
        }
    }
}
