package io.millrace.runtime.loop;

import io.millrace.processor.TaskId;
import io.millrace.runtime.assignment.Distribution;
import io.millrace.runtime.query.LocalTasks;
import java.util.UUID;

/** What the loops of one instance share beyond their settings. Safe from any thread. */
public final class InstanceState {

    private final UUID id;
    private final String endpoint;
    private final LocalTasks tasks = new LocalTasks();
    private volatile boolean isPaused;
    private volatile boolean asksToStop;
    private volatile boolean leavesOnClose = true;
    private volatile long recordCacheBytesPerLoop;
    private volatile Distribution distribution = Distribution.NONE;

    /**
     * @param endpoint where the instance answers queries; empty if it does not
     */
    public InstanceState(UUID id, String endpoint, long recordCacheBytesPerLoop) {
        this.id = id;
        this.endpoint = endpoint;
        this.recordCacheBytesPerLoop = recordCacheBytesPerLoop;
    }

    public UUID id() {
        return id;
    }

    public String endpoint() {
        return endpoint;
    }

    /** The tasks of all loops. */
    public LocalTasks tasks() {
        return tasks;
    }

    /** Whether loops are to do nothing but stay in their group and commit. */
    public boolean isPaused() {
        return isPaused;
    }

    public void pause(boolean paused) {
        isPaused = paused;
    }

    /** Whether the loops ask all instances of the application to stop. */
    public boolean asksToStop() {
        return asksToStop;
    }

    public void askToStop() {
        asksToStop = true;
    }

    /** Whether a loop that closes leaves its group; else its membership expires. */
    public boolean leavesOnClose() {
        return leavesOnClose;
    }

    public void leaveOnClose(boolean leaves) {
        leavesOnClose = leaves;
    }

    /** Bound on unforwarded changes of one loop; a loop takes it over with its next assignment. */
    public long recordCacheBytesPerLoop() {
        return recordCacheBytesPerLoop;
    }

    public void recordCacheBytesPerLoop(long bytes) {
        recordCacheBytesPerLoop = bytes;
    }

    /** Whether the group has given this instance a part. */
    boolean isKnown() {
        return distribution.of(id).isPresent();
    }

    /** Whether this instance is to run a task. */
    boolean runs(TaskId task) {
        return distribution.of(id).filter(mine -> mine.tasks().contains(task)).isPresent();
    }

    /** Whether this instance is to run a task, or to keep a copy of it. */
    boolean has(TaskId task) {
        return runs(task)
                || distribution
                        .of(id)
                        .filter(mine -> mine.standbys().contains(task))
                        .isPresent();
    }

    /** Where all tasks are, as a loop of this instance heard it last. */
    public Distribution distribution() {
        return distribution;
    }

    void distributed(Distribution latest) {
        distribution = latest;
    }
}
