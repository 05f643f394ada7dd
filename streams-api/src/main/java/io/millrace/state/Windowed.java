package io.millrace.state;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A key in a window: the key of results of windowed operations. Immutable.
 *
 * @param <K> type of the key
 */
public class Windowed<K> {

    private final K key;
    private final Window window;

    /** Puts {@code key} into {@code window}. */
    public Windowed(K key, Window window) {
        this.key = key;
        this.window = window;
    }

    /** The key. */
    public K key() {
        return key;
    }

    /** The window. */
    public Window window() {
        return window;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof Windowed<?> that && window.equals(that.window) && Objects.equals(key, that.key);
    }

    @Override
    public int hashCode() {
        return 31 * window.hashCode() + Objects.hashCode(key);
    }

    @Override
    public String toString() {
        return "[" + key + "@" + window.start() + "/" + window.end() + "]";
    }
}
