/**
 * The one builder of all built-in stores, {@link io.millrace.stores.build.BuiltInStoreBuilder}. What it builds is in {@code stores.keyvalue},
 * {@code stores.windowed} and {@code stores.versioned}.
 */
@NullMarked
package io.millrace.stores.build;

import org.jspecify.annotations.NullMarked;
