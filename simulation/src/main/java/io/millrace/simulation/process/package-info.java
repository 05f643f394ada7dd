/**
 * Real processes that die for real: a child process runs an application on real files and real RocksDB, is killed, halted, stopped or starved of space, and is started
 * again on the same directory; the parent holds the oracle. Nothing here is simulated; what is, is in the package above.
 *
 * <p>{@link io.millrace.simulation.process.Workload} (the application and its numbered input), {@code Victim} (it, running), {@link
 * io.millrace.simulation.process.VictimMain} (as a process), {@link io.millrace.simulation.process.Snapshot} (what it shows of itself), {@code Expectation} (what that
 * must be), {@link io.millrace.simulation.process.KillLoop} and {@link io.millrace.simulation.process.CorruptionLoop} (the parents).
 */
@NullMarked
package io.millrace.simulation.process;

import org.jspecify.annotations.NullMarked;
