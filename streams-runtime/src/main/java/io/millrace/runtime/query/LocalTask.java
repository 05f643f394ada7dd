package io.millrace.runtime.query;

import io.millrace.metrics.Metric;
import io.millrace.metrics.MetricName;
import io.millrace.metrics.MetricsListener;
import io.millrace.processor.StateStore;
import io.millrace.processor.TaskId;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.metrics.TaskMetrics;
import io.millrace.stores.view.TaskViews;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What others than its thread may know of a task. Written by the task's thread, read by any. */
public final class LocalTask {

    private final TaskId id;
    private final Set<TopicPartition> inputs;
    private final Map<String, Store> stores;
    private final TaskMetrics metrics;
    private final TaskViews views = TaskViews.forQueries();
    private final Questions questions;
    private final Map<String, Long> restored = new ConcurrentHashMap<>();
    private final Map<String, Long> restoredFrom = new ConcurrentHashMap<>();
    private volatile Map<TopicPartition, Long> committed = Map.of();
    private volatile State state = State.RESTORING;
    private volatile long idleSinceMs = -1;
    private volatile boolean hasCaughtUp;

    /** Whether its stores can be read. */
    public enum State {
        /** They are being brought up to date. */
        RESTORING,
        /** They are up to date. */
        RUNNING,
        /** They follow those of the task, which runs elsewhere. */
        STANDBY,
        /** They are gone from here. */
        CLOSED
    }

    /**
     * A store of the task.
     *
     * @param original the task's own; only what it was built from may be looked at
     * @param topic the name that its serdes are told
     * @param changelog where it is restored from; null if it has none
     */
    public record Store(
            StateStore original, String topic, @Nullable TopicPartition changelog) {}

    public LocalTask(TaskId id, Set<TopicPartition> inputs, Map<String, Store> stores, TaskMetrics metrics) {
        this.id = id;
        this.questions = new Questions(id.toString());
        this.inputs = Set.copyOf(inputs);
        this.stores = Map.copyOf(stores);
        this.metrics = metrics;
    }

    public TaskId id() {
        return id;
    }

    /** The partitions that it reads. */
    public Set<TopicPartition> inputs() {
        return inputs;
    }

    /** Its stores by name. */
    public Map<String, Store> stores() {
        return stores;
    }

    /** Where it publishes what it has committed. */
    public TaskViews views() {
        return views;
    }

    /** What others want to read from its stores as they are. */
    public Questions questions() {
        return questions;
    }

    public State state() {
        return state;
    }

    /** Of a standby: whether it had all that was committed at some time, so that what it lacks are the newest changes only. */
    public boolean hasCaughtUp() {
        return hasCaughtUp;
    }

    /** Offsets behind the last committed input record, of partitions of which something is committed. */
    public Map<TopicPartition, Long> committed() {
        return committed;
    }

    /** Offset behind the last changelog record that is in a store, by store, while it is being restored or follows. */
    public Map<String, Long> restored() {
        return restored;
    }

    /** Where {@link #restored()} began, by store. */
    public Map<String, Long> restoredFrom() {
        return restoredFrom;
    }

    /** Since when it has records but waits for those of other partitions, by wall clock; empty if it does not. */
    public Optional<Long> idleSinceMs() {
        long since = idleSinceMs;
        return since < 0 ? Optional.empty() : Optional.of(since);
    }

    /** Metrics of its processors. */
    public Map<MetricName, ? extends Metric> metrics() {
        return metrics.metrics();
    }

    /** Tells somebody of its metrics, until it is closed. */
    void announceMetrics(MetricsListener listener) {
        metrics.attach(listener);
    }

    void withdrawMetrics() {
        metrics.detach();
    }

    // ---- by the task's thread ----

    public void changeState(State next) {
        state = next;
        if (next == State.CLOSED) {
            questions.close();
        }
    }

    public void committed(Map<TopicPartition, Long> offsets) {
        committed = Map.copyOf(offsets);
    }

    /** The task waits for data of other partitions, or not. */
    public void idle(boolean isIdle, long nowMs) {
        if (isIdle != (idleSinceMs >= 0)) {
            idleSinceMs = isIdle ? nowMs : -1;
        }
    }

    /** A standby has all that is committed. */
    public void caughtUp() {
        hasCaughtUp = true;
    }

    public void restored(String store, long offsetExclusive) {
        restoredFrom.putIfAbsent(store, offsetExclusive);
        restored.put(store, offsetExclusive);
    }
}
