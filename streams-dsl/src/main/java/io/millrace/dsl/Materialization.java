package io.millrace.dsl;

import io.millrace.dsl.plan.PlanDraft;
import io.millrace.dsl.plan.StoreSettings;
import io.millrace.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Materialized} comes to at one call: the program's object is read once and not changed.
 *
 * @param storeName null if the program gave none and none was drawn
 * @param queryable whether the program named the store
 */
record Materialization<K, V>(
        Materialized<K, V, ?> options,
        @Nullable String storeName,
        boolean queryable,
        @Nullable Serde<K> keySerde,
        @Nullable Serde<V> valueSerde) {

    /** Without a name drawn where the program gave none. */
    static <K, V> Materialization<K, V> of(Materialized<K, V, ?> options) {
        String given = options.storeSupplier != null ? options.storeSupplier.name() : options.storeName;
        return new Materialization<>(options, given, given != null, options.keySerde, options.valueSerde);
    }

    /** With a name drawn where the program gave none. */
    static <K, V> Materialization<K, V> named(Materialized<K, V, ?> options, PlanDraft draft, String prefix) {
        Materialization<K, V> given = of(options);
        if (given.storeName != null) {
            return given;
        }
        String drawn = draft.newStoreName(prefix);
        draft.noteDrawnName("state store " + drawn);
        if (options.loggingEnabled) {
            draft.noteDrawnName("changelog topic " + drawn + "-changelog");
        }
        return new Materialization<>(options, drawn, false, given.keySerde, given.valueSerde);
    }

    /** With a key serde where the program gave none. */
    Materialization<K, V> orKeySerde(@Nullable Serde<K> serde) {
        return keySerde != null ? this : withSerdes(serde, valueSerde);
    }

    /** With a value serde where the program gave none. */
    Materialization<K, V> orValueSerde(@Nullable Serde<V> serde) {
        return valueSerde != null ? this : withSerdes(keySerde, serde);
    }

    Materialization<K, V> withSerdes(@Nullable Serde<K> newKeySerde, @Nullable Serde<V> newValueSerde) {
        return new Materialization<>(options, storeName, queryable, newKeySerde, newValueSerde);
    }

    Materialization<K, V> madeQueryable() {
        return new Materialization<>(options, storeName, true, keySerde, valueSerde);
    }

    @Nullable
    String queryableName() {
        return queryable ? storeName : null;
    }

    /** The store; a new object at each call, since each call means a store of its own. */
    StoreSettings store() {
        return store(options.loggingEnabled);
    }

    /** The store of a global table, which has no changelog. */
    StoreSettings storeWithoutChangelog() {
        return store(false);
    }

    /** The store if the program named one; null if values are to be computed when asked for. */
    @Nullable
    StoreSettings storeIfQueryable() {
        return queryable ? store() : null;
    }

    private StoreSettings store(boolean logging) {
        if (storeName == null) {
            throw new IllegalStateException("No name was drawn for the store");
        }
        return new StoreSettings(
                storeName,
                queryable,
                keySerde,
                valueSerde,
                options.storeSupplier,
                options.dslStoreSuppliers,
                logging,
                options.topicConfig,
                options.cachingEnabled,
                options.retention);
    }
}
