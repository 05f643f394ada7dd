package io.millrace.stores.table;

import io.millrace.processor.StateStoreContext;
import io.millrace.serialization.Serde;
import org.jspecify.annotations.Nullable;

/** Chooses the serdes of a store: those it was built with, else the configured defaults. */
public final class StoreSerdes {

    private StoreSerdes() {}

    /** The serde of keys. */
    @SuppressWarnings("unchecked") // the default serde is the user's claim about the types of the program
    public static <K> Serde<K> key(@Nullable Serde<K> given, StateStoreContext context) {
        return given != null ? given : (Serde<K>) context.keySerde();
    }

    /** The serde of values. */
    @SuppressWarnings("unchecked") // as above
    public static <V> Serde<V> value(@Nullable Serde<V> given, StateStoreContext context) {
        return given != null ? given : (Serde<V>) context.valueSerde();
    }
}
