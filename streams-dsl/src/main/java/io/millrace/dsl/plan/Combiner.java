package io.millrace.dsl.plan;

import org.jspecify.annotations.Nullable;

/** Makes a value of a key and two values: a joiner (left, right), or an adder or subtractor of a table (value, aggregate). */
@FunctionalInterface
public interface Combiner {

    @Nullable
    Object apply(@Nullable Object key, @Nullable Object first, @Nullable Object second);
}
