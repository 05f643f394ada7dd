package io.millrace.record;

import java.util.Objects;
import org.jspecify.annotations.NullUnmarked;

/**
 * A pair of a key and a value. Immutable as far as its parts are.
 *
 * <p>Whether the key or the value may be null is a matter of where the pair comes from (a store's iterator has
 * neither, a mapping function may return both), hence this class states nothing about it.
 *
 * @param <K> type of the key
 * @param <V> type of the value
 */
@NullUnmarked
public class KeyValue<K, V> {

    /** The key. */
    public final K key;

    /** The value. */
    public final V value;

    /** Makes a pair; either part may be null. */
    public KeyValue(K key, V value) {
        this.key = key;
        this.value = value;
    }

    /** Makes a pair; the same as the constructor, with inferred types. */
    public static <K, V> KeyValue<K, V> pair(K key, V value) {
        return new KeyValue<>(key, value);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof KeyValue<?, ?> that
                        && Objects.equals(key, that.key)
                        && Objects.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return 31 * Objects.hashCode(key) + Objects.hashCode(value);
    }

    @Override
    public String toString() {
        return "KeyValue(" + key + ", " + value + ")";
    }
}
