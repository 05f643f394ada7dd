/**
 * From a rewritten plan to a topology graph, node by node in order of build priority: {@link io.millrace.dsl.lowering.Lowering} keeps the order,
 * {@code NodeWriter} knows which operators, sinks, sources and stores each operation becomes, {@code TableStoreDefinition} which store a table gets.
 */
@NullMarked
package io.millrace.dsl.lowering;

import org.jspecify.annotations.NullMarked;
