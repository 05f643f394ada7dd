/**
 * What other threads see of a task's stores: committed rows only, all stores of the task at one commit.
 *
 * <p>{@link io.millrace.stores.view.TaskViews} is where a task publishes a {@link io.millrace.stores.view.TaskView} after each commit: a snapshot of its engines and,
 * newest first, the commits that the engines do not have yet. One volatile write per commit is all it costs the task beside collecting the changed rows; readers take
 * no lock. {@link io.millrace.stores.view.StoreView} is one store in it, {@link io.millrace.stores.view.Replica} makes it readable as a store of the same kind:
 * pinned to one view for a query, or following the newest one for the readers of a global store.
 *
 * <p>A {@link io.millrace.stores.view.TaskViews.Listener} hears of each view with what has changed since the one before, from the first view on that says so
 * ({@link io.millrace.stores.view.TaskView#isFollowed()}): subscriptions are made of that.
 *
 * <p>A view is held while it is read ({@link io.millrace.stores.view.TaskViews#acquire()}), since RocksDB's snapshots have to be freed by hand.
 */
@NullMarked
package io.millrace.stores.view;

import org.jspecify.annotations.NullMarked;
