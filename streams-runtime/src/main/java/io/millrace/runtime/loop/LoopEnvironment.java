package io.millrace.runtime.loop;

import io.millrace.runtime.commit.CommitSequence.StepProbe;
import io.millrace.runtime.directory.StateDirectory;
import io.millrace.runtime.task.TaskEnvironment;
import io.millrace.runtime.topics.TopicPlan;

/**
 * What the loops of an application share. Immutable.
 *
 * @param probe is told before each commit step
 */
public record LoopEnvironment(TaskEnvironment tasks, TopicPlan plan, StateDirectory directory, StepProbe probe) {}
