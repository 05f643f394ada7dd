/**
 * What programs must put out and keep, by a naive interpreter: maps and lists, one record after the other, no caches, no commits, nothing of the engine.
 * {@link io.millrace.simulation.reference.Reference} runs the part of a program that one task is.
 */
@NullMarked
package io.millrace.simulation.reference;

import org.jspecify.annotations.NullMarked;
