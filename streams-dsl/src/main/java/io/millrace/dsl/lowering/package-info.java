/**
 * From a rewritten plan to a topology graph, node by node in order of build priority: {@link io.millrace.dsl.lowering.Lowering} keeps the order,
 * {@code NodeWriter} knows which operators, sinks, sources and stores each operation becomes, {@code JoinWriter} does so for joins, {@code InternalTopicWriter} for repartition topics and the like, {@code Views} how rows of tables are
 * looked up, the {@code ...StoreDefinition}s which store a table or join gets.
 */
@NullMarked
package io.millrace.dsl.lowering;

import org.jspecify.annotations.NullMarked;
