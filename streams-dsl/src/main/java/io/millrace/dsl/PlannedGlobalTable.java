package io.millrace.dsl;

import org.jspecify.annotations.Nullable;

/** A global table of a draft. */
record PlannedGlobalTable<K, V>(String storeName, @Nullable String queryableStoreName) implements GlobalKTable<K, V> {}
