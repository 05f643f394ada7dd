package io.millrace.broker.segment;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a recovery has found of a partition's log, and the log starts from.
 *
 * @param segments in order of offsets; all but the last one closed
 * @param from the recovery point that it began at
 * @param damage null if there is none; else the log is for reading only
 */
record RecoveredLog(
        List<Segment> segments,
        long startOffset,
        long endOffset,
        PartitionState from,
        ProducerStates producers,
        @Nullable PartitionDamage damage) {}
