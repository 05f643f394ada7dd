package io.millrace.topology.graph;

import io.millrace.state.StoreBuilder;
import java.util.Map;

/** A store as it was added. Its builder may depend on the configuration and so is made at compile time. */
public interface StoreDefinition {

    String name();

    /** Whether the store has a changelog. */
    boolean loggingEnabled();

    /** Settings that the program gave for the changelog topic. */
    Map<String, String> changelogConfig();

    /** The same store without a changelog of its own. */
    StoreDefinition withoutLogging();

    /** How long old versions stay readable, in milliseconds; negative if the store is not versioned. */
    long historyRetentionMs();

    /** Makes the builder, with caching, logging and format as they are to be. */
    StoreBuilder<?> builder(CompileSettings settings);

    /** Whether adding {@code other} under the same name means the same store again. */
    boolean isSameAs(StoreDefinition other);
}
