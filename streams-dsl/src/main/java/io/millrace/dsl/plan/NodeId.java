package io.millrace.dsl.plan;

/**
 * Identity of a plan node. It survives rewriting, where a reference to the node's record would point to an outdated version.
 *
 * @param value counts from 0 in the order of creation
 */
public record NodeId(int value) {}
