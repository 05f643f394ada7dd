/**
 * From files to an open broker: what counts after a stop of any kind. Reads everything first, refuses a damaged commit log before it changes a byte, and leaves damaged partitions as they are; then
 * cuts, completes decided transactions, aborts the others. Running it again after a crash in the middle gives the same result.
 *
 * <p>{@link io.millrace.broker.recovery.Recovery} has the steps in order; {@code Found} is what was read,
 * {@code DurabilityCheck} tells damage from an unfinished write, {@link io.millrace.broker.recovery.AcceptedLoss} mends a damaged partition if told to, {@code PrefixRule} finds the last commit whose data is all there.
 */
@NullMarked
package io.millrace.broker.recovery;

import org.jspecify.annotations.NullMarked;
