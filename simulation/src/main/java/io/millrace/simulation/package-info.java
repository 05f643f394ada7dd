/**
 * Whole applications, broker included, on one seeded scheduler with virtual time, a disk that loses what it may lose and fails when it is told to, and engines that do too.
 *
 * <p>{@link io.millrace.simulation.Simulation} runs one seed: a random {@link io.millrace.simulation.Setup} through several lives. What may surround any
 * program is a {@link io.millrace.simulation.Variation}, with how hard its time is ({@link io.millrace.simulation.Trouble}).
 * {@link io.millrace.simulation.World} is what survives a crash ({@link io.millrace.simulation.SimDisk}, {@link io.millrace.simulation.SimEngines});
 * {@link io.millrace.simulation.Cluster} is one life of a broker and the instances on it ({@link io.millrace.simulation.SimBroker},
 * {@link io.millrace.simulation.SimInstance}); {@link io.millrace.simulation.Feed} writes the input.
 *
 * <p>{@link io.millrace.simulation.Verification} compares what is committed with what the reference makes of it, as far as
 * {@link io.millrace.simulation.Agreement} says that it is determined; behind record caches what crosses to another sub-topology is compared by the
 * {@link io.millrace.simulation.ChangedRows} that it makes. {@link io.millrace.simulation.ChangelogCheck} and {@link io.millrace.simulation.ForeignKeyCheck} look when
 * everything is processed, which {@link io.millrace.simulation.Ending} sees to; {@link io.millrace.simulation.EngineCheck} looks into engines after crashes and
 * {@link io.millrace.simulation.History} remembers what was seen. {@link io.millrace.simulation.Invariant} names what must hold; a
 * {@link io.millrace.simulation.Violation} says which does not. {@link io.millrace.simulation.Sweep} crashes fixed programs at every operation.
 * {@link io.millrace.simulation.Mutant} plants bugs, to prove that all this can see.
 *
 * <p>{@link io.millrace.simulation.WordCountSimulation} with {@link io.millrace.simulation.SimProcess} and {@link io.millrace.simulation.Oracle} is an older, smaller
 * simulation of one program, kept for the seeds that once failed. Nothing here is deployed.
 */
@NullMarked
package io.millrace.simulation;

import org.jspecify.annotations.NullMarked;
