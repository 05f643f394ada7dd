/**
 * All stores of one task as one thing: opened, flushed, committed, rewound, restored and closed together.
 *
 * <p>{@link io.millrace.stores.task.TaskStores} is the whole, {@link io.millrace.stores.task.StoreSlot} one store in it,
 * {@link io.millrace.stores.task.StoreMeta} the record that says which commit an engine's data stands for,
 * {@link io.millrace.stores.task.HeldBackCommits} the rule when commits go to the engine, {@link io.millrace.stores.task.StoreBudgets} what the stores of all tasks share, {@link io.millrace.stores.task.DetachedEngines} what goes from one
 * incarnation of a task to the next in one process. The runtime decides when each step happens; what a changelog
 * topic is, and how it is read, is the runtime's business too.
 */
@NullMarked
package io.millrace.stores.task;

import org.jspecify.annotations.NullMarked;
