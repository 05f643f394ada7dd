package io.millrace.stores.table;

import io.millrace.errors.StreamsException;
import io.millrace.processor.StateStoreContext;
import io.millrace.record.Headers;
import io.millrace.serialization.Serde;
import io.millrace.serialization.Serializer;
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
