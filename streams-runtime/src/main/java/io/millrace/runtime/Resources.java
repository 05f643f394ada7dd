package io.millrace.runtime;

import io.millrace.errors.StreamsException;
import io.millrace.log.LogBroker;
import io.millrace.processor.TaskId;
import io.millrace.runtime.directory.LockedStateDirectory;
import io.millrace.runtime.graph.NodeSerdes;
import io.millrace.runtime.query.LocalTasks;
import io.millrace.runtime.settings.RuntimeSettings;
import io.millrace.runtime.task.TaskEnvironment;
import io.millrace.runtime.task.TaskStorage;
import io.millrace.runtime.topics.InternalTopics;
import io.millrace.runtime.topics.TopicPlan;
import io.millrace.runtime.topics.TopologyFingerprint;
import io.millrace.stores.engine.EngineFactory;
import io.millrace.time.SystemClock;
import io.millrace.topology.dag.ProcessorDag;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a running application needs before its first thread. Immutable.
 *
 * @param directory locked; closed with this
 * @param metrics where they are shown; closed with this
 */
record Resources(TopicPlan plan, LockedStateDirectory directory, TaskEnvironment tasks, AutoCloseable metrics)
        implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Resources.class);

    /** Makes the topics that are missing and locks the state directory. */
    static Resources open(
            ProcessorDag dag,
            RuntimeSettings settings,
            LogBroker broker,
            RestoreListeners listeners,
            LocalTasks local) {
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
        return new Resources(plan, directory, tasks, showMetrics(settings, local));
    }

    /** Deletes what an application that does not run has on disk. */
    static void deleteState(RuntimeSettings settings) {
        try {
            LockedStateDirectory.deleteTasks(Path.of(settings.stateDirectory()), settings.applicationId());
        } catch (IOException e) {
            throw new StreamsException("The local state in " + settings.stateDirectory() + " cannot be deleted", e);
        }
    }

    private static AutoCloseable showMetrics(RuntimeSettings settings, LocalTasks local) {
        return settings.showsMetricsOverJmx()
                ? MetricsBean.register(settings.applicationId(), () -> LocalMetadata.metrics(local))
                : () -> {};
    }

    @Override
    public void close() {
        try {
            metrics.close();
        } catch (Exception e) {
            LOG.warn("The metrics are still shown over JMX", e);
        } finally {
            directory.close();
        }
    }
}
