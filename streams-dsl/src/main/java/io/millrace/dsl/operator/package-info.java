/**
 * The built-in operators: one processor per file, erased, each with a static {@code supplier(...)}. Value-only operators never look at keys, so raw keys pass
 * undecoded. {@link io.millrace.dsl.operator.Change} is what travels between tables, {@link io.millrace.dsl.operator.TableStore} the one way to a
 * table's store, {@link io.millrace.dsl.operator.TableView} how joins look rows up.
 *
 * <p>Windowed aggregations are {@link io.millrace.dsl.operator.WindowAggregate}, {@link io.millrace.dsl.operator.SlidingAggregate} and
 * {@link io.millrace.dsl.operator.SessionAggregate}; joins are {@link io.millrace.dsl.operator.StreamTableJoin},
 * {@link io.millrace.dsl.operator.StreamStreamJoin} behind {@link io.millrace.dsl.operator.JoinWindow},
 * {@link io.millrace.dsl.operator.TableTableJoin}, and the five {@code ForeignKey...} steps. What waits in {@link io.millrace.dsl.operator.Suppress} or in a
 * join is in stores over built-in ones ({@code StoreOverKeyValues}).
 *
 * <p>An operator has no mutable field that is not a store or registered as {@link io.millrace.topology.dag.RewindableState} (observed times, how far closed windows were
 * emitted, orders that are computed from stores): everything else is set in {@code init}. Which operator a program gets is decided in
 * {@code io.millrace.dsl.lowering}; the DSL's classes are unknown here.
 */
@NullMarked
package io.millrace.dsl.operator;

import org.jspecify.annotations.NullMarked;
