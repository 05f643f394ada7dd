package io.millrace.dsl.operator;

import io.millrace.processor.StateStore;
import io.millrace.processor.StateStoreContext;
import io.millrace.record.Bytes;
import io.millrace.serialization.Serde;
import io.millrace.serialization.Serdes;
import io.millrace.state.KeyValueBytesStoreSupplier;
import io.millrace.state.KeyValueStore;
import io.millrace.state.StoreBuilder;
import io.millrace.stores.Stores;
import io.millrace.stores.table.BuiltInStore;
import io.millrace.stores.table.RecordCoordinates;
import io.millrace.stores.table.StoreEnvironment;
import io.millrace.stores.table.StoreHome;
import io.millrace.stores.table.Table;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A store of an operator that is made of a built-in key-value store of bytes, so that commit, rewind, changelog and restore are that store's. Subclasses may keep
 * what they can compute from the bytes, and forget it in a rewind. Confined to the task's thread.
 */
abstract class StoreOverKeyValues implements BuiltInStore {

    private final KeyValueStore<Bytes, byte[]> rows;
    private @Nullable StateStoreContext context;
    private @Nullable StoreHome home;

    StoreOverKeyValues(KeyValueStore<Bytes, byte[]> rows) {
        this.rows = rows;
    }

    /** Builds stores over the key-value stores that a supplier makes. */
    static StoreBuilder<StateStore> builder(
            KeyValueBytesStoreSupplier supplier,
            @Nullable Map<String, String> changelogConfig,
            Function<KeyValueStore<Bytes, byte[]>, StateStore> constructor) {
        StoreBuilder<KeyValueStore<Bytes, byte[]>> inner =
                Stores.keyValueStoreBuilder(supplier, Serdes.Bytes(), Serdes.ByteArray());
        if (changelogConfig == null) {
            inner.withLoggingDisabled();
        } else {
            inner.withLoggingEnabled(changelogConfig);
        }
        return new Builder(inner, constructor);
    }

    @Override
    public void init(StateStoreContext storeContext, StateStore root) {
        context = storeContext;
        home = StoreEnvironment.of(storeContext, root).home(name());
        rows.init(storeContext, root);
    }

    final KeyValueStore<Bytes, byte[]> rows() {
        return rows;
    }

    /** The name that serdes are told. */
    final String topic() {
        return Objects.requireNonNull(home, "init was not called").changelogTopic();
    }

    /** The coordinates of the record that the task is processing. */
    final RecordCoordinates coordinates() {
        return Objects.requireNonNull(home, "init was not called").context();
    }

    @SuppressWarnings("unchecked") // the DSL gave store and operator the same types
    final Serde<Object> keySerde(@Nullable Serde<?> given) {
        return (Serde<Object>)
                (given != null ? given : Objects.requireNonNull(context).keySerde());
    }

    @SuppressWarnings("unchecked") // the DSL gave store and operator the same types
    final Serde<Object> valueSerde(@Nullable Serde<?> given) {
        return (Serde<Object>)
                (given != null ? given : Objects.requireNonNull(context).valueSerde());
    }

    @Override
    public final Table table() {
        return ((BuiltInStore) rows).table();
    }

    @Override
    public final String name() {
        return rows.name();
    }

    @Override
    public final boolean persistent() {
        return rows.persistent();
    }

    @Override
    public final boolean isOpen() {
        return rows.isOpen();
    }

    @Override
    public final void close() {
        rows.close();
    }

    private record Builder(
            StoreBuilder<KeyValueStore<Bytes, byte[]>> inner,
            Function<KeyValueStore<Bytes, byte[]>, StateStore> constructor)
            implements StoreBuilder<StateStore> {

        /** Not possible: such a store has its own order of changes. */
        @Override
        public StoreBuilder<StateStore> withCachingEnabled() {
            return this;
        }

        @Override
        public StoreBuilder<StateStore> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<StateStore> withLoggingEnabled(Map<String, String> config) {
            inner.withLoggingEnabled(config);
            return this;
        }

        @Override
        public StoreBuilder<StateStore> withLoggingDisabled() {
            inner.withLoggingDisabled();
            return this;
        }

        @Override
        public StateStore build() {
            return constructor.apply(inner.build());
        }

        @Override
        public Map<String, String> logConfig() {
            return inner.logConfig();
        }

        @Override
        public boolean loggingEnabled() {
            return inner.loggingEnabled();
        }

        @Override
        public String name() {
            return inner.name();
        }
    }
}
