package io.millrace.dsl;

import io.millrace.processor.ConnectedStoreProvider;
import java.util.function.Supplier;

/**
 * Makes value transformers. {@link #get} must return a new object at each call: every task has its own.
 *
 * @param <K> type of keys
 * @param <V> type of values
 * @param <VR> type of new values
 */
public interface ValueTransformerWithKeySupplier<K, V, VR>
        extends ConnectedStoreProvider, Supplier<ValueTransformerWithKey<K, V, VR>> {

    /** A new transformer. */
    @Override
    ValueTransformerWithKey<K, V, VR> get();
}
