/**
 * Runs scenarios. The classes here are written for Kafka Streams. They run on it as they are, and on Millrace after
 * {@link io.millrace.parity.differential.RenamingLoader} has renamed the classes that they mention, which is how a program moves over: so there is one text and
 * there are two interpreters.
 */
@NullMarked
package io.millrace.parity.oracle;

import org.jspecify.annotations.NullMarked;
