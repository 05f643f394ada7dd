/**
 * The processor topology that a program assembles by hand or that {@code StreamsBuilder} makes: {@link io.millrace.topology.Topology},
 * what it prints as ({@link io.millrace.topology.TopologyDescription}) and where its sources start
 * ({@link io.millrace.topology.AutoOffsetReset}). The graph behind it is in {@code io.millrace.topology.graph}, the compiled form in
 * {@code io.millrace.topology.dag}; nothing runs here.
 */
@NullMarked
package io.millrace.topology;

import org.jspecify.annotations.NullMarked;
