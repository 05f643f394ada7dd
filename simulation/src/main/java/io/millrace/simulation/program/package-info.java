/**
 * Random applications: descriptions of topologies ({@link io.millrace.simulation.program.Program}, made of
 * {@link io.millrace.simulation.program.Step}s), the grammar that draws them ({@link io.millrace.simulation.program.Grammar}), the user code in them
 * ({@link io.millrace.simulation.program.Functions}), and what makes a topology of them ({@link io.millrace.simulation.program.Assembly}).
 *
 * <p>Beside each source a {@link io.millrace.simulation.program.Journal} notes what was processed, in the transaction of the task: what is committed is known record by
 * record, in order. {@link io.millrace.simulation.program.Wire} writes as text what crosses from one sub-topology to another.
 */
@NullMarked
package io.millrace.simulation.program;

import org.jspecify.annotations.NullMarked;
