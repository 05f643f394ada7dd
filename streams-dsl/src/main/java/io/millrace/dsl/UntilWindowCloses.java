package io.millrace.dsl;

import org.jspecify.annotations.Nullable;

/** Rows wait until their window is closed; the grace is that of the windows and found when the table is suppressed. */
record UntilWindowCloses<K>(@Nullable String name, BufferBounds<?> buffer) implements Suppressed<K> {

    @Override
    public Suppressed<K> withName(String newName) {
        return new UntilWindowCloses<>(newName, buffer);
    }
}
