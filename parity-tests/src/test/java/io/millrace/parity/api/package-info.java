/**
 * Compares the public API of Kafka Streams 4.3.1 with Millrace's by reflection. {@link io.millrace.parity.api.NameMap} says where a class went,
 * {@link io.millrace.parity.api.ApiSurface} lists what a class offers as lines of text, {@link io.millrace.parity.api.ApiComparison} finds the gaps.
 * Behaviour is compared elsewhere.
 */
@NullMarked
package io.millrace.parity.api;

import org.jspecify.annotations.NullMarked;
