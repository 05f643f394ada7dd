package io.millrace.runtime.global;

import io.millrace.errors.StreamsException;
import io.millrace.log.LogProducer;
import io.millrace.log.ProducerOptions;
import io.millrace.log.RecordBatch;
import io.millrace.metrics.Sensor.RecordingLevel;
import io.millrace.processor.Cancellable;
import io.millrace.processor.PunctuationType;
import io.millrace.processor.Record;
import io.millrace.processor.StateStore;
import io.millrace.processor.TaskId;
import io.millrace.record.ConsumerRecord;
import io.millrace.runtime.graph.ErrorHandling;
import io.millrace.runtime.graph.GlobalStores;
import io.millrace.runtime.graph.NodeFailure;
import io.millrace.runtime.graph.SourcePart;
import io.millrace.runtime.graph.TaskGraph;
import io.millrace.runtime.graph.TaskScope;
import io.millrace.runtime.input.RecordDecoder;
import io.millrace.runtime.metrics.DropLog;
import io.millrace.runtime.metrics.TaskMetrics;
import io.millrace.runtime.output.TaskOutput;
import io.millrace.runtime.punctuation.PunctuationTarget;
import io.millrace.runtime.rewind.OperatorStates;
import io.millrace.runtime.settings.RuntimeSettings;
import io.millrace.runtime.task.TaskEnvironment;
import io.millrace.stores.table.RecordCacheBudget;
import io.millrace.stores.table.RecordCoordinates;
import io.millrace.stores.task.StoreSlot;
import io.millrace.stores.task.TaskStores;
import io.millrace.stores.task.TaskStores.TaskMemory;
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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Fills the global stores: each record of a global topic goes through the processor that was given for it. There is no alignment by time, no punctuation, no
 * output, and no changelog: the topic is the changelog. Confined to one thread.
 */
public final class GlobalTask implements GlobalStores, AutoCloseable {

    private static final TaskId ID = new TaskId(-1, -1);

    private final TaskScope scope;
    private final TaskGraph graph;
    private final Map<String, Input> inputs = new LinkedHashMap<>();
    private final Map<String, StateStore> views = new HashMap<>();
    private long commits;

    private record Input(String sourceName, SourcePart source, RecordDecoder decoder) {}

    private GlobalTask(TaskScope scope, TaskGraph graph) {
        this.scope = scope;
        this.graph = graph;
    }

    /** Opens the stores and initialises the processors. User code runs. */
    public static GlobalTask open(List<GlobalStoreNode> nodes, TaskEnvironment environment, String directory) {
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
                new TaskMemory(new RecordCacheBudget(0), settings.readCacheBytes()),
                coordinates,
                environment.clock());
        try {
            GlobalTask task = create(nodes, environment, directory, coordinates, stores);
            task.start(nodes);
            return task;
        } catch (RuntimeException e) {
            stores.close();
            throw e;
        }
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
                new TaskOutput(producer, environment.broker().topics(), false, 0),
                new TaskMetrics(environment.clock(), RecordingLevel.INFO),
                new DropLog(environment.clock()),
                new ErrorHandling(
                        settings.config().processingExceptionHandler(),
                        settings.config().deserializationExceptionHandler(),
                        settings.config().productionExceptionHandler()),
                new NoControl(environment),
                GlobalStores.NONE,
                new OperatorStates(Map.of()));
        return new GlobalTask(scope, TaskGraph.build(List.of(asSubTopology(nodes)), scope));
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

    private void start(List<GlobalStoreNode> nodes) {
        graph.initStores();
        for (StoreSlot slot : scope.stores().slots()) {
            views.put(slot.name(), ReadOnlyStores.view(slot.store()));
        }
        graph.sources()
                .forEach((node, part) -> node.topics()
                        .forEach(topic ->
                                inputs.put(topic.name(), new Input(node.name(), part, decoder(node, topic.name())))));
        graph.initProcessors();
    }

    /** A global topic's records keep the time that they have: extractors are not asked. */
    private RecordDecoder decoder(SourceNode source, String topic) {
        RuntimeSettings settings = scope.settings();
        return new RecordDecoder(
                topic,
                false,
                TaskGraph.deserializer(
                        source.keyDeserializer(), () -> settings.keySerde().deserializer()),
                TaskGraph.deserializer(
                        source.valueDeserializer(), () -> settings.valueSerde().deserializer()),
                (record, partitionTime) -> record.timestamp());
    }

    /** Topics that it reads, all partitions of each. */
    public Set<String> topics() {
        return inputs.keySet();
    }

    /** Takes records of one partition of one of its topics. User code runs and may throw. */
    public void update(RecordBatch batch) {
        Input input = inputs.get(batch.partition().topic());
        if (input == null) {
            throw new IllegalArgumentException(
                    "Topic '" + batch.partition().topic() + "' does not fill a global store");
        }
        try {
            while (batch.next()) {
                update(input, batch);
            }
        } catch (NodeFailure e) {
            throw e.userException();
        } finally {
            scope.coordinates().clear();
        }
        TaskStores stores = scope.stores();
        stores.flushCaches();
        stores.commit(++commits, Map.of());
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
        input.source().process(record);
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

    /** What a global processor may ask of its task: next to nothing. */
    private record NoControl(TaskEnvironment environment) implements TaskScope.TaskControl {

        @Override
        public long streamTimeMs() {
            return -1;
        }

        @Override
        public long systemTimeMs() {
            return environment.clock().wallMs();
        }

        @Override
        public boolean isRunning() {
            return true;
        }

        @Override
        public void requestCommit() {
            // Global stores are committed with every batch.
        }

        @Override
        public Cancellable schedule(PunctuationType type, long firstMs, long intervalMs, PunctuationTarget target) {
            throw new UnsupportedOperationException(
                    "Global processors have no punctuation: they only keep their store up to date.");
        }
    }
}
