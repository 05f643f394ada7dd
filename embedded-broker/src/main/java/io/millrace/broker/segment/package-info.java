/**
 * The log of one partition: segments on disk, the tail in memory, and what follows from the batches: producer states, open and
 * aborted transactions, the last stable offset. It appends and reads whole batches; who may append, and which transactions commit, is decided
 * above, in {@code transaction}.
 *
 * <p>Files of a partition, named and laid out as Kafka's: {@code <base offset, 20 digits>.log} with batches, {@code .index} with pairs
 * (last offset of a batch relative to the base offset, position of the batch), {@code .timeindex} with (largest timestamp so far, last
 * offset of its batch), {@code .log.cleaned} and {@code .swap} for a moment (see {@code SegmentSwap}), and {@code partition.metadata} with the topic's id. Indexes are caches: what is missing or damaged is rebuilt.
 *
 * <p>Reading order: {@link io.millrace.broker.segment.PartitionLog} (one writer at a time) with {@code LogSegments} (the files that it writes to), {@link io.millrace.broker.segment.LogView} (what it
 * publishes), {@link io.millrace.broker.segment.PartitionReader}, {@code Segment}, {@code SegmentIndex},
 * {@link io.millrace.broker.segment.TailCache}, {@code ProducerStates}, {@code AbortedIndex},
 * {@link io.millrace.broker.segment.LogRecovery} with {@link io.millrace.broker.segment.PartitionState}; what it finds is a {@code RecoveredLog}. What leaves a log:
 * {@link io.millrace.broker.segment.LogRetention} (whole segments, by the rule of {@code Retention}),
 * {@link io.millrace.broker.segment.LogCompaction} with {@code CompactionPlan} (where), {@link io.millrace.broker.segment.Compaction} and {@code Survivors} (what stays),
 * {@code SegmentSwap} (files that change places, crash-safe). When it is done is decided above. {@code UnsyncedFiles} is what is not durable yet,
 * {@link io.millrace.broker.segment.DiskReserve} what is kept for a full disk. Damage: {@code DamageFinder} tells how far it reaches ({@link io.millrace.broker.segment.LogDamage}),
 * {@link io.millrace.broker.segment.PartitionDamage} is that of a log that is open for reading only, {@link io.millrace.broker.segment.LossRepair} gives it up.
 *
 * <p>Threads: readers take no lock that a writer holds for longer than a field update; they see the last published {@code LogView}. Writers
 * of a partition take turns by one lock around "take the next offset, write to the file, publish". The lock covers a write into the page cache
 * because offsets and file positions must have the same order, and a second writer could not do anything sensible meanwhile; such a
 * write copies at most one batch. Syncs are never under it.
 */
@NullMarked
package io.millrace.broker.segment;

import org.jspecify.annotations.NullMarked;
