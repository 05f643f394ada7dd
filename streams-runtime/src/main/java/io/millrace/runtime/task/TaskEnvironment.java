package io.millrace.runtime.task;

import io.millrace.log.LogBroker;
import io.millrace.processor.StateRestoreListener;
import io.millrace.runtime.graph.GlobalStores;
import io.millrace.runtime.settings.RuntimeSettings;
import io.millrace.stores.engine.EngineFactory;
import io.millrace.time.Clock;

/**
 * What the tasks of an application get from outside. Immutable.
 *
 * @param fingerprint of the topology, to be committed with offsets
 * @param globals stores that every instance holds whole
 */
public record TaskEnvironment(
        RuntimeSettings settings,
        LogBroker broker,
        EngineFactory engines,
        Clock clock,
        StateRestoreListener restoreListener,
        String fingerprint,
        GlobalStores globals) {

    /** Without global stores. */
    public TaskEnvironment(
            RuntimeSettings settings,
            LogBroker broker,
            EngineFactory engines,
            Clock clock,
            StateRestoreListener restoreListener,
            String fingerprint) {
        this(settings, broker, engines, clock, restoreListener, fingerprint, GlobalStores.NONE);
    }

    /** The same, for tasks that read these global stores. */
    public TaskEnvironment with(GlobalStores filled) {
        return new TaskEnvironment(settings, broker, engines, clock, restoreListener, fingerprint, filled);
    }
}
