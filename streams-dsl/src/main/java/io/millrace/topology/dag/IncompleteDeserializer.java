package io.millrace.topology.dag;

import io.millrace.serialization.Deserializer;
import java.util.function.Supplier;

/**
 * A deserializer around another one that may still be missing; see {@link IncompleteSerializer}.
 *
 * @param <T> type of what is deserialized
 */
public interface IncompleteDeserializer<T> extends Deserializer<T> {

    /**
     * Returns a complete deserializer; this one is not changed.
     *
     * @param defaultDeserializer gives the configured default for the place (key or value) where this deserializer stands
     */
    Deserializer<T> complete(Supplier<? extends Deserializer<?>> defaultDeserializer);
}
