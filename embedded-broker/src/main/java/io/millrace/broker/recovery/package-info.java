/**
 * From files to an open broker: what counts after a stop of any kind. Reads everything first and refuses damage before it changes a byte; then
 * cuts, completes decided transactions, aborts the others. Running it again after a crash in the middle gives the same result.
 *
 * <p>{@link io.millrace.broker.recovery.Recovery} has the steps in order; {@code Found} is what was read,
 * {@code DurabilityCheck} tells damage from an unfinished write, {@code PrefixRule} finds the last commit whose data is all there.
 */
@NullMarked
package io.millrace.broker.recovery;

import org.jspecify.annotations.NullMarked;
