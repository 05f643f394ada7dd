/**
 * Looking into a data directory without opening it: nothing is locked or written (but by {@code accept-loss}), so a running application is not disturbed.
 *
 * <p>{@link io.millrace.broker.inspect.DataView} reads the commit log: topics, groups. {@link io.millrace.broker.inspect.PartitionScan} walks
 * over the batches of a partition, {@link io.millrace.broker.inspect.Transactions} tells which of them a read_committed reader sees,
 * {@code Verification} prints what is damaged, {@link io.millrace.broker.inspect.LogCommand} is the command {@code bin/millrace-log}. A running application goes on writing meanwhile: what is read of the
 * newest data may be cut short, and is then left out.
 */
@NullMarked
package io.millrace.broker.inspect;

import org.jspecify.annotations.NullMarked;
