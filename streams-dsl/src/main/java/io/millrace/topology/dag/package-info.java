/**
 * The compiled form of a topology: an immutable DAG of sources, processors and sinks, cut into sub-topologies. It is the only thing that
 * the runtime reads. {@link io.millrace.topology.dag.ProcessorDag} is the whole, {@link io.millrace.topology.dag.SubTopology} a part that runs as
 * tasks, {@link io.millrace.topology.dag.DagNode} a node, {@link io.millrace.topology.dag.StoreSpec} a store with its changelog.
 *
 * <p>Beside the DAG stand the contracts between built-in operators and the runtime: {@link io.millrace.topology.dag.NodeContext} is what the
 * runtime's contexts offer them, {@link io.millrace.topology.dag.RewindableState} is operator state outside stores, {@link io.millrace.topology.dag.RawKeyRecord} carries key bytes from internal topics,
 * {@link io.millrace.topology.dag.IncompleteSerializer} and its counterpart wait for default serdes.
 *
 * <p>Topic names here carry no application id: {@link io.millrace.topology.dag.TopicRef} says which ones are internal, and the runtime
 * puts {@code <application.id>-} before those.
 */
@NullMarked
package io.millrace.topology.dag;

import org.jspecify.annotations.NullMarked;
