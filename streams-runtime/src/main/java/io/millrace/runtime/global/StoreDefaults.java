package io.millrace.runtime.global;

import io.millrace.runtime.settings.RuntimeSettings;
import io.millrace.serialization.Serde;
import io.millrace.stores.view.ReplicaDefaults;
import java.util.function.UnaryOperator;

/**
 * What replicas of stores take from the configuration. Immutable.
 *
 * @param topics the name that the serdes of a store are told, by name of the store
 */
public record StoreDefaults(RuntimeSettings settings, UnaryOperator<String> topics) implements ReplicaDefaults {

    @Override
    public String topic(String storeName) {
        return topics.apply(storeName);
    }

    @Override
    public Serde<?> keySerde() {
        return settings.keySerde();
    }

    @Override
    public Serde<?> valueSerde() {
        return settings.valueSerde();
    }
}
