package io.millrace.dsl.operator;

import io.millrace.metrics.StreamsMetrics;
import io.millrace.processor.Cancellable;
import io.millrace.processor.CommitCallback;
import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.ProcessorSupplier;
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
import io.millrace.serialization.Serdes;
import io.millrace.state.StoreBuilder;
import io.millrace.stores.table.RecordCoordinates;
import io.millrace.stores.table.StoreEnvironment;
import io.millrace.stores.table.StoreHome;
import io.millrace.stores.table.Table;
import io.millrace.topology.dag.NodeContext;
import io.millrace.topology.dag.RewindableState;
import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs one operator over real stores on the heap, without cache, and keeps what it forwards and drops. */
final class OperatorHarness implements ProcessorContext<Object, Object>, NodeContext {

    private final Map<String, StateStore> stores = new HashMap<>();
    private final List<String> forwarded = new ArrayList<>();
    private final List<String> dropped = new ArrayList<>();
    private final RecordCoordinates coordinates = new RecordCoordinates();
    private final List<RewindableState> rewindable = new ArrayList<>();
    private Processor<Object, Object, Object, Object> operator;
    private long wallMs;
    private long progress = -1;

    OperatorHarness with(StoreBuilder<?> builder) {
        StateStore store = builder.build();
        store.init(new StoreContext(coordinates), store);
        stores.put(store.name(), store);
        return this;
    }

    @SuppressWarnings("unchecked") // operators are erased
    OperatorHarness running(ProcessorSupplier<?, ?, ?, ?> supplier) {
        operator = (Processor<Object, Object, Object, Object>) supplier.get();
        operator.init(this);
        return this;
    }

    OperatorHarness process(Object key, Object value, long timestampMs) {
        return process(new Record<>(key, value, timestampMs));
    }

    OperatorHarness process(Record<Object, Object> record) {
        coordinates.timestamp = record.timestamp();
        coordinates.record = record;
        operator.process(record);
        return this;
    }

    /** Forwarded records as {@code key=value@timestamp}, with the child's index in front if there is one; forgets them. */
    List<String> forwarded() {
        List<String> result = List.copyOf(forwarded);
        forwarded.clear();
        return result;
    }

    /** Reasons of drops so far. */
    List<String> dropped() {
        return List.copyOf(dropped);
    }

    @Override
    public <K, V> void forward(Record<K, V> record) {
        forwarded.add(record.key() + "=" + record.value() + "@" + record.timestamp());
    }

    @Override
    public <K, V> void forward(Record<K, V> record, String childName) {
        throw new UnsupportedOperationException("operators do not look children up by name");
    }

    @Override
    public void forwardToChild(Record<?, ?> record, int childIndex) {
        forwarded.add(childIndex + ":" + record.key() + "=" + record.value() + "@" + record.timestamp());
    }

    @Override
    public Headers headers() {
        return null;
    }

    @Override
    public void registerRewindable(RewindableState state) {
        rewindable.add(state);
    }

    @Override
    public long savedProgress() {
        return progress;
    }

    @Override
    public void saveProgress(long newProgress) {
        progress = newProgress;
    }

    OperatorHarness wallClockAt(long ms) {
        wallMs = ms;
        return this;
    }

    /** State beside stores is committed. */
    OperatorHarness committed() {
        rewindable.forEach(RewindableState::committed);
        return this;
    }

    /** State beside stores goes back; stores stay. */
    OperatorHarness rewind() {
        rewindable.forEach(RewindableState::rewind);
        return this;
    }

    @Override
    public long recordTimestamp() {
        return 0;
    }

    @Override
    public void recordDropped(String reason, Record<?, ?> record) {
        dropped.add(reason);
    }

    @Override
    @SuppressWarnings("unchecked") // operators are erased
    public <S extends StateStore> S getStateStore(String name) {
        return (S) stores.get(name);
    }

    @Override
    public String applicationId() {
        return "app";
    }

    @Override
    public TaskId taskId() {
        return new TaskId(0, 0);
    }

    @Override
    public Optional<RecordMetadata> recordMetadata() {
        return Optional.empty();
    }

    @Override
    public Serde<?> keySerde() {
        return Serdes.String();
    }

    @Override
    public Serde<?> valueSerde() {
        return Serdes.String();
    }

    @Override
    public File stateDir() {
        throw new UnsupportedOperationException();
    }

    @Override
    public StreamsMetrics metrics() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Cancellable schedule(Duration interval, PunctuationType type, Punctuator callback) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Cancellable schedule(Instant startTime, Duration interval, PunctuationType type, Punctuator callback) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void commit() {}

    @Override
    public Map<String, Object> appConfigs() {
        return Map.of();
    }

    @Override
    public Map<String, Object> appConfigsWithPrefix(String prefix) {
        return Map.of();
    }

    @Override
    public long currentSystemTimeMs() {
        return wallMs;
    }

    @Override
    public long currentStreamTimeMs() {
        return 0;
    }

    /** A context that tells stores which record is being processed. */
    private static final class StoreContext extends PlainStoreContext implements StoreEnvironment {

        private final RecordCoordinates coordinates;

        StoreContext(RecordCoordinates coordinates) {
            this.coordinates = coordinates;
        }

        @Override
        public StoreHome home(String storeName) {
            StoreHome alone = StoreHome.withoutTask(storeName, applicationId());
            return new StoreHome(
                    alone.storeName(),
                    alone.engine(),
                    alone.family(),
                    alone.changelogTopic(),
                    coordinates,
                    alone.recordCache(),
                    alone.readCache());
        }

        @Override
        public void register(Table table) {}
    }

    /** The little that a store on the heap asks for when it belongs to no task. */
    private static class PlainStoreContext implements StateStoreContext {

        @Override
        public String applicationId() {
            return "app";
        }

        @Override
        public TaskId taskId() {
            return new TaskId(0, 0);
        }

        @Override
        public Optional<RecordMetadata> recordMetadata() {
            return Optional.empty();
        }

        @Override
        public Serde<?> keySerde() {
            return Serdes.String();
        }

        @Override
        public Serde<?> valueSerde() {
            return Serdes.String();
        }

        @Override
        public File stateDir() {
            throw new UnsupportedOperationException();
        }

        @Override
        public StreamsMetrics metrics() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void register(StateStore store, StateRestoreCallback stateRestoreCallback) {}

        @Override
        public void register(
                StateStore store, StateRestoreCallback stateRestoreCallback, CommitCallback commitCallback) {}

        @Override
        public Map<String, Object> appConfigs() {
            return Map.of();
        }

        @Override
        public Map<String, Object> appConfigsWithPrefix(String prefix) {
            return Map.of();
        }
    }
}
