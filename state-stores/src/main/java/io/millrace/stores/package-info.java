/**
 * How programs ask for state stores: {@link io.millrace.stores.Stores} has the suppliers and builders,
 * {@link io.millrace.stores.BuiltInDslStoreSuppliers} the choices for a whole topology, {@link io.millrace.stores.RocksDBConfigSetter} the way to
 * RocksDB's settings. The stores themselves are in {@code stores.keyvalue}, {@code stores.windowed} and
 * {@code stores.versioned}.
 */
@NullMarked
package io.millrace.stores;

import org.jspecify.annotations.NullMarked;
