package io.millrace.stores;

import io.millrace.log.TombstoneHold;
import io.millrace.metrics.StreamsMetrics;
import io.millrace.processor.CommitCallback;
import io.millrace.processor.RecordMetadata;
import io.millrace.processor.StateRestoreCallback;
import io.millrace.processor.StateStore;
import io.millrace.processor.StateStoreContext;
import io.millrace.processor.TaskId;
import io.millrace.query.Position;
import io.millrace.record.Headers;
import io.millrace.serialization.Serde;
import io.millrace.serialization.Serdes;
import io.millrace.state.StoreBuilder;
import io.millrace.stores.engine.EngineFactory;
import io.millrace.stores.table.RecordCacheBudget;
import io.millrace.stores.table.RecordCoordinates;
import io.millrace.stores.table.StoreEnvironment;
import io.millrace.stores.table.StoreHome;
import io.millrace.stores.table.Table;
import io.millrace.stores.task.ChangelogHistory;
import io.millrace.stores.task.DetachedEngines;
import io.millrace.stores.task.StoreMeta;
import io.millrace.stores.task.StoreSlot;
import io.millrace.stores.task.TaskMemory;
import io.millrace.stores.task.TaskStores;
import io.millrace.time.Clock;
import java.io.File;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The stores of one task as the runtime drives them, with changelogs in memory: records are processed by setting {@link #at}, committed or rewound;
 * {@link #reopen} stops in order and starts again, {@link #crash} forgets what only the process had. Both restore what the engine lacks.
 */
final class StoreTask implements AutoCloseable {

    static final long ROOMY = 1 << 20;

    private final List<StoreBuilder<?>> builders;
    private final String directory;
    private final EngineFactory engines;
    private final TaskMemory memory;
    private final Map<String, List<Logged>> changelogs = new HashMap<>();
    private final Map<String, UUID> topicIds = new HashMap<>();
    private long commitNumber;

    ChangelogHistory history = new History();
    final ManualClock clock = new ManualClock();
    final RecordCoordinates coordinates = new RecordCoordinates();
    TaskStores stores;

    /** A record of a changelog; its offset is its position. */
    record Logged(
            byte[] key,
            byte @Nullable [] value,
            long timestampMs,
            @Nullable Headers headers) {}

    /** In the place of a record that a compaction has dropped. */
    static final Logged COMPACTED = new Logged(new byte[0], null, 0, null);

    /** The log says that tombstones before this offset may be gone. */
    long droppedBefore;

    /** What each store that is open has durably, as the log was told: the next offset. */
    final Map<String, Long> held = new TreeMap<>();

    private final class History implements ChangelogHistory {

        @Override
        public int epoch() {
            return 0;
        }

        @Override
        public long lastCommitNumber() {
            return -1;
        }

        @Override
        public boolean isContinued(StoreSlot slot, StoreMeta meta) {
            return true;
        }

        @Override
        public TombstoneHold holdTombstones(StoreSlot slot, long nextOffset) {
            held.put(slot.name(), nextOffset);
            return new TombstoneHold() {
                @Override
                public long droppedBefore() {
                    return droppedBefore;
                }

                @Override
                public void advance(long newNextOffset) {
                    held.put(slot.name(), newNextOffset);
                }

                @Override
                public void close() {
                    held.remove(slot.name());
                }
            };
        }
    }

    static final class ManualClock implements Clock {

        long nanos;

        @Override
        public long wallMs() {
            return nanos / 1_000_000;
        }

        @Override
        public long monotonicNanos() {
            return nanos;
        }
    }

    StoreTask(String directory, EngineFactory engines, long recordCacheBytes, StoreBuilder<?>... builders) {
        this(directory, engines, new TaskMemory(new RecordCacheBudget(recordCacheBytes), ROOMY), builders);
    }

    StoreTask(String directory, EngineFactory engines, TaskMemory memory, StoreBuilder<?>... builders) {
        this.directory = directory;
        this.engines = engines;
        this.memory = memory;
        this.builders = List.of(builders);
        stores = open();
    }

    private TaskStores open() {
        return open(null);
    }

    /** Ends, and starts again with the same engines. */
    void handOver() {
        stores = open(stores.detach());
    }

    private TaskStores open(@Nullable DetachedEngines kept) {
        List<StoreSlot> slots = new ArrayList<>();
        for (StoreBuilder<?> builder : builders) {
            UUID id = builder.loggingEnabled()
                    ? topicIds.computeIfAbsent(builder.name(), name -> UUID.nameUUIDFromBytes(name.getBytes()))
                    : null;
            slots.add(new StoreSlot(builder.build(), builder.name() + "-changelog", id));
        }
        TaskStores opened = kept == null
                ? TaskStores.open(slots, directory, engines, memory, coordinates, clock, history)
                : TaskStores.reopen(slots, kept, memory, coordinates, clock, history);
        Context context = new Context(opened);
        slots.forEach(slot -> slot.store().init(context, slot.store()));
        for (StoreSlot slot : slots) {
            restore(opened, slot);
        }
        return opened;
    }

    private void restore(TaskStores opened, StoreSlot slot) {
        List<Logged> log = changelog(slot.name());
        int from = (int) slot.changelogOffset() + 1;
        if (!slot.isLogged() || from >= log.size()) {
            return;
        }
        int middle = (from + log.size()) / 2;
        for (int[] part : new int[][] {{from, middle}, {middle, log.size()}}) {
            if (part[0] < part[1]) {
                try (var batch = opened.restore(slot)) {
                    for (Logged logged : log.subList(part[0], part[1])) {
                        if (logged == COMPACTED) {
                            continue;
                        }
                        batch.add(logged.key(), logged.value(), logged.timestampMs(), logged.headers());
                    }
                    batch.apply(part[1] - 1);
                }
            }
        }
    }

    @SuppressWarnings("unchecked") // the test has made the store with these types
    <T extends StateStore> T store(String name) {
        return (T) java.util.Objects.requireNonNull(stores.find(name), name);
    }

    List<Logged> changelog(String storeName) {
        return changelogs.computeIfAbsent(storeName, name -> new ArrayList<>());
    }

    /** A record with this timestamp is being processed. */
    StoreTask at(long timestampMs) {
        coordinates.set("input", 0, coordinates.offset + 1, timestampMs, null);
        return this;
    }

    void flush() {
        stores.flushCaches();
    }

    void commit() {
        stores.flushCaches();
        Map<String, Long> offsets = new LinkedHashMap<>();
        stores.writeChangelogs(slot -> (key, value, timestampMs, headers) -> {
            List<Logged> log = changelog(slot.name());
            log.add(new Logged(key, value, timestampMs, headers));
            offsets.put(slot.name(), log.size() - 1L);
        });
        stores.commit(commitNumber++, offsets, Position.emptyPosition());
    }

    void rewind() {
        stores.rewind();
    }

    /** Gives committed changes to the engine. */
    void apply() {
        clock.nanos += 2_000_000_000L;
        stores.doWork(clock.nanos);
    }

    void reopen() {
        stores.close();
        stores = open();
    }

    /** As a kill of the process; the engines have to keep what they have. */
    void crash() {
        stores = open();
    }

    /** As if the changelog had been made anew. */
    void changeTopicId(String storeName) {
        topicIds.put(storeName, new UUID(7, 7));
    }

    @Override
    public void close() {
        stores.close();
    }

    private record Context(TaskStores stores) implements StateStoreContext, StoreEnvironment {

        @Override
        public StoreHome home(String storeName) {
            return stores.home(storeName);
        }

        @Override
        public void register(Table table) {
            stores.register(table);
        }

        @Override
        public void register(StateStore store, StateRestoreCallback callback) {
            stores.register(store, callback, null);
        }

        @Override
        public void register(StateStore store, StateRestoreCallback callback, CommitCallback onCommit) {
            stores.register(store, callback, onCommit);
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
            return new File("unused");
        }

        @Override
        public StreamsMetrics metrics() {
            throw new UnsupportedOperationException("stores under test record no metrics");
        }

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
