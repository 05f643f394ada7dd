/**
 * All stores of one task as one thing: opened, flushed, committed, rewound, restored and closed together.
 *
 * <p>{@link io.millrace.stores.task.TaskStores} is the whole, {@link io.millrace.stores.task.StoreSlot} one store in it. {@code StoreEngines} are the engines with
 * {@link io.millrace.stores.task.StoreMeta}, the record that says which commit an engine's data stands for, and {@code StoreRecovery} is what of that data holds when
 * a task is opened. The way of a change: {@code TransactionBuffer} is what is not committed; {@code WriteBehind} brings what is committed to the engines and to the disk, by the rule of
 * {@code HeldBackCommits}; {@code Publication} shows it to other threads; {@link io.millrace.stores.task.RestoreBatch} is the way past all that, from a changelog.
 * {@link io.millrace.stores.task.TaskMemory} is what a task may use, {@link io.millrace.stores.task.StoreBudgets} what the stores of all tasks share,
 * {@link io.millrace.stores.task.DetachedEngines} what goes from one incarnation of a task to the next in one process. The runtime decides when each step happens; what a changelog
 * topic is, and how it is read, is the runtime's business too.
 */
@NullMarked
package io.millrace.stores.task;

import org.jspecify.annotations.NullMarked;
