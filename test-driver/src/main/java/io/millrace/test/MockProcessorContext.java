package io.millrace.test;

import io.millrace.config.StreamsConfig;
import io.millrace.metrics.Sensor.RecordingLevel;
import io.millrace.metrics.StreamsMetrics;
import io.millrace.processor.Cancellable;
import io.millrace.processor.CommitCallback;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.PunctuationType;
import io.millrace.processor.Punctuator;
import io.millrace.processor.Record;
import io.millrace.processor.RecordMetadata;
import io.millrace.processor.StateRestoreCallback;
import io.millrace.processor.StateStore;
import io.millrace.processor.StateStoreContext;
import io.millrace.processor.TaskId;
import io.millrace.runtime.metrics.TaskMetrics;
import io.millrace.serialization.Serde;
import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A context for a test of one processor alone: it keeps what is forwarded, scheduled and asked for, and does nothing with it. Confined to the test's thread.
 *
 * <pre>{@code
 * MockProcessorContext<String, Long> context = new MockProcessorContext<>();
 * processor.init(context);
 * processor.process(new Record<>("key", 1L, 0L));
 * assertThat(context.forwarded()).hasSize(1);
 * }</pre>
 *
 * @param <KForward> type of keys that the processor forwards
 * @param <VForward> type of values that the processor forwards
 */
public class MockProcessorContext<KForward, VForward> implements ProcessorContext<KForward, VForward> {

    private final TaskId taskId;
    private final @Nullable File stateDir;
    private final StreamsConfig config;
    private final DriverClock clock = new DriverClock(0);
    private final TaskMetrics metrics = new TaskMetrics(clock, RecordingLevel.INFO);
    private final Map<String, StateStore> stores = new HashMap<>();
    private final List<CapturedPunctuator> punctuators = new ArrayList<>();
    private final List<CapturedForward<? extends KForward, ? extends VForward>> forwards = new ArrayList<>();
    private @Nullable RecordMetadata metadata;
    private @Nullable Long systemTimeMs;
    private long streamTimeMs;
    private boolean committed;

    /** A punctuation that was scheduled. */
    public static final class CapturedPunctuator {

        private final Instant startTime;
        private final Duration interval;
        private final PunctuationType type;
        private final Punctuator punctuator;
        private boolean cancelled;

        private CapturedPunctuator(Instant startTime, Duration interval, PunctuationType type, Punctuator punctuator) {
            this.startTime = startTime;
            this.interval = interval;
            this.type = type;
            this.punctuator = punctuator;
        }

        /** The time from which on it is due; the epoch if none was given. */
        public Instant getStartTime() {
            return startTime;
        }

        public Duration getInterval() {
            return interval;
        }

        public PunctuationType getType() {
            return type;
        }

        /** For the test to call. */
        public Punctuator getPunctuator() {
            return punctuator;
        }

        /** What the processor's {@code Cancellable} does. */
        public void cancel() {
            cancelled = true;
        }

        public boolean cancelled() {
            return cancelled;
        }
    }

    /**
     * A record that was forwarded.
     *
     * @param <K> type of its key
     * @param <V> type of its value
     */
    public static final class CapturedForward<K, V> {

        private final Record<K, V> record;
        private final Optional<String> childName;

        /** Forwarded to all children. */
        public CapturedForward(Record<K, V> record) {
            this(record, Optional.empty());
        }

        /** Forwarded to one child, or to all. */
        public CapturedForward(Record<K, V> record, Optional<String> childName) {
            this.record = Objects.requireNonNull(record, "record");
            this.childName = Objects.requireNonNull(childName, "childName");
        }

        /** The child that was named; empty if none was. */
        public Optional<String> childName() {
            return childName;
        }

        public Record<K, V> record() {
            return record;
        }

        @Override
        public String toString() {
            return "CapturedForward{record=" + record + ", childName=" + childName + '}';
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other
                    || other instanceof CapturedForward<?, ?> that
                            && record.equals(that.record)
                            && childName.equals(that.childName);
        }

        @Override
        public int hashCode() {
            return Objects.hash(record, childName);
        }
    }

    private record Metadata(String topic, int partition, long offset) implements RecordMetadata {}

    /** A context of task 0_0 with default settings. */
    public MockProcessorContext() {
        this(new Properties());
    }

    /** A context of task 0_0 with settings of its own. */
    public MockProcessorContext(Properties config) {
        this(config, new TaskId(0, 0), null);
    }

    /**
     * A context.
     *
     * @param stateDir what {@link #stateDir()} gives; null if nobody will ask
     */
    public MockProcessorContext(Properties config, TaskId taskId, @Nullable File stateDir) {
        this.config = new StreamsConfig(DriverSettings.complete(config));
        this.taskId = taskId;
        this.stateDir = stateDir;
    }

    // ---- what a context tells ----

    @Override
    public String applicationId() {
        return Objects.requireNonNull(config.getString(StreamsConfig.APPLICATION_ID_CONFIG), "always set");
    }

    @Override
    public TaskId taskId() {
        return taskId;
    }

    @Override
    public Map<String, Object> appConfigs() {
        Map<String, Object> combined = new HashMap<>(config.originals());
        combined.putAll(config.values());
        return combined;
    }

