/**
 * The configuration of an application: {@link io.millrace.config.StreamsConfig}, what a topology can override of it
 * ({@link io.millrace.config.TopologyConfig}), and keys of topics ({@link io.millrace.config.TopicConfig}). A wrong value
 * throws {@link io.millrace.config.ConfigException}; an unknown key is kept and reported once. Durability and directories
 * of the embedded broker are given to the broker, not here.
 */
@NullMarked
package io.millrace.config;

import org.jspecify.annotations.NullMarked;
