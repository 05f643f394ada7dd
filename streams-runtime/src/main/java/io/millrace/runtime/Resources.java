package io.millrace.runtime;

import io.millrace.log.LogBroker;
import io.millrace.processor.TaskId;
import io.millrace.runtime.directory.LockedStateDirectory;
import io.millrace.runtime.graph.NodeSerdes;
import io.millrace.runtime.settings.RuntimeSettings;
import io.millrace.runtime.task.TaskEnvironment;
import io.millrace.runtime.task.TaskStorage;
import io.millrace.runtime.topics.InternalTopics;
import io.millrace.runtime.topics.TopicPlan;
import io.millrace.runtime.topics.TopologyFingerprint;
import io.millrace.stores.engine.EngineFactory;
import io.millrace.time.SystemClock;
import io.millrace.topology.dag.ProcessorDag;
import java.nio.file.Path;

/**
 * What a running application needs before its first thread. Immutable.
 *
 * @param directory locked; whoever opened it closes it
 */
record Resources(TopicPlan plan, LockedStateDirectory directory, TaskEnvironment tasks) {

    /** Makes the topics that are missing and locks the state directory. */
    static Resources open(ProcessorDag dag, RuntimeSettings settings, LogBroker broker, RestoreListeners listeners) {
        EngineFactory engines = Engines.rocksDb(settings.config());
        NodeSerdes.require(dag, settings);
        TopicPlan plan = TopicPlan.resolve(dag, settings.applicationId(), broker.topics());
        new InternalTopics(plan, broker.topics(), settings).create();
        LockedStateDirectory directory =
                LockedStateDirectory.open(Path.of(settings.stateDirectory()), settings.applicationId());
        for (TaskId task : directory.tasksOnDisk()) {
            directory.note(task, TaskStorage.offsetsIn(directory.path() + "/" + task, engines));
        }
        TaskEnvironment tasks = new TaskEnvironment(
                        settings,
                        broker,
                        engines,
                        SystemClock.instance(),
                        listeners.restore(),
                        TopologyFingerprint.of(dag))
                .with(listeners.standby());
        return new Resources(plan, directory, tasks);
    }
}