    @Override
    public Map<String, Object> appConfigsWithPrefix(String prefix) {
        return config.originalsWithPrefix(prefix);
    }

    /** Wall time as the test has set it. */
    @Override
    public long currentSystemTimeMs() {
        if (systemTimeMs == null) {
            throw new IllegalStateException("The test has to set the system time first: setCurrentSystemTimeMs");
        }
        return systemTimeMs;
    }

    /** Stream time as the test has set it. */
    @Override
    public long currentStreamTimeMs() {
        return streamTimeMs;
    }

    @Override
    public Serde<?> keySerde() {
        return config.defaultKeySerde();
    }

    @Override
    public Serde<?> valueSerde() {
        return config.defaultValueSerde();
    }

    @Override
    public File stateDir() {
        return Objects.requireNonNull(
                stateDir,
                "The test has to give the context a directory: new MockProcessorContext(config, taskId, stateDir)");
    }

    @Override
    public StreamsMetrics metrics() {
        return metrics;
    }

    /** Sets what {@link #recordMetadata()} gives. */
    public void setRecordMetadata(String topic, int partition, long offset) {
        metadata = new Metadata(topic, partition, offset);
    }

    public void setCurrentSystemTimeMs(long currentSystemTimeMs) {
        systemTimeMs = currentSystemTimeMs;
    }

    public void setCurrentStreamTimeMs(long currentStreamTimeMs) {
        streamTimeMs = currentStreamTimeMs;
    }

    @Override
    public Optional<RecordMetadata> recordMetadata() {
        return Optional.ofNullable(metadata);
    }

    // ---- stores ----

    @Override
    @SuppressWarnings({"unchecked", "NullAway"
    }) // the processor knows its store; null for one that the test did not add
    public <S extends StateStore> S getStateStore(String name) {
        return (S) stores.get(name);
    }

    /** Adds a store, which the test has initialised with {@link #getStateStoreContext()}. */
    public <S extends StateStore> void addStateStore(S stateStore) {
        stores.put(stateStore.name(), stateStore);
    }

    /** What a store needs in {@code init}. Nothing is restored. */
    public StateStoreContext getStateStoreContext() {
        return new StoreContext();
    }

    private final class StoreContext implements StateStoreContext {

        @Override
        public String applicationId() {
            return MockProcessorContext.this.applicationId();
        }

        @Override
        public TaskId taskId() {
            return taskId;
        }

        @Override
        public Optional<RecordMetadata> recordMetadata() {
            return MockProcessorContext.this.recordMetadata();
        }

        @Override
        public Serde<?> keySerde() {
            return MockProcessorContext.this.keySerde();
        }

        @Override
        public Serde<?> valueSerde() {
            return MockProcessorContext.this.valueSerde();
        }

        @Override
        public File stateDir() {
            return MockProcessorContext.this.stateDir();
        }

        @Override
        public StreamsMetrics metrics() {
            return metrics;
        }

        @Override
        public void register(StateStore store, StateRestoreCallback callback) {
            stores.put(store.name(), store);
        }

        @Override
        public void register(StateStore store, StateRestoreCallback callback, @Nullable CommitCallback onCommit) {
            stores.put(store.name(), store);
        }

        @Override
        public Map<String, Object> appConfigs() {
            return MockProcessorContext.this.appConfigs();
        }

        @Override
        public Map<String, Object> appConfigsWithPrefix(String prefix) {
            return MockProcessorContext.this.appConfigsWithPrefix(prefix);
        }
    }

    // ---- punctuation ----

    @Override
    public Cancellable schedule(Duration interval, PunctuationType type, Punctuator callback) {
        return schedule(Instant.EPOCH, interval, type, callback);
    }

    @Override
    public Cancellable schedule(Instant startTime, Duration interval, PunctuationType type, Punctuator callback) {
        CapturedPunctuator captured = new CapturedPunctuator(startTime, interval, type, callback);
        punctuators.add(captured);
        return captured::cancel;
    }

    /** The punctuations that were scheduled, cancelled ones too. */
    public List<CapturedPunctuator> scheduledPunctuators() {
        return new ArrayList<>(punctuators);
    }

    // ---- forwarding ----

    @Override
    public <K extends KForward, V extends VForward> void forward(Record<K, V> record) {
        forwards.add(new CapturedForward<>(record));
    }

    @Override
    public <K extends KForward, V extends VForward> void forward(Record<K, V> record, String childName) {
        forwards.add(new CapturedForward<>(record, Optional.of(childName)));
    }

    /** What was forwarded, in order. */
    public List<CapturedForward<? extends KForward, ? extends VForward>> forwarded() {
        return new ArrayList<>(forwards);
    }

    /** What a child would have got: what was forwarded to it or to all. */
    public List<CapturedForward<? extends KForward, ? extends VForward>> forwarded(String childName) {
        return forwards.stream()
                .filter(forward -> forward.childName().isEmpty()
                        || forward.childName().get().equals(childName))
                .collect(Collectors.toList());
    }

    /** Forgets what was forwarded. */
    public void resetForwards() {
        forwards.clear();
    }

    // ---- commit ----

    @Override
    public void commit() {
        committed = true;
    }

    /** Whether the processor has asked for a commit. */
    public boolean committed() {
        return committed;
    }

    /** Forgets that it has. */
    public void resetCommit() {
        committed = false;
    }
}
