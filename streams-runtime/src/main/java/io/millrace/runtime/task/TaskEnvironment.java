package io.millrace.runtime.task;

import io.millrace.log.LogBroker;
import io.millrace.processor.StateRestoreListener;
import io.millrace.runtime.settings.RuntimeSettings;
import io.millrace.stores.engine.EngineFactory;
import io.millrace.time.Clock;

/**
 * What the tasks of an application get from outside. Immutable.
 *
 * @param fingerprint of the topology, to be committed with offsets
 */
public record TaskEnvironment(
        RuntimeSettings settings,
        LogBroker broker,
        EngineFactory engines,
        Clock clock,
        StateRestoreListener restoreListener,
        String fingerprint) {}
