package io.millrace.runtime;

import io.millrace.serialization.Serde;
import io.millrace.state.StoreBuilder;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a store of a topology is, wherever its partitions are: enough to ask for its rows and to print them. Immutable; but serdes are the store's own, which its task
 * and whoever queries it use at the same time.
 *
 * @param name of the store
 * @param kind what it is read through
 * @param isGlobal whether every instance has all of it; then it has one partition, number 0
 * @param hasHeaders whether it keeps headers beside values
 * @param keySerde of keys, in window and session stores of the record keys in them: the one it was built with, else the configured default. Empty if there is neither, or
 *     the kind is {@link Kind#OTHER}
 * @param valueSerde of values, without timestamp and headers; as {@code keySerde}
 * @param serdeTopic the name of a topic that the store tells its serdes
 * @param changelogTopic name on the broker of the topic that it is restored from; empty if it has none. The topic that fills a global store is not one
 * @param retention how long a window or session store keeps rows, and a versioned store old versions; empty for stores that keep everything
 * @param windowSize of the windows, in window stores
 * @param subtopology number of the sub-topology that it belongs to; empty for a global store
 * @param partitionCount number of its partitions, on all instances together; 0 as long as it is not known, before {@link StreamsRuntime#start()}
 */
public record StoreDescription(
        String name,
        Kind kind,
        boolean isGlobal,
        boolean hasHeaders,
        Optional<Serde<?>> keySerde,
        Optional<Serde<?>> valueSerde,
        String serdeTopic,
        Optional<String> changelogTopic,
        Optional<Duration> retention,
        Optional<Duration> windowSize,
        OptionalInt subtopology,
        int partitionCount) {

    /** Kinds of stores by what they are read through. Those that keep headers count as the same kind without. */
    public enum Kind {
        /** {@link QueryableStoreTypes#keyValueStore()}. */
        KEY_VALUE,
        /** {@link QueryableStoreTypes#timestampedKeyValueStore()}, or without the timestamps as {@link #KEY_VALUE}. */
        TIMESTAMPED_KEY_VALUE,
        /** {@link io.millrace.query.VersionedKeyQuery} and {@link io.millrace.query.MultiVersionedKeyQuery}. */
        VERSIONED_KEY_VALUE,
        /** {@link QueryableStoreTypes#windowStore()}. */
        WINDOW,
        /** {@link QueryableStoreTypes#timestampedWindowStore()}, or without the timestamps as {@link #WINDOW}. */
        TIMESTAMPED_WINDOW,
        /** {@link QueryableStoreTypes#sessionStore()}. */
        SESSION,
        /** From a {@link StoreBuilder} of the program's own, or the private store of an operator of the DSL, which nobody else can read. */
        OTHER
    }
}
