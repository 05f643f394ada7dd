/**
 * Whole applications, broker included, on one seeded scheduler with virtual time, a disk that loses what it may lose, and an engine that does too.
 *
 * <p>{@link io.millrace.simulation.Simulation} runs one seed; {@link io.millrace.simulation.World} is what survives a crash
 * ({@link io.millrace.simulation.SimDisk}, {@link io.millrace.simulation.SimEngines}); {@link io.millrace.simulation.SimProcess} is one life of the
 * application, between two crashes; {@link io.millrace.simulation.Oracle} says what the outputs must be and imports nothing of the engine;
 * {@link io.millrace.simulation.Mutant} plants bugs, to prove that the oracle can see. Nothing here is deployed.
 */
@NullMarked
package io.millrace.simulation;

import org.jspecify.annotations.NullMarked;
