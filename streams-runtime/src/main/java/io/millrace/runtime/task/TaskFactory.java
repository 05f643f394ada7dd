package io.millrace.runtime.task;

import io.millrace.config.StreamsConfig;
import io.millrace.errors.StreamsException;
import io.millrace.log.CommittedOffset;
import io.millrace.log.LogProducer;
import io.millrace.log.ProducerOptions;
import io.millrace.metrics.Sensor.RecordingLevel;
import io.millrace.processor.TaskId;
import io.millrace.processor.TimestampExtractor;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.graph.ErrorHandling;
import io.millrace.runtime.graph.GlobalStores;
import io.millrace.runtime.graph.NodeSerdes;
import io.millrace.runtime.graph.SourcePart;
import io.millrace.runtime.graph.TaskGraph;
import io.millrace.runtime.graph.TaskScope;
import io.millrace.runtime.input.IdleRule;
import io.millrace.runtime.input.PartitionGroup;
import io.millrace.runtime.input.PartitionQueue;
import io.millrace.runtime.input.RecordDecoder;
import io.millrace.runtime.metrics.DropLog;
import io.millrace.runtime.metrics.TaskMetrics;
import io.millrace.runtime.output.TaskOutput;
import io.millrace.runtime.pacing.CommitPacing;
import io.millrace.runtime.pacing.CommitPacing.EarlyCommits;
import io.millrace.runtime.punctuation.PunctuationSchedule;
import io.millrace.runtime.restore.RestoreProgress;
import io.millrace.runtime.restore.StandbyUpdate;
import io.millrace.runtime.restore.TaskRestore;
import io.millrace.runtime.rewind.OperatorStates;
import io.millrace.runtime.settings.RuntimeSettings;
import io.millrace.stores.table.RecordCacheBudget;
import io.millrace.stores.table.RecordCoordinates;
import io.millrace.stores.table.UndoLog;
import io.millrace.stores.task.DetachedEngines;
import io.millrace.stores.task.TaskStores;
import io.millrace.topology.dag.OffsetReset;
import io.millrace.topology.dag.RepartitionTopic;
import io.millrace.topology.dag.SinkNode;
import io.millrace.topology.dag.SourceNode;
import io.millrace.topology.dag.SubTopology;
import io.millrace.topology.dag.TopicRef;
import java.io.File;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes tasks: opens their stores and producer, finds their positions, wires their nodes. One per stream thread; the tasks share its record cache.
 */
public final class TaskFactory {

    private final TaskEnvironment environment;
    private final RuntimeSettings settings;
    private final RecordCacheBudget recordCache;
    private final ErrorHandling errors;
    private final GlobalStores globals;
    private final TaskStorage storage;

    /**
     * What a task is to be made of.
     *
     * @param taskCount number of tasks of the same sub-topologies
     * @param kept engines of the task's incarnation before in this process; null if there are none
     */
    public record TaskSpec(
            TaskId id,
            List<SubTopology> parts,
            List<TopicPartition> partitions,
            String directory,
            int taskCount,
            @Nullable DetachedEngines kept) {

        /** Of a task that was not here before. */
        public TaskSpec(
                TaskId id, List<SubTopology> parts, List<TopicPartition> partitions, String directory, int taskCount) {
            this(id, parts, partitions, directory, taskCount, null);
        }

        Set<String> sourceTopics() {
            return partitions.stream().map(TopicPartition::topic).collect(Collectors.toSet());
        }
    }

    public TaskFactory(TaskEnvironment environment) {
        this.environment = environment;
        this.settings = environment.settings();
        this.recordCache = new RecordCacheBudget(settings.recordCacheBytesPerThread());
        this.globals = environment.globals().forThread();
        this.storage = new TaskStorage(environment, recordCache);
        StreamsConfig config = settings.config();
        this.errors = new ErrorHandling(
                config.processingExceptionHandler(),
                config.deserializationExceptionHandler(),
                config.productionExceptionHandler());
    }

    /** Changes the bound on unforwarded changes of all its tasks together. */
    public void resizeRecordCache(long bytes) {
        recordCache.resize(bytes);
    }

    /** Makes a task. It has to be restored before it runs. Fails without leaving anything open. */
    public StreamTask create(TaskSpec spec) {
        // The producer comes first: it fences an older owner and finishes what that left open, so that changelogs and
        // offsets stand still.
        LogProducer producer = environment.broker().producer(producerOptions(spec.id()));
        try {
            return create(spec, producer);
        } catch (RuntimeException e) {
            producer.close();
            throw e;
        }
    }

