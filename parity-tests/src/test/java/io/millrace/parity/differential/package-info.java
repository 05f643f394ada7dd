/**
 * Runs scenarios on both libraries and compares what could be seen. {@link io.millrace.parity.differential.Differential} runs one,
 * {@link io.millrace.parity.differential.Shrinker} makes a failing one small, {@link io.millrace.parity.differential.Campaign} runs many.
 */
@NullMarked
package io.millrace.parity.differential;

import org.jspecify.annotations.NullMarked;
