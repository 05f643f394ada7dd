package io.millrace.runtime.task;

import io.millrace.log.LogBroker;
import io.millrace.processor.StandbyUpdateListener;
import io.millrace.processor.StateRestoreListener;
import io.millrace.processor.TaskId;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.graph.GlobalStores;
import io.millrace.runtime.settings.RuntimeSettings;
import io.millrace.stores.engine.EngineFactory;
import io.millrace.stores.task.StoreBudgets;
import io.millrace.time.Clock;

/**
 * What the tasks of an application get from outside. Immutable.
 *
 * @param fingerprint of the topology, to be committed with offsets
 * @param globals stores that every instance holds whole
 * @param budgets what the stores of all its tasks share
 */
public record TaskEnvironment(
        RuntimeSettings settings,
        LogBroker broker,
        EngineFactory engines,
        Clock clock,
        StateRestoreListener restoreListener,
        StandbyUpdateListener standbyListener,
        String fingerprint,
        GlobalStores globals,
        StoreBudgets budgets) {

    private static final StandbyUpdateListener NOBODY = new StandbyUpdateListener() {
        @Override
        public void onUpdateStart(TopicPartition changelog, String store, long start) {}

        @Override
        public void onBatchLoaded(
                TopicPartition changelog, String store, TaskId task, long last, long count, long end) {}

        @Override
        public void onUpdateSuspended(
                TopicPartition changelog, String store, long offset, long end, SuspendReason reason) {}
    };

    /** Without global stores, and without anybody who listens to standbys. */
    public TaskEnvironment(
            RuntimeSettings settings,
            LogBroker broker,
            EngineFactory engines,
            Clock clock,
            StateRestoreListener restoreListener,
            String fingerprint) {
        this(
                settings,
                broker,
                engines,
                clock,
                restoreListener,
                NOBODY,
                fingerprint,
                GlobalStores.NONE,
                StoreBudgets.of(settings.readCacheBytes(), settings.changedBytesMaxOfAll()));
    }

    /** The same, for tasks that read these global stores. */
    public TaskEnvironment with(GlobalStores filled) {
        return new TaskEnvironment(
                settings, broker, engines, clock, restoreListener, standbyListener, fingerprint, filled, budgets);
    }

    /** The same, with somebody who listens to standbys. */
    public TaskEnvironment with(StandbyUpdateListener listener) {
        return new TaskEnvironment(
                settings, broker, engines, clock, restoreListener, listener, fingerprint, globals, budgets);
    }
}
