package io.millrace.runtime.loop;

import io.millrace.processor.TaskId;
import io.millrace.record.TopicPartition;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the group gives a loop. Immutable.
 *
 * @param active tasks to run, with the partitions that each reads
 * @param standbys tasks to keep copies of
 * @param warmUps those of the copies that are there in order to become active
 * @param probes whether this loop is to ask, after a while, whether tasks can move to their place
 */
record LoopPart(Map<TaskId, List<TopicPartition>> active, Set<TaskId> standbys, Set<TaskId> warmUps, boolean probes) {

    static final LoopPart NOTHING = new LoopPart(Map.of(), Set.of(), Set.of(), false);
}
