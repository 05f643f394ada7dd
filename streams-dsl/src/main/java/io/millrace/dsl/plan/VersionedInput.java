package io.millrace.dsl.plan;

/** An operation that treats changes of versioned tables in another way: those that are not to the newest version of a row are skipped. */
public interface VersionedInput {

    /** The same operation if changes from this parent are those of a versioned table. */
    Operation behindVersioned(NodeId parent);
}