    /** Makes a standby of a task. It has no producer: whoever runs the task is not disturbed. Fails without leaving anything open. */
    public StandbyTask createStandby(TaskSpec spec) {
        RecordCoordinates coordinates = new RecordCoordinates();
        TaskStores stores = storage.open(spec, coordinates);
        try {
            TaskScope scope = new TaskScope(
                    spec.id(),
                    settings,
                    new File(spec.directory()),
                    coordinates,
                    stores,
                    TaskOutput.none(environment.broker().topics()),
                    new TaskMetrics(environment.clock(), RecordingLevel.INFO),
                    new DropLog(environment.clock()),
                    errors,
                    new StandbyControl(environment.clock()),
                    globals,
                    new OperatorStates(Map.of()));
            TaskGraph.initStores(scope);
            return new StandbyTask(
                    scope,
                    spec.partitions(),
                    new StandbyUpdate(
                            spec.id(),
                            settings.applicationId(),
                            spec.sourceTopics(),
                            stores,
                            environment.broker(),
                            environment.standbyListener()));
        } catch (RuntimeException e) {
            stores.close();
            throw e;
        }
    }

    private ProducerOptions producerOptions(TaskId id) {
        String name = settings.applicationId() + "-" + id;
        return new ProducerOptions(
                name, settings.isExactlyOnce() ? Optional.of(name) : Optional.empty(), settings.transactionTimeoutMs());
    }

    private StreamTask create(TaskSpec spec, LogProducer producer) {
        RecordCoordinates coordinates = new RecordCoordinates();
        coordinates.undo = errors.maySkip() ? new UndoLog() : null;
        TaskStores stores = storage.open(spec, coordinates);
        try {
            return create(spec, producer, coordinates, stores);
        } catch (RuntimeException e) {
            stores.close();
            throw e;
        }
    }

    private StreamTask create(TaskSpec spec, LogProducer producer, RecordCoordinates coordinates, TaskStores stores) {
        TaskOutput output = new TaskOutput(
                producer, environment.broker().topics(), settings.isExactlyOnce(), newTopicPartitions(spec));
        UndoLog undo = coordinates.undo;
        if (undo != null) {
            output.holdBackFor(undo);
        }
        LateControl control = new LateControl();
        // Before the offsets are read: if a topic is made anew from here on, no commit for the old one passes.
        Map<String, UUID> topicIds = topicIds(spec);
        Map<TopicPartition, CommittedOffset> committed =
                environment.broker().topics().committed(settings.applicationId(), spec.partitions());
        TaskMetrics metrics = new TaskMetrics(environment.clock(), RecordingLevel.INFO);
        DropLog drops = new DropLog(
                environment.clock(), (reason, operator, total) -> metrics.addDrops(spec.id(), operator, reason, total));
        metrics.addTask(spec.id());
        metrics.addTaskCount("dropped-records", spec.id(), drops::total);
        TaskGauges.addStoreSizes(metrics, spec.id(), stores);
        TaskScope scope = new TaskScope(
                spec.id(),
                settings,
                new File(spec.directory()),
                coordinates,
                stores,
                output,
                metrics,
                drops,
                errors,
                control,
                globals,
                new OperatorStates(progress(committed.values())));
        TaskGraph graph = TaskGraph.build(spec.parts(), scope);
        CommittedPositions positions = new CommittedPositions(environment.fingerprint(), topicIds);
        PartitionGroup group = new PartitionGroup(queues(spec, scope, graph, committed, positions));
        graph.initStores();
        Set<String> sourceTopics = spec.sourceTopics();
        TaskParts parts = new TaskParts(
                scope,
                control,
                graph,
                group,
                new IdleRule(settings.maxTaskIdleMs()),
                new PunctuationSchedule(undo),
                new CommitPacing(
                        settings.commitIntervalMs(),
                        settings.commitsEarly() ? EarlyCommits.ALLOWED : EarlyCommits.NEVER,
                        environment.clock().monotonicNanos()),
                positions,
                new Changelogs(spec.id(), stores, output, sourceTopics),
                repartitionTargets(spec),
                environment.clock());
        RestoreProgress progress = new RestoreProgress(spec.id());
        metrics.addTaskCount("restore", spec.id(), progress::restored);
        metrics.addTaskCount("restore-remaining-records", spec.id(), progress::remaining);
        TaskRestore restore = TaskRestore.start(
                spec.id(),
                stores,
                environment.broker(),
                (slot, changelog) -> sourceTopics.contains(changelog.topic())
                        ? OptionalLong.of(Optional.ofNullable(committed.get(changelog))
                                .map(CommittedOffset::offset)
                                .orElse(0L))
                        : OptionalLong.empty(),
                environment.restoreListener(),
                environment.clock(),
                progress);
        StreamTask task = new StreamTask(parts, restore);
        TaskGauges.addLags(
                metrics,
                spec.id(),
                spec.partitions(),
                task.local()::committed,
                environment.broker().topics());
        return task;
    }

