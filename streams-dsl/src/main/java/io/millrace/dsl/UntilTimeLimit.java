package io.millrace.dsl;

import org.jspecify.annotations.Nullable;

/** Rows wait for some time, counted from the timestamp of their first change. */
record UntilTimeLimit<K>(@Nullable String name, long waitMs, BufferBounds<?> buffer) implements Suppressed<K> {

    @Override
    public Suppressed<K> withName(String newName) {
        return new UntilTimeLimit<>(newName, waitMs, buffer);
    }
}
