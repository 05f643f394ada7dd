package io.millrace.stores.view;

import io.millrace.serialization.Serde;

/** What a store takes from the configuration if it was built without it. Safe from any thread. */
public interface ReplicaDefaults {

    /** Name that the serdes of a store are told. */
    String topic(String storeName);

    Serde<?> keySerde();

    Serde<?> valueSerde();
}
