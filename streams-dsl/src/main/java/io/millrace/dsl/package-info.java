/**
 * The language in which programs describe streams and tables. Start with {@link io.millrace.dsl.StreamsBuilder}, then {@link io.millrace.dsl.KStream},
 * {@link io.millrace.dsl.KTable} and {@link io.millrace.dsl.GlobalKTable}; options of single calls are {@link io.millrace.dsl.Consumed},
 * {@link io.millrace.dsl.Produced}, {@link io.millrace.dsl.Materialized}, {@link io.millrace.dsl.Grouped}, {@link io.millrace.dsl.Joined},
 * {@link io.millrace.dsl.Repartitioned}, {@link io.millrace.dsl.Branched}, {@link io.millrace.dsl.Printed} and
 * {@link io.millrace.dsl.Named}; windows are {@link io.millrace.dsl.TimeWindows}, {@link io.millrace.dsl.SlidingWindows},
 * {@link io.millrace.dsl.SessionWindows} and {@link io.millrace.dsl.UnlimitedWindows}, what joins need is in {@link io.millrace.dsl.JoinWindows},
 * {@link io.millrace.dsl.StreamJoined} and {@link io.millrace.dsl.TableJoined}, and {@link io.millrace.dsl.Suppressed} holds changes back.
 *
 * <p>Nothing is processed here: a call adds a node to the plan in {@code io.millrace.dsl.plan}, and the classes named {@code Planned...} are where typed
 * calls become erased nodes. Builders and everything made from them are confined to one thread until the topology is built. Keys and values may be null
 * wherever a type parameter stands; which operations drop null keys or values is said at each.
 */
@NullMarked
package io.millrace.dsl;

import org.jspecify.annotations.NullMarked;
