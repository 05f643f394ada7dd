/**
 * The key-value engine under the stores of one task: sorted maps of bytes ("families"), written in atomic batches.
 *
 * <p>{@link io.millrace.stores.engine.KeyValueEngine} is the contract, {@link io.millrace.stores.engine.HeapEngine} keeps everything in memory,
 * {@code engine.rocksdb} keeps it in RocksDB. An engine holds <em>committed</em> data only: uncommitted writes stay in the tables above
 * (package {@code table}). It knows nothing of serdes, changelogs or caches.
 *
 * <p>Family 0 ({@link io.millrace.stores.engine.KeyValueEngine#META}) holds one meta record per store; the others hold one store each. Meta
 * and data of a commit are in one batch, so they cannot disagree, and keeping meta out of the stores' own families means that no scan can
 * meet it.
 */
@NullMarked
package io.millrace.stores.engine;

import org.jspecify.annotations.NullMarked;
