package io.millrace.runtime.task;

import io.millrace.processor.PunctuationType;
import io.millrace.runtime.graph.TaskGraph;
import io.millrace.runtime.graph.TaskScope;
import io.millrace.runtime.input.IdleRule;
import io.millrace.runtime.input.PartitionGroup;
import io.millrace.runtime.pacing.CommitPacing;
import io.millrace.runtime.punctuation.PunctuationSchedule;
import io.millrace.time.Clock;
import java.util.List;

/** What a task is made of; {@link TaskFactory} makes it. */
record TaskParts(
        TaskScope scope,
        LateControl control,
        TaskGraph graph,
        PartitionGroup group,
        IdleRule idleRule,
        PunctuationSchedule punctuations,
        CommitPacing pacing,
        CommittedPositions positions,
        Changelogs changelogs,
        List<String> repartitionTargets,
        Clock clock) {

    /** Runs the ticks that are due, and measures them. */
    int punctuate(PunctuationType type, long timeMs) {
        long start = clock.monotonicNanos();
        int ticks = punctuations.punctuate(type, timeMs);
        scope.metrics().punctuations().record(ticks, clock.monotonicNanos() - start);
        return ticks;
    }

    int bufferedRecords() {
        return scope.settings().bufferedRecords();
    }

    long uncommittedBytesMax() {
        return scope.settings().uncommittedBytesMax();
    }
}
