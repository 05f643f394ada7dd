package io.millrace.stores.keyvalue;

import io.millrace.processor.StateStoreContext;
import io.millrace.serialization.Serde;
import org.jspecify.annotations.Nullable;

/** Chooses the serdes of a store: those it was built with, else the configured defaults. */
final class StoreSerdes {

    private StoreSerdes() {}

    @SuppressWarnings("unchecked") // the default serde is the user's claim about the types of the program
    static <K> Serde<K> key(@Nullable Serde<K> given, StateStoreContext context) {
        return given != null ? given : (Serde<K>) context.keySerde();
    }

    @SuppressWarnings("unchecked") // as above
    static <V> Serde<V> value(@Nullable Serde<V> given, StateStoreContext context) {
        return given != null ? given : (Serde<V>) context.valueSerde();
    }
}
