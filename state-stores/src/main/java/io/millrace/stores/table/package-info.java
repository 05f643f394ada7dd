/**
 * The table in front of every store: a hash table by key <em>bytes</em> that is at once the transaction buffer (what is not committed), the
 * record cache (what is not forwarded), the commits held back from the engine, and the read cache (clean entries).
 *
 * <p>Reading order: {@link io.millrace.stores.table.Table} with {@link io.millrace.stores.table.TableEntry} and its dirty list; {@link io.millrace.stores.table.CommittedRows} is
 * what the engine has or is to get;
 * {@link io.millrace.stores.table.TableScan} merges the table over the engine for range scans; {@link io.millrace.stores.table.ValueCodec} says in
 * what form values are kept; {@link io.millrace.stores.table.ValueForm} what a store's interface makes of them; {@link io.millrace.stores.table.KeyLayout} how keys stand in
 * changelogs and when rows expire; {@link io.millrace.stores.table.StreamProgress} is the stream time that a store has seen;
 * {@link io.millrace.stores.table.StoreEnvironment} is what a store gets from its task.
 * {@link io.millrace.stores.table.UndoLog} takes back what was done with a record that is skipped.
 * {@link io.millrace.stores.table.CachedStore} and {@link io.millrace.stores.table.ByteKeyedStore} are the doors for operators.
 * {@link io.millrace.stores.table.CommittedChanges} is what a commit changed, for other threads, and {@link io.millrace.stores.table.RowReader} shows it as rows.
 * {@link io.millrace.stores.table.StoreTraits} tells what a builder's stores are without building one.
 *
 * <p>Everything here is confined to the thread that owns the task. Typed stores are in {@code stores.keyvalue}, {@code stores.windowed} and {@code stores.versioned}; what commits, rewinds
 * and restores all stores of a task together is in {@code stores.task}.
 *
 * <h2>States of an entry</h2>
 *
 * <p><em>dirty</em>: changed since the last commit; it then also remembers the committed value. <em>unforwarded</em>: downstream has not seen the
 * change; the unforwarded entries are a suffix of the dirty list, since each update moves its entry to the end. <em>held</em>: committed, but
 * the engine does not have it yet. An entry that is neither dirty nor held is clean and may be evicted.
 */
@NullMarked
package io.millrace.stores.table;

import org.jspecify.annotations.NullMarked;
