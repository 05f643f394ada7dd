/**
 * A topology while it is being put together: nodes and stores by name, in the order in which they were added, checked at each step. What it
 * becomes when nothing more is added lives one package down, in {@code io.millrace.topology.dag}; what programs see lives one package up.
 *
 * <p>Reading order: {@link io.millrace.topology.graph.TopologyGraph} (adds and checks), {@link io.millrace.topology.graph.NodeDefinition},
 * {@link io.millrace.topology.graph.StoreDefinition}, {@link io.millrace.topology.graph.NodeGroup} (the cut into sub-topologies),
 * {@link io.millrace.topology.graph.DagCompiler}. Nothing here is thread-safe; {@code Topology} guards its graph.
 */
@NullMarked
package io.millrace.topology.graph;

import org.jspecify.annotations.NullMarked;
