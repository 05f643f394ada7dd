package io.millrace.dsl;

import io.millrace.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * How records are grouped: serdes for the repartition topic, if one is needed, and a name for it. Immutable.
 *
 * @param <K> type of keys
 * @param <V> type of values
 */
public class Grouped<K, V> implements NamedOperation<Grouped<K, V>> {

    protected final @Nullable Serde<K> keySerde;
    protected final @Nullable Serde<V> valueSerde;
    protected final @Nullable String name;

    private Grouped(@Nullable String name, @Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        this.name = name;
        this.keySerde = keySerde;
        this.valueSerde = valueSerde;
    }

    /** A copy. */
    protected Grouped(Grouped<K, V> grouped) {
        this(grouped.name, grouped.keySerde, grouped.valueSerde);
    }

    /** With a name: the repartition topic is called {@code <application.id>-<name>-repartition}. */
    public static <K, V> Grouped<K, V> as(@Nullable String name) {
        return new Grouped<>(name, null, null);
    }

    /** With a key serde. */
    public static <K, V> Grouped<K, V> keySerde(@Nullable Serde<K> keySerde) {
        return new Grouped<>(null, keySerde, null);
    }

    /** With a value serde. */
    public static <K, V> Grouped<K, V> valueSerde(@Nullable Serde<V> valueSerde) {
        return new Grouped<>(null, null, valueSerde);
    }

    /** With a name and serdes. */
    public static <K, V> Grouped<K, V> with(
            @Nullable String name, @Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        return new Grouped<>(name, keySerde, valueSerde);
    }

    /** With serdes. */
    public static <K, V> Grouped<K, V> with(@Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        return new Grouped<>(null, keySerde, valueSerde);
    }

    @Override
    public Grouped<K, V> withName(@Nullable String name) {
        return new Grouped<>(name, keySerde, valueSerde);
    }

    /** The same with another key serde. */
    public Grouped<K, V> withKeySerde(@Nullable Serde<K> keySerde) {
        return new Grouped<>(name, keySerde, valueSerde);
    }

    /** The same with another value serde. */
    public Grouped<K, V> withValueSerde(@Nullable Serde<V> valueSerde) {
        return new Grouped<>(name, keySerde, valueSerde);
    }
}
