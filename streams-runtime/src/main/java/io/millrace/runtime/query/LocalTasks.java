package io.millrace.runtime.query;

import io.millrace.processor.TaskId;
import io.millrace.runtime.metrics.MetricsFeed;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** The tasks of all threads of this instance. Safe from any thread. */
public final class LocalTasks {

    private final Map<TaskId, LocalTask> tasks = new ConcurrentSkipListMap<>();
    private final MetricsFeed metrics = new MetricsFeed();
    private final Map<LocalTask, String> owners = new ConcurrentHashMap<>();

    /**
     * A task has been made.
     *
     * @param owner name of the thread that it belongs to
     */
    public void add(LocalTask task, String owner) {
        owners.put(task, owner);
        tasks.put(task.id(), task);
        task.announceMetrics(metrics);
    }

    /** A task has been closed; nothing if another of its id was made meanwhile. */
    public void remove(LocalTask task) {
        tasks.remove(task.id(), task);
        owners.remove(task);
        task.withdrawMetrics();
    }

    /** Who hears of their metrics. */
    public MetricsFeed metrics() {
        return metrics;
    }

    /** Name of the thread that a task belongs to; null once it is gone. */
    public @Nullable String ownerOf(LocalTask task) {
        return owners.get(task);
    }

    /** Those of one thread, in order of id. */
    public List<LocalTask> ofOwner(String owner) {
        return tasks.values().stream()
                .filter(task -> owner.equals(owners.get(task)))
                .toList();
    }

    /** In order of id. */
    public Collection<LocalTask> all() {
        return List.copyOf(tasks.values());
    }

    /** Those that have a store of that name, in order of partition. */
    public List<LocalTask> having(String store) {
        return tasks.values().stream()
                .filter(task -> task.stores().containsKey(store))
                .toList();
    }
}
