/**
 * State stores as programs see them: interfaces to read and write, builders and suppliers, the windows of keys, and what
 * stores hold beside plain values.
 *
 * <p>Read {@link io.millrace.state.KeyValueStore}, {@link io.millrace.state.WindowStore}, {@link
 * io.millrace.state.SessionStore}, {@link io.millrace.state.VersionedKeyValueStore} and their read-only halves; {@link
 * io.millrace.state.Windowed} and {@link io.millrace.state.Window}; {@link io.millrace.state.ValueAndTimestamp}; {@link
 * io.millrace.state.StoreBuilder} and {@link io.millrace.state.StoreSupplier}. Ranges of keys are ordered by the bytes
 * that the key serde makes, not by the keys' own order. The stores themselves are in {@code io.millrace.stores}.
 */
@NullMarked
package io.millrace.state;

import org.jspecify.annotations.NullMarked;
