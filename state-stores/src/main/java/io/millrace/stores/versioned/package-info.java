/**
 * Versioned key-value stores over a {@link io.millrace.stores.table.Table}: {@link io.millrace.stores.versioned.VersionedLayout} says how versions are kept,
 * {@link io.millrace.stores.versioned.Versions} finds and changes them, {@link io.millrace.stores.versioned.TableVersionedStore} is the store. What
 * other key-value stores do is in {@code stores.keyvalue}.
 */
@NullMarked
package io.millrace.stores.versioned;

import org.jspecify.annotations.NullMarked;
