package io.millrace.state;

import io.millrace.processor.StateStore;
import java.util.Map;

/**
 * Describes a store and builds it, once per task. The {@code with...} methods change this builder and return it.
 *
 * @param <T> type of the store
 */
public interface StoreBuilder<T extends StateStore> {

    /** Holds changes back and merges those of one key until the next commit. Off by default. */
    StoreBuilder<T> withCachingEnabled();

    /** Hands every change on at once. */
    StoreBuilder<T> withCachingDisabled();

    /** Keeps a changelog topic with the given topic configuration, on top of the defaults. On by default. */
    StoreBuilder<T> withLoggingEnabled(Map<String, String> config);

    /** Keeps no changelog: the store is empty after a move to another instance. */
    StoreBuilder<T> withLoggingDisabled();

    /** A new store, not opened yet. */
    T build();

    /** Configuration of the changelog topic. */
    Map<String, String> logConfig();

    /** Whether there is a changelog. */
    boolean loggingEnabled();

    /** Name of the store. */
    String name();
}