    /** Each partition has the progress as it was when the partition moved last; the largest is the latest. */
    private Map<String, UUID> topicIds(TaskSpec spec) {
        Map<String, UUID> ids = new HashMap<>();
        for (TopicPartition partition : spec.partitions()) {
            environment
                    .broker()
                    .topics()
                    .describe(partition.topic())
                    .ifPresent(topic -> ids.put(topic.name(), topic.id()));
        }
        return ids;
    }

    private static Map<String, Long> progress(Collection<CommittedOffset> committed) {
        Map<String, Long> latest = new HashMap<>();
        for (CommittedOffset offset : committed) {
            CommitMetadata.parse(offset.metadata())
                    .ifPresent(metadata ->
                            metadata.progress().forEach((node, value) -> latest.merge(node, value, Math::max)));
        }
        return latest;
    }

    /** As many as there are tasks that could write to a topic; 0 if topics are not to be made. */
    private int newTopicPartitions(TaskSpec spec) {
        return settings.createsSinkTopics() ? Math.max(1, spec.taskCount()) : 0;
    }

    private List<PartitionQueue> queues(
            TaskSpec spec,
            TaskScope scope,
            TaskGraph graph,
            Map<TopicPartition, CommittedOffset> committed,
            CommittedPositions positions) {
        StartPositions starts = new StartPositions(
                environment.broker().topics(), configuredReset(), environment.fingerprint(), environment.clock());
        List<PartitionQueue> queues = new ArrayList<>();
        for (TopicPartition partition : spec.partitions()) {
            SourceNode source = sourceOf(graph, partition.topic());
            SourcePart part = Objects.requireNonNull(graph.sources().get(source));
            positions.start(partition, starts.find(partition, source, committed));
            queues.add(new PartitionQueue(partition, source.name(), part, decoder(source, partition.topic()), scope));
        }
        return queues;
    }

    private SourceNode sourceOf(TaskGraph graph, String topic) {
        for (SourceNode source : graph.sources().keySet()) {
            boolean named = source.topics().stream()
                    .anyMatch(ref -> ref.resolve(settings.applicationId()).equals(topic));
            if (named || source.pattern().filter(p -> reads(p, topic)).isPresent()) {
                return source;
            }
        }
        throw new StreamsException("No source of the task reads topic '" + topic + "'");
    }

    /** A test driver reads all topics of a pattern as one partition that is named after the pattern. */
    private static boolean reads(Pattern pattern, String topic) {
        return pattern.pattern().equals(topic) || pattern.matcher(topic).matches();
    }

    private RecordDecoder decoder(SourceNode source, String topic) {
        boolean internal = source.topics().stream().anyMatch(TopicRef::internal);
        TimestampExtractor extractor = source.timestampExtractor();
        return new RecordDecoder(
                topic,
                internal,
                NodeSerdes.keys(source, settings),
                NodeSerdes.values(source, settings),
                extractor == null ? settings.timestampExtractor() : extractor);
    }

    /** As a Kafka Streams program would set it; earliest if it does not. */
    private OffsetReset.Strategy configuredReset() {
        Map<String, Object> originals = settings.originals();
        Object reset = originals.getOrDefault(
                "main.consumer.auto.offset.reset",
                originals.getOrDefault(
                        "consumer.auto.offset.reset", originals.getOrDefault("auto.offset.reset", "earliest")));
        return switch (reset.toString()) {
            case "earliest" -> OffsetReset.Strategy.EARLIEST;
            case "latest" -> OffsetReset.Strategy.LATEST;
            case "none" -> OffsetReset.Strategy.NONE;
            default ->
                throw new StreamsException("auto.offset.reset is '" + reset + "'; valid are earliest, latest and none");
        };
    }

    private List<String> repartitionTargets(TaskSpec spec) {
        Set<String> targets = new HashSet<>();
        for (SubTopology part : spec.parts()) {
            for (SinkNode sink : part.sinks()) {
                TopicRef topic = sink.topic();
                if (topic != null && topic.internal()) {
                    targets.add(topic.resolve(settings.applicationId()));
                }
            }
            for (RepartitionTopic own : part.repartitionSources()) {
                targets.remove(own.topic().resolve(settings.applicationId()));
            }
        }
        return List.copyOf(targets);
    }
}
