package io.millrace.topology.graph;

import io.millrace.state.DslStoreFormat;
import io.millrace.state.DslStoreSuppliers;

/**
 * What the configuration contributes to a compiled topology.
 *
 * @param caching false strips the record cache from every store (a cache size of 0)
 * @param storeSuppliers makes the stores for which the program named no supplier
 * @param storeFormat format of key-value stores that the DSL makes
 */
public record CompileSettings(boolean caching, DslStoreSuppliers storeSuppliers, DslStoreFormat storeFormat) {}
