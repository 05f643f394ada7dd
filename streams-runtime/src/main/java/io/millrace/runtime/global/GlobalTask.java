package io.millrace.runtime.global;

import io.millrace.errors.MissingSourceTopicException;
import io.millrace.errors.StreamsException;
import io.millrace.log.LogProducer;
import io.millrace.log.ProducerOptions;
import io.millrace.log.RecordBatch;
import io.millrace.log.TopicAdmin;
import io.millrace.metrics.Sensor.RecordingLevel;
import io.millrace.processor.Record;
import io.millrace.processor.StateStore;
import io.millrace.processor.TaskId;
import io.millrace.query.Position;
import io.millrace.record.ConsumerRecord;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.graph.ErrorHandling;
import io.millrace.runtime.graph.GlobalStores;
import io.millrace.runtime.graph.NodeFailure;
import io.millrace.runtime.graph.NodeSerdes;
import io.millrace.runtime.graph.SourcePart;
import io.millrace.runtime.graph.TaskGraph;
import io.millrace.runtime.graph.TaskScope;
import io.millrace.runtime.input.RecordDecoder;
import io.millrace.runtime.metrics.DropLog;
import io.millrace.runtime.metrics.TaskMetrics;
import io.millrace.runtime.output.TaskOutput;
import io.millrace.runtime.rewind.OperatorStates;
import io.millrace.runtime.settings.RuntimeSettings;
import io.millrace.runtime.task.TaskEnvironment;
import io.millrace.stores.table.RecordCacheBudget;
import io.millrace.stores.table.RecordCoordinates;
import io.millrace.stores.task.ChangelogHistory;
import io.millrace.stores.task.StoreSlot;
import io.millrace.stores.task.TaskMemory;
import io.millrace.stores.task.TaskStores;
import io.millrace.stores.view.TaskViews;
import io.millrace.topology.dag.DagNode;
import io.millrace.topology.dag.GlobalStoreNode;
import io.millrace.topology.dag.SourceNode;
import io.millrace.topology.dag.StoreSpec;
import io.millrace.topology.dag.SubTopology;
import java.io.File;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills the global stores: each record of a global topic goes through the processor that was given for it. There is no alignment by time, no punctuation, no
 * output, and no changelog: the topic is the changelog. Confined to one thread.
 */
