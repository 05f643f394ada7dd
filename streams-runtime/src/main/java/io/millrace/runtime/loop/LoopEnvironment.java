package io.millrace.runtime.loop;

import io.millrace.runtime.commit.CommitSequence.StepProbe;
import io.millrace.runtime.directory.StateDirectory;
import io.millrace.runtime.task.TaskEnvironment;
import io.millrace.runtime.topics.LivePlan;
import io.millrace.runtime.topics.TopicPlan;
import java.util.UUID;

/**
 * What the loops of an application share. Immutable.
 *
 * @param probe is told before each commit step
 */
public record LoopEnvironment(
        TaskEnvironment tasks, LivePlan plan, StateDirectory directory, StepProbe probe, InstanceState instance) {

    /** For loops that nobody queries or steers. */
    public LoopEnvironment(TaskEnvironment tasks, TopicPlan plan, StateDirectory directory, StepProbe probe) {
        this(
                tasks,
                new LivePlan(plan, tasks.broker().topics(), tasks.settings()),
                directory,
                probe,
                new InstanceState(new UUID(0, 0), "", tasks.settings().recordCacheBytesPerThread()));
    }
}
