package io.millrace.topology.dag;

import io.millrace.serialization.Serializer;
import java.util.function.Supplier;

/**
 * A serializer around another one that may still be missing, since the default serdes are known to the runtime only. The runtime completes it before
 * the first record.
 *
 * @param <T> type of what is serialized
 */
public interface IncompleteSerializer<T> extends Serializer<T> {

    /**
     * Returns a complete serializer; this one is not changed.
     *
     * @param defaultSerializer gives the configured default for the place (key or value) where this serializer stands
     */
    Serializer<T> complete(Supplier<? extends Serializer<?>> defaultSerializer);
}
