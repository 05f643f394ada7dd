package io.millrace.stores.table;

import io.millrace.config.ConfigException;
import io.millrace.errors.StreamsException;
import io.millrace.processor.StateStoreContext;
import io.millrace.record.Headers;
import io.millrace.serialization.Serde;
import io.millrace.serialization.Serializer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Chooses the serdes of a store: those it was built with, else the configured defaults. */
public final class StoreSerdes {

    private StoreSerdes() {}

    /** The serde of keys. Throws {@link StreamsException} if there is none. */
    public static <K> Serde<K> key(String storeName, @Nullable Serde<K> given, StateStoreContext context) {
        return given != null ? given : configured(storeName, context::keySerde);
    }

    /** The serde of values. Throws {@link StreamsException} if there is none. */
    public static <V> Serde<V> value(String storeName, @Nullable Serde<V> given, StateStoreContext context) {
        return given != null ? given : configured(storeName, context::valueSerde);
    }

    @SuppressWarnings("unchecked") // the default serde is the user's claim about the types of the program
    private static <T> Serde<T> configured(String storeName, Supplier<Serde<?>> serde) {
        try {
            return (Serde<T>) serde.get();
        } catch (ConfigException e) {
            throw new StreamsException("Store '" + storeName + "': " + e.getMessage(), e);
        }
    }

    /** What a serializer makes of a key or value; one of a type that the serializer cannot take is a {@link StreamsException}. */
    public static <T> byte @Nullable [] serialize(Serializer<T> serializer, String topic, T data) {
        try {
            return serializer.serialize(topic, data);
        } catch (ClassCastException e) {
            throw wrongType(serializer, data, e);
        }
    }

    /** As {@link #serialize(Serializer, String, Object)}, for a value with headers. */
    static <T> byte @Nullable [] serialize(Serializer<T> serializer, String topic, Headers headers, T data) {
        try {
            return serializer.serialize(topic, headers, data);
        } catch (ClassCastException e) {
            throw wrongType(serializer, data, e);
        }
    }

    private static StreamsException wrongType(Serializer<?> serializer, Object data, ClassCastException cause) {
        return new StreamsException(
                "The store's serializer " + serializer.getClass().getName() + " cannot take a "
                        + data.getClass().getName()
                        + ". Name the right serdes where the store is made, or change the default ones in the configuration.",
                cause);
    }
}
