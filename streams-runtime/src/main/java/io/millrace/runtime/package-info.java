/**
 * Running a topology. {@link io.millrace.runtime.StreamsRuntime} is the application: it owns threads, state and listeners.
 *
 * <p>What other threads may read: {@code Inspection} is the door; {@code LocalStores} opens stores as they are committed, {@code LocalQueries} answers queries,
 * {@code LocalSubscription} brings changes ({@code PartitionChanges} is filled by a task, {@code PartitionReader} read by the subscriber), {@code AskedPartition} has tasks
 * answer themselves, and {@code InstanceShare} knows what is to be here.
 *
 * <p>Below it, each in a package of its own and not exported: {@code loop} (the work of a thread as steps), {@code task} (a sub-topology on a partition
 * group), {@code graph} (its nodes), {@code input}, {@code output}, {@code commit}, {@code pacing}, {@code rewind}, {@code punctuation}, {@code restore}, {@code query},
 * {@code assignment}, {@code topics}, {@code directory}, {@code settings}, {@code metrics}.
 */
@NullMarked
package io.millrace.runtime;

import org.jspecify.annotations.NullMarked;
