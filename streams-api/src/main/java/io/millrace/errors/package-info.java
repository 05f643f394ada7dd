/**
 * What goes wrong, and who decides about it.
 *
 * <p>Read {@link io.millrace.errors.MillraceException}, the root of all exceptions, and {@link
 * io.millrace.errors.StreamsException}, the root of those of stream processing. Then the handlers that a program may
 * configure: {@link io.millrace.errors.DeserializationExceptionHandler} (input that cannot be decoded), {@link
 * io.millrace.errors.ProcessingExceptionHandler} (user code that throws), {@link
 * io.millrace.errors.ProductionExceptionHandler} (output that cannot be written), each with implementations that fail or
 * go on, and {@link io.millrace.errors.StreamsUncaughtExceptionHandler} for what is left. Errors of configuration are in
 * {@code io.millrace.config}, errors of serdes in {@code io.millrace.serialization}, errors of brokers in {@code
 * io.millrace.log}.
 */
@NullMarked
package io.millrace.errors;

import org.jspecify.annotations.NullMarked;
