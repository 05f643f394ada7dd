/**
 * Serdes: objects to bytes and back, in Kafka's formats.
 *
 * <p>Read {@link io.millrace.serialization.Serializer}, {@link io.millrace.serialization.Deserializer}, the pair of both,
 * {@link io.millrace.serialization.Serde}, and the built-in ones in {@link io.millrace.serialization.Serdes}. JSON is in
 * {@code io.millrace.serialization.json}; serdes of windowed keys are in {@code io.millrace.dsl}.
 */
@NullMarked
package io.millrace.serialization;

import org.jspecify.annotations.NullMarked;
