package io.millrace.runtime.loop;

import io.millrace.runtime.commit.CommitSequence;
import io.millrace.runtime.task.StreamTask;
import io.millrace.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Commits of a loop's tasks: which of them are due, and what is being decided. Confined to the loop's thread. */
final class TaskCommits {

    private final TaskSet tasks;
    private final CommitSequence sequence;
    private final Clock clock;
    private final Outage outage;

    /**
     * @param outage ends with a commit that works
     */
    TaskCommits(TaskSet tasks, CommitSequence sequence, Clock clock, Outage outage) {
        this.tasks = tasks;
        this.sequence = sequence;
        this.clock = clock;
        this.outage = outage;
    }

    /** Finishes commits whose decision is known; returns how many. */
    int poll() {
        int finished = sequence.poll();
        if (finished > 0) {
            outage.ended(clock.monotonicNanos());
        }
        return finished;
    }

    /** Whether a commit is being decided. */
    boolean isBusy() {
        return sequence.isBusy();
    }

    /** Commits the tasks whose time has come; returns how many. */
    int commitDue() {
        long now = clock.monotonicNanos();
        List<StreamTask> due = null;
        for (StreamTask task : tasks.all()) {
            if (task.isCommitDue(now)) {
                due = due == null ? new ArrayList<>() : due;
                due.add(task);
            }
        }
        if (due == null) {
            return 0;
        }
        sequence.commit(due);
        if (!sequence.isBusy()) {
            outage.ended(now);
        }
        return due.size();
    }

    /** Commits every task that has something to commit and is not being committed. */
    void commitAll() {
        List<StreamTask> due = tasks.all().stream()
                .filter(task -> task.state() == StreamTask.State.RUNNING && task.hasUncommitted())
                .toList();
        if (!due.isEmpty()) {
            sequence.commit(due);
        }
    }
}
