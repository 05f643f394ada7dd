/**
 * The processor DAG of one task, instantiated: {@link io.millrace.runtime.graph.TaskGraph} wires nodes that call each other directly. Every node has a context of its own; nothing here looks anything up by name per record. Queues and commits are elsewhere.
 */
@NullMarked
package io.millrace.runtime.graph;

import org.jspecify.annotations.NullMarked;
