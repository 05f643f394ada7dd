package io.millrace.runtime.graph;

import io.millrace.errors.StreamsException;
import io.millrace.metrics.StreamsMetrics;
import io.millrace.processor.Cancellable;
import io.millrace.processor.CommitCallback;
import io.millrace.processor.ProcessingContext;
import io.millrace.processor.PunctuationType;
import io.millrace.processor.Punctuator;
import io.millrace.processor.Record;
import io.millrace.processor.RecordMetadata;
import io.millrace.processor.StateRestoreCallback;
import io.millrace.processor.StateStore;
import io.millrace.processor.StateStoreContext;
import io.millrace.processor.TaskId;
import io.millrace.record.Headers;
import io.millrace.serialization.Serde;
import io.millrace.stores.table.RecordCoordinates;
import io.millrace.stores.table.StoreEnvironment;
import io.millrace.stores.table.StoreHome;
import io.millrace.stores.table.Table;
import io.millrace.stores.table.UndoLog;
import io.millrace.topology.dag.NodeContext;
import io.millrace.topology.dag.RewindableState;
import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The context of one node: what {@code ProcessorContext} and {@code FixedKeyProcessorContext} have in common, and what stores and built-in operators
 * get beside it. Confined to the task's thread.
 */
abstract class NodeScope implements ProcessingContext, StateStoreContext, StoreEnvironment, NodeContext {

    private final String nodeName;
    private final TaskScope task;
    private final RecordCoordinates coordinates;
    private final Set<String> storeNames;
    private GraphNode[] children = {};

    NodeScope(String nodeName, TaskScope task, Set<String> storeNames) {
        this.nodeName = nodeName;
        this.task = task;
        this.coordinates = task.coordinates();
        this.storeNames = storeNames;
    }

    /** Wires the node; once, when the graph is built. */
    final void connect(GraphNode[] nodes) {
        children = nodes;
    }

    final TaskScope task() {
        return task;
    }

    // ---- forwarding ----

    @SuppressWarnings(
            "unchecked") // inside a graph records are untyped; the DSL's types were checked when it was written
    final void forwardToAll(Record<?, ?> record) {
        RecordCoordinates here = coordinates;
        long timestamp = here.timestamp;
        Record<?, ?> processed = here.record;
        here.timestamp = record.timestamp();
        here.record = record;
        for (GraphNode child : children) {
            child.accept((Record<Object, Object>) record);
        }
        here.timestamp = timestamp;
        here.record = processed;
    }

    @SuppressWarnings("unchecked") // as above
    private void forwardToOne(Record<?, ?> record, GraphNode child) {
        RecordCoordinates here = coordinates;
        long timestamp = here.timestamp;
        Record<?, ?> processed = here.record;
        here.timestamp = record.timestamp();
        here.record = record;
        child.accept((Record<Object, Object>) record);
        here.timestamp = timestamp;
        here.record = processed;
    }

    @Override
    public final void forwardToChild(Record<?, ?> record, int childIndex) {
        forwardToOne(record, children[childIndex]);
    }

    final void forwardToNamed(Record<?, ?> record, String childName) {
        for (GraphNode child : children) {
            if (child.name().equals(childName)) {
                forwardToOne(record, child);
                return;
            }
        }
        throw new StreamsException("Node '" + nodeName + "' forwards to '" + childName
                + "', which is not one of its children. Connect it with addProcessor or addSink, naming '" + nodeName
                + "' as parent.");
    }

    // ---- what processors ask for ----

    @Override
    public final String applicationId() {
        return task.settings().applicationId();
    }

    @Override
    public final TaskId taskId() {
        return task.taskId();
    }

    @Override
    public final Optional<RecordMetadata> recordMetadata() {
        // As in 4.3.1, a punctuation sees metadata without a topic; only in init there are none.
        return coordinates.topic == null && !task.control().isRunning()
                ? Optional.empty()
                : Optional.of(new CoordinatesView(coordinates));
    }

    @Override
    public final Serde<?> keySerde() {
        return task.settings().keySerde();
    }

    @Override
    public final Serde<?> valueSerde() {
        return task.settings().valueSerde();
    }

    @Override
    public final File stateDir() {
        return task.stateDirectory();
    }

    @Override
    public final StreamsMetrics metrics() {
        return task.metrics();
    }

    @Override
    @SuppressWarnings("unchecked") // the caller names the type of the store it connected
    public final <S extends StateStore> S getStateStore(String name) {
        StateStore global = task.globals().find(name);
        if (global != null) {
            return (S) global;
        }
        StateStore store = task.stores().find(name);
        if (store == null || !storeNames.contains(name)) {
            throw new StreamsException(
                    "Processor '" + nodeName + "' has no access to store '" + name + "'. "
                            + (storeNames.isEmpty()
                                    ? "No store is connected to it."
                                    : "Connected are " + storeNames + ".")
                            + " Name the processor in addStateStore or connectProcessorAndStateStores, or return the store from the supplier's stores().");
        }
        return (S) store;
    }