public final class GlobalTask implements GlobalStores, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GlobalTask.class);
    private static final UUID NO_TOPIC = new UUID(0, 0);
    private static final TaskId ID = new TaskId(-1, -1);

    private final TaskScope scope;
    private final TaskGraph graph;
    private final Map<String, Input> inputs = new LinkedHashMap<>();
    private final Map<String, StateStore> views = new HashMap<>();
    private final TopicAdmin topics;
    private long commits;

    /** Where one topic goes. */
    private record Input(
            String sourceName, SourcePart source, RecordDecoder decoder, StoreSlot slot, GlobalOffsets offsets) {}

    private GlobalTask(TaskScope scope, TaskGraph graph, TopicAdmin topics) {
        this.scope = scope;
        this.graph = graph;
        this.topics = topics;
    }

    /** Opens the stores and initialises the processors, for one who brings all records from the first on. User code runs. */
    public static GlobalTask open(List<GlobalStoreNode> nodes, TaskEnvironment environment, String directory) {
        return open(nodes, environment, directory, (slot, stores) -> GlobalOffsets.none(NO_TOPIC));
    }

    /**
     * As {@link #open}, with the stores as they were left: see {@link #nextOffset}. One that cannot go on from there is emptied.
     *
     * @throws MissingSourceTopicException if a topic does not exist
     */
    static GlobalTask reopen(List<GlobalStoreNode> nodes, TaskEnvironment environment, String directory) {
        return open(nodes, environment, directory, (slot, stores) -> keptOffsets(slot, stores, environment));
    }

    private static GlobalTask open(
            List<GlobalStoreNode> nodes,
            TaskEnvironment environment,
            String directory,
            BiFunction<StoreSlot, TaskStores, GlobalOffsets> offsetsOf) {
        RuntimeSettings settings = environment.settings();
        RecordCoordinates coordinates = new RecordCoordinates();
        List<StoreSlot> slots = new ArrayList<>();
        for (GlobalStoreNode node : nodes) {
            String topic = node.source().topics().get(0).name();
            slots.add(new StoreSlot(node.store().builder().build(), topic, null));
        }
        TaskStores stores = TaskStores.open(
                slots,
                directory + "/global",
                environment.engines(),
                new TaskMemory(new RecordCacheBudget(0), settings.heldBackCommits(), environment.budgets()),
                coordinates,
                environment.clock(),
                ChangelogHistory.UNBROKEN);
        try {
            Map<String, GlobalOffsets> offsets = new HashMap<>();
            for (StoreSlot slot : slots) {
                offsets.put(slot.changelogTopic(), offsetsOf.apply(slot, stores));
            }
            GlobalTask task = create(nodes, environment, directory, coordinates, stores);
            task.start(offsets);
            return task;
        } catch (RuntimeException e) {
            stores.close();
            throw e;
        }
    }

    private static GlobalOffsets keptOffsets(StoreSlot slot, TaskStores stores, TaskEnvironment environment) {
        String topic = slot.changelogTopic();
        UUID topicId = environment
                .broker()
                .topics()
                .describe(topic)
                .orElseThrow(() -> new MissingSourceTopicException("Topic '" + topic + "', which fills global store '"
                        + slot.name() + "', does not exist. Create it before starting."))
                .id();
        GlobalOffsets kept = GlobalOffsets.decode(slot.note()).orElse(null);
        Optional<String> reason =
                kept == null ? Optional.empty() : kept.reasonToReload(topic, topicId, environment.broker());
        reason.ifPresent(text -> LOG.warn("Global store '{}' is loaded anew: {}", slot.name(), text));
        if (kept == null || reason.isPresent()) {
            stores.clear(slot);
            return GlobalOffsets.none(topicId);
        }
        return kept;
    }

    private static GlobalTask create(
            List<GlobalStoreNode> nodes,
            TaskEnvironment environment,
            String directory,
            RecordCoordinates coordinates,
            TaskStores stores) {
        RuntimeSettings settings = environment.settings();
        LogProducer producer =
                environment.broker().producer(ProducerOptions.idempotent(settings.applicationId() + "-global"));
        TaskScope scope = new TaskScope(
                ID,
                settings,
                new File(directory),
                coordinates,
                stores,
                new TaskOutput(producer, environment.broker().topics(), false, settings.createsSinkTopics() ? 1 : 0),
                new TaskMetrics(environment.clock(), RecordingLevel.INFO),
                new DropLog(environment.clock()),
                new ErrorHandling(
                        settings.config().processingExceptionHandler(),
                        settings.config().deserializationExceptionHandler(),
                        settings.config().productionExceptionHandler()),
                new GlobalControl(environment.clock()),
                GlobalStores.NONE,
                new OperatorStates(Map.of()));
        return new GlobalTask(
                scope,
                TaskGraph.build(List.of(asSubTopology(nodes)), scope),
                environment.broker().topics());
    }

    private static SubTopology asSubTopology(List<GlobalStoreNode> nodes) {
        List<DagNode> all = new ArrayList<>();
        List<StoreSpec> stores = new ArrayList<>();
        for (GlobalStoreNode node : nodes) {
            all.add(node.source());
            all.add(node.processor());
            stores.add(node.store());
        }
        return new SubTopology(-1, all, stores, List.of(), List.of());
    }

    private void start(Map<String, GlobalOffsets> offsets) {
        graph.initStores();
        Map<String, StoreSlot> slots = new HashMap<>();
        for (StoreSlot slot : scope.stores().slots()) {
            slots.put(slot.changelogTopic(), slot);
            views.put(slot.name(), ReadOnlyStores.view(slot.store(), () -> {}));
        }
        graph.sources()
                .forEach((node, part) -> node.topics()
                        .forEach(topic -> inputs.put(
                                topic.name(),
                                new Input(
                                        node.name(),
                                        part,
                                        decoder(node, topic.name()),
                                        Objects.requireNonNull(slots.get(topic.name())),
                                        Objects.requireNonNull(offsets.get(topic.name()))))));
        graph.initProcessors();
    }

    /** A global topic's records keep the time that they have: extractors are not asked. */
    private RecordDecoder decoder(SourceNode source, String topic) {
        RuntimeSettings settings = scope.settings();
        return new RecordDecoder(
                topic,
                false,
                NodeSerdes.keys(source, settings),
                NodeSerdes.values(source, settings),
                (record, partitionTime) -> record.timestamp());
    }

    /** Topics that it reads, all partitions of each. */
    public Set<String> topics() {
        return inputs.keySet();
    }

    /** Name of the store that a topic fills. */
    public String storeOf(String topic) {
        return input(topic).slot().name();
    }

    /** Offset from which on a partition has to be read; what is before is in the store. */
    public long nextOffset(TopicPartition partition) {
        return input(partition.topic()).offsets().next(partition.partition());
    }

    private Input input(String topic) {
        Input input = inputs.get(topic);
        if (input == null) {
            throw new IllegalArgumentException("Topic '" + topic + "' does not fill a global store");
        }
        return input;
    }

    /** Takes records of one partition of one of its topics, and commits them. User code runs and may throw. */
    public void update(RecordBatch batch) {
        try {
            take(batch);
        } catch (NodeFailure e) {
            throw e.userException();
        } finally {
            scope.coordinates().clear();
        }
        commit();
    }

    /** Takes records of one partition of one of its topics; returns how many. User code runs and may throw. */
    int process(RecordBatch batch) {
        try {
            return take(batch);
        } catch (NodeFailure e) {
            RecordCoordinates at = scope.coordinates();
            throw new StreamsException(
                    "Processor '" + e.nodeName() + "', which fills a global store, failed on the record at " + at.topic
                            + "-" + at.partition + "@" + at.offset
                            + ". The store stays at what was committed before it.",
                    e.userException());
        } finally {
            scope.coordinates().clear();
        }
    }

    private int take(RecordBatch batch) {
        Input input = input(batch.partition().topic());
        int count = 0;
        while (batch.next()) {
            update(input, batch);
            input.offsets().read(batch.partition().partition(), batch.offset());
            count++;
        }
        return count;
    }

    /** Commits what was taken: readers see it, and it is kept with the offsets it stands for. */
    void commit() {
        TaskStores stores = scope.stores();
        stores.flushCaches();
        scope.output().flush();
        scope.output().finished();
        Position position = Position.emptyPosition();
        inputs.forEach((topic, input) -> {
            input.slot().note(input.offsets().encode(topics));
            input.offsets()
                    .lastOffsets()
                    .forEach((partition, offset) -> position.withComponent(topic, partition, offset));
        });
        stores.commit(++commits, Map.of(), position);
    }

    /** Background work of the stores; returns how much it did. */
    int background(long nowNanos) {
        return scope.stores().doWork(nowNanos) ? 1 : 0;
    }

    /** Publishes what is committed, from now on with every commit, for readers on other threads. */
    GlobalStores publish(TaskViews taskViews) {
        Map<String, String> topicOf = new HashMap<>();
        inputs.forEach((topic, input) -> topicOf.put(input.slot().name(), topic));
        scope.stores().publish(taskViews);
        scope.stores().publishRestored(Position.emptyPosition());
        return new GlobalReaders(
                stores(), taskViews, new StoreDefaults(scope.settings(), store -> topicOf.getOrDefault(store, store)));
    }

    private void update(Input input, RecordBatch batch) {
        RecordCoordinates coordinates = scope.coordinates();
        coordinates.set(
                batch.partition().topic(),
                batch.partition().partition(),
                batch.offset(),
                batch.timestamp(),
                batch.hasHeaders() ? batch.headers() : null);
        Record<Object, Object> record;
        try {
            record = input.decoder().decode(batch, -1);
        } catch (RuntimeException e) {
            ConsumerRecord<byte[], byte[]> raw = RecordDecoder.rawRecord(batch);
            scope.errors().inDeserializer(input.sourceName(), scope, raw, e);
            return;
        }
        if (record == null) {
            throw new StreamsException(
                    "The record at " + batch.partition() + "@" + batch.offset()
                            + " has a negative timestamp. A global store cannot be filled without it: delete the record, or write it again with"
                            + " a timestamp.",
                    new IllegalArgumentException("Timestamp " + batch.timestamp()));
        }
        coordinates.record = record;
        input.source().accept(record);
        coordinates.record = null;
    }

    @Override
    public @Nullable StateStore find(String name) {
        return views.get(name);
    }

    /** The stores by name, open to writes. */
    public Map<String, StateStore> stores() {
        Map<String, StateStore> stores = new LinkedHashMap<>();
        scope.stores().slots().forEach(slot -> stores.put(slot.name(), slot.store()));
        return stores;
    }

    @Override
    public void close() {
        try {
            graph.close();
        } finally {
            try {
                scope.output().close();
            } finally {
                scope.stores().close();
                scope.drops().close();
            }
        }
    }
}
