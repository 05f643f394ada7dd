package io.millrace.topology.dag;

import java.util.List;

/** A node of the DAG. Nodes refer to their children by reference; names are labels for people. */
public sealed interface DagNode permits SourceNode, ProcessorNode, SinkNode {

    String name();

    /** The nodes that get what this one forwards, in the order in which they were connected. */
    List<DagNode> children();
}