    @Override
    public final Cancellable schedule(Duration interval, PunctuationType type, Punctuator callback) {
        long intervalMs = requireInterval(interval);
        long firstMs = type == PunctuationType.STREAM_TIME ? 0 : task.control().systemTimeMs() + intervalMs;
        return task.control().schedule(type, firstMs, intervalMs, timeMs -> punctuate(callback, timeMs));
    }

    @Override
    public final Cancellable schedule(Instant startTime, Duration interval, PunctuationType type, Punctuator callback) {
        long intervalMs = requireInterval(interval);
        long startMs = startTime.toEpochMilli();
        if (startMs < 0) {
            throw new IllegalArgumentException("startTime must not be before 1970, got " + startTime);
        }
        long nowMs = type == PunctuationType.STREAM_TIME
                ? task.control().streamTimeMs()
                : task.control().systemTimeMs();
        long missed = nowMs < startMs ? 0 : (nowMs - startMs) / intervalMs + 1;
        return task.control()
                .schedule(type, startMs + missed * intervalMs, intervalMs, timeMs -> punctuate(callback, timeMs));
    }

    private static long requireInterval(Duration interval) {
        long intervalMs = interval.toMillis();
        if (intervalMs < 1) {
            throw new IllegalArgumentException("The interval of a punctuation must be at least 1 ms, got " + interval);
        }
        return intervalMs;
    }

    private void punctuate(Punctuator callback, long timeMs) {
        coordinates.set(null, -1, -1, timeMs, null);
        Savepoints savepoints = new Savepoints(task);
        int mark = savepoints.begin();
        try {
            callback.punctuate(timeMs);
        } catch (RuntimeException e) {
            task.errors().inPunctuator(nodeName, task, e, () -> savepoints.backTo(mark));
        } finally {
            savepoints.end();
            coordinates.clear();
        }
    }

    @Override
    public final void commit() {
        task.control().requestCommit();
    }

    @Override
    public final Map<String, Object> appConfigs() {
        return task.settings().originals();
    }

    @Override
    public final Map<String, Object> appConfigsWithPrefix(String prefix) {
        return task.settings().originalsWithPrefix(prefix);
    }

    @Override
    public final long currentSystemTimeMs() {
        return task.control().systemTimeMs();
    }

    @Override
    public final long currentStreamTimeMs() {
        return task.control().streamTimeMs();
    }

    // ---- what stores ask for ----

    @Override
    public final void register(StateStore store, StateRestoreCallback callback) {
        task.stores().register(store, callback, null);
    }

    @Override
    public final void register(StateStore store, StateRestoreCallback callback, @Nullable CommitCallback onCommit) {
        task.stores().register(store, callback, onCommit);
    }

    @Override
    public final StoreHome home(String storeName) {
        return task.stores().home(storeName);
    }

    @Override
    public final void register(Table table) {
        task.stores().register(table);
    }

    @Override
    public final void countExpiredPut(String storeName) {
        String topic = coordinates.topic == null ? "(punctuation)" : coordinates.topic;
        task.drops()
                .dropped(
                        "its time has expired in the store",
                        storeName,
                        topic,
                        coordinates.partition,
                        coordinates.offset);
    }

    // ---- what built-in operators ask for
    // ------------------------------------------------------------------------------------

    @Override
    public final @Nullable Headers headers() {
        return coordinates.headersIfAny();
    }

    @Override
    public final <T extends @Nullable Object> T underRecordContext(
            long timestampMs, @Nullable Headers headers, Supplier<T> action) {
        RecordCoordinates here = coordinates;
        String topic = here.topic;
        int partition = here.partition;
        long offset = here.offset;
        long timestamp = here.timestamp;
        Record<?, ?> record = here.record;
        Headers before = here.headers;
        here.set(null, -1, -1, timestampMs, headers);
        try {
            return action.get();
        } finally {
            here.set(topic, partition, offset, timestamp, before);
            here.record = record;
        }
    }

    @Override
    public final long recordTimestamp() {
        return coordinates.timestamp;
    }

    @Override
    public final void registerRewindable(RewindableState state) {
        task.operators().register(state);
    }

    @Override
    public final long savedProgress() {
        return task.operators().savedProgress(nodeName);
    }

    @Override
    public final void saveProgress(long progress) {
        UndoLog undo = coordinates.openUndo();
        if (undo != null) {
            long before = savedProgress();
            undo.add(() -> task.operators().saveProgress(nodeName, before));
        }
        task.operators().saveProgress(nodeName, progress);
    }

    @Override
    public final void recordDropped(String reason, Record<?, ?> record) {
        String topic = coordinates.topic == null ? "(punctuation)" : coordinates.topic;
        task.drops().dropped(reason, nodeName, topic, coordinates.partition, coordinates.offset);
    }
}
