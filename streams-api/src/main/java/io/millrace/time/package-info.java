/**
 * Time, scheduling and randomness, handed in wherever they are needed so that a whole application can be simulated.
 *
 * <p>{@link io.millrace.time.Clock} tells time, {@link io.millrace.time.Scheduler} runs things later,
 * {@link io.millrace.time.Randomness} draws numbers. {@link io.millrace.time.SystemClock} and
 * {@link io.millrace.time.ThreadScheduler} are the adapters to the real machine and the only places of this package that
 * touch it. Virtual ones live in the simulation, not here.
 */
@NullMarked
package io.millrace.time;

import org.jspecify.annotations.NullMarked;
