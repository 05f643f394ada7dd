package io.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.config.StreamsConfig;
import io.millrace.dsl.Consumed;
import io.millrace.dsl.Materialized;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.errors.InvalidStateStoreException;
import io.millrace.processor.StandbyUpdateListener;
import io.millrace.processor.StateRestoreListener;
import io.millrace.processor.TaskId;
import io.millrace.query.FailureReason;
import io.millrace.query.KeyQuery;
import io.millrace.query.QueryResult;
import io.millrace.query.StateQueryRequest;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.CloseOptions.GroupMembershipOperation;
import io.millrace.runtime.StreamsRuntime.State;
import io.millrace.serialization.Serdes;
import io.millrace.state.HostInfo;
import io.millrace.state.ReadOnlyKeyValueStore;
import io.millrace.stores.Stores;
import io.millrace.topology.Topology;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Instances of one application that keep copies of each other's stores. */
class StandbyTest {

    private static final int PARTITIONS = 4;

    @TempDir
    Path directory;

    private final EmbeddedBroker broker = EmbeddedBroker.inMemory();
    private final List<Instance> instances = new ArrayList<>();
    private final Map<String, Long> sent = new HashMap<>();
    private final CountDownLatch isLoading = new CountDownLatch(1);
    /** Holds what fills standbys, after the first batch. */
    private volatile CountDownLatch mayLoad = new CountDownLatch(0);

    @AfterEach
    void close() {
        instances.forEach(instance -> instance.runtime.close());
        broker.close();
    }

    /** Where the counts are kept. */
    enum Kept {
        ON_DISK,
        ON_THE_HEAP
    }

    private static Topology counts(Kept kept) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()))
                .groupByKey()
                .count(Materialized.<String, Long>as(
                                kept == Kept.ON_DISK
                                        ? Stores.persistentKeyValueStore("counts")
                                        : Stores.inMemoryKeyValueStore("counts"))
                        .withKeySerde(Serdes.String())
                        .withValueSerde(Serdes.Long()));
        return builder.build();
    }

    /** One of them, with a state directory of its own, and what its listeners heard. */
    private final class Instance implements StateRestoreListener, StandbyUpdateListener {

        final StreamsRuntime runtime;
        final AtomicLong restored = new AtomicLong();
        final Set<String> following = ConcurrentHashMap.newKeySet();
        final List<String> suspended = new CopyOnWriteArrayList<>();

        Instance(Kept kept, Map<String, Object> settings) {
            this(kept, settings, "instance-" + instances.size());
        }

        Instance(Kept kept, Map<String, Object> settings, String stateDirectory) {
            Properties config = Words.config(directory.resolve(stateDirectory));
            config.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, 1);
            config.put(StreamsConfig.APPLICATION_SERVER_CONFIG, "host:" + (instances.size() + 1));
            config.put("session.timeout.ms", 1_500);
            config.putAll(settings);
            runtime = new StreamsRuntime(counts(kept), config, broker);
            runtime.setGlobalStateRestoreListener(this);
            runtime.setStandbyUpdateListener(this);
            instances.add(this);
            runtime.start();
        }

        @Override
        public void onRestoreStart(TopicPartition changelog, String store, long start, long end) {}

        @Override
        public void onBatchRestored(TopicPartition changelog, String store, long last, long count) {
            restored.addAndGet(count);
        }

        @Override
        public void onRestoreEnd(TopicPartition changelog, String store, long total) {}

        @Override
        public void onUpdateStart(TopicPartition changelog, String store, long start) {
            following.add(changelog.toString());
        }

        @Override
        public void onBatchLoaded(
                TopicPartition changelog, String store, TaskId task, long last, long count, long end) {
            assertThat(last).isLessThan(end);
            isLoading.countDown();
            try {
                mayLoad.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void onUpdateSuspended(
                TopicPartition changelog, String store, long offset, long end, SuspendReason reason) {
            following.remove(changelog.toString());
            suspended.add(changelog + " " + reason);
        }

        Set<Integer> active() {
            return partitions(ThreadMetadata::activeTasks);
        }

        Set<Integer> standbys() {
            return partitions(ThreadMetadata::standbyTasks);
        }

        private Set<Integer> partitions(java.util.function.Function<ThreadMetadata, Set<TaskMetadata>> tasks) {
            Set<Integer> partitions = new java.util.TreeSet<>();
            runtime.metadataForLocalThreads()
                    .forEach(thread -> tasks.apply(thread)
                            .forEach(task -> partitions.add(task.taskId().partition())));
            return partitions;
        }

        long lag() {
            return runtime.allLocalStorePartitionLags().getOrDefault("counts", Map.of()).values().stream()
                    .mapToLong(LagInfo::offsetLag)
                    .sum();
        }
    }

    private Instance start(Kept kept) {
        return start(kept, Map.of());
    }

    private Instance start(Kept kept, Map<String, Object> settings) {
        Instance instance = new Instance(kept, settings);
        Words.awaitState(instance.runtime, State.RUNNING);
        return instance;
    }

    private void send(int keys) {
        String[] records = new String[2 * keys];
        for (int i = 0; i < keys; i++) {
            records[2 * i] = "key-" + i;
            records[2 * i + 1] = "x";
            sent.merge("key-" + i, 1L, Long::sum);
        }
        Words.send(broker, "in", records);
    }

    private static Map<String, Long> counts(Instance... shown) {
        Map<String, Long> counts = new HashMap<>();
        for (Instance instance : shown) {
            ReadOnlyKeyValueStore<String, Long> store = instance.runtime.store(
                    StoreQueryParameters.fromNameAndType("counts", QueryableStoreTypes.keyValueStore()));
            try (var all = store.all()) {
                all.forEachRemaining(row -> counts.put(row.key, row.value));
            }
        }
        return counts;
    }

    /** Waits until these instances count everything that was sent, and their copies have it too. */
    private void awaitCounted(Instance... running) {
        await().atMost(Words.PATIENCE).ignoreExceptions().untilAsserted(() -> {
            assertThat(counts(running)).isEqualTo(sent);
            for (Instance instance : running) {
                assertThat(instance.lag()).isZero();
            }
        });
    }

    private void awaitBalanced(Instance one, Instance other) {
        await().atMost(Words.PATIENCE).untilAsserted(() -> {
            assertThat(one.active()).hasSize(PARTITIONS / 2).isEqualTo(other.standbys());
            assertThat(other.active()).hasSize(PARTITIONS / 2).isEqualTo(one.standbys());
        });
    }

    @ParameterizedTest
    @EnumSource(Kept.class)
    void shouldGoOnWithTheCopyWhenAnInstanceIsKilled(Kept kept) {
        broker.createTopic("in", PARTITIONS);
        Instance first = start(kept);
        Instance second = start(kept);
        awaitBalanced(first, second);
        send(1_000);
        awaitCounted(first, second);
        long restoredBefore = second.restored.get();
        second.suspended.clear();

        first.runtime.close(CloseOptions.groupMembershipOperation(GroupMembershipOperation.REMAIN_IN_GROUP));

        await().atMost(Words.PATIENCE).until(() -> second.active().size() == PARTITIONS);
        Words.awaitState(second.runtime, State.RUNNING);
        assertThat(counts(second)).isEqualTo(sent);
        assertThat(second.restored.get() - restoredBefore)
                .as("records restored, of 1000 keys")
                .isLessThan(100);
        assertThat(second.suspended).hasSize(2).allMatch(line -> line.endsWith("PROMOTED"));
        send(1_000);
        awaitCounted(second);
    }

    @ParameterizedTest
    @EnumSource(Kept.class)
    void shouldMoveTasksToAnInstanceThatJoinsOnlyOnceItHasCaughtUp(Kept kept) {
        broker.createTopic("in", PARTITIONS);
        Map<String, Object> settings =
                Map.of(StreamsConfig.ACCEPTABLE_RECOVERY_LAG_CONFIG, 10L, StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, 0);
        Instance first = start(kept, settings);
        send(2_000);
        awaitCounted(first);

        Instance second = start(kept, settings);

        await().atMost(Words.PATIENCE).untilAsserted(() -> {
            assertThat(first.active()).hasSize(PARTITIONS / 2);
            assertThat(second.active()).hasSize(PARTITIONS / 2);
        });
        awaitCounted(first, second);
        assertThat(second.restored.get()).as("records restored").isLessThan(100);
        assertThat(first.restored.get()).as("records restored").isLessThan(100);
        assertThat(second.suspended).isNotEmpty().allMatch(line -> line.endsWith("PROMOTED"));
        send(500);
        awaitCounted(first, second);
    }

    @Test
    void shouldShowStandbysToThoseWhoAskForStaleStoresOnly() {
        broker.createTopic("in", 1);
        Instance first = start(Kept.ON_DISK);
        Instance second = start(Kept.ON_DISK);
        send(20);
        await().atMost(Words.PATIENCE)
                .until(() -> first.standbys().size() + second.standbys().size() == 1);
        Instance active = first.active().isEmpty() ? second : first;
        Instance standby = first.active().isEmpty() ? first : second;
        awaitCounted(active);
        await().atMost(Words.PATIENCE).until(() -> standby.lag() == 0);

        StoreQueryParameters<ReadOnlyKeyValueStore<String, Long>> fresh =
                StoreQueryParameters.fromNameAndType("counts", QueryableStoreTypes.keyValueStore());
        assertThatThrownBy(() -> standby.runtime.store(fresh)).isInstanceOf(InvalidStateStoreException.class);
        await().atMost(Words.PATIENCE)
                .until(() -> Long.valueOf(1L)
                        .equals(standby.runtime.store(fresh.enableStaleStores()).get("key-7")));

        StateQueryRequest<Long> request = StateQueryRequest.inStore("counts")
                .withQuery(KeyQuery.<String, Long>withKey("key-7"))
                .withPartitions(Set.of(0));
        QueryResult<Long> answer =
                standby.runtime.query(request).getPartitionResults().get(0);
        assertThat(answer.isSuccess()).as(answer.toString()).isTrue();
        QueryResult<Long> refused = standby.runtime
                .query(request.requireActive())
                .getPartitionResults()
                .get(0);
        assertThat(refused.getFailureReason()).isEqualTo(FailureReason.NOT_ACTIVE);
    }

    @Test
    void shouldNotAnswerFromAStandbyThatIsStillBeingFilled() throws Exception {
        broker.createTopic("in", 1);
        Instance first = start(Kept.ON_DISK);
        send(20);
        awaitCounted(first);
        StateQueryRequest<Long> request = StateQueryRequest.inStore("counts")
                .withQuery(KeyQuery.<String, Long>withKey("key-7"))
                .withPartitions(Set.of(0));
        CountDownLatch held = new CountDownLatch(1);
        mayLoad = held;
        try {
            Instance second = start(Kept.ON_DISK);
            assertThat(isLoading.await(30, TimeUnit.SECONDS)).isTrue();

            QueryResult<Long> early =
                    second.runtime.query(request).getPartitionResults().get(0);

            assertThat(early.isFailure()).as("fails instead of finding nothing").isTrue();
            assertThat(early.getFailureReason()).isEqualTo(FailureReason.NOT_UP_TO_BOUND);
            assertThat(early.getFailureMessage()).contains("being filled");
            held.countDown();
            await().atMost(Words.PATIENCE)
                    .until(() -> second.runtime
                            .query(request)
                            .getPartitionResults()
                            .get(0)
                            .isSuccess());
            assertThat(second.runtime
                            .query(request)
                            .getPartitionResults()
                            .get(0)
                            .getResult())
                    .isEqualTo(1);
        } finally {
            held.countDown();
        }
    }

    @Test
    void shouldTellWhereCopiesAre() {
        broker.createTopic("in", PARTITIONS);
        Instance first = start(Kept.ON_DISK);
        Instance second = start(Kept.ON_DISK);
        awaitBalanced(first, second);

        KeyQueryMetadata where = first.runtime.queryMetadataForKey(
                "counts", "key-1", Serdes.String().serializer());

        HostInfo one = new HostInfo("host", 1);
        HostInfo other = new HostInfo("host", 2);
        assertThat(where.standbyHosts()).hasSize(1).doesNotContain(where.activeHost());
        assertThat(Set.of(one, other)).contains(where.activeHost()).containsAll(where.standbyHosts());
        assertThat(first.runtime.metadataForAllStreamsClients()).hasSize(2).allSatisfy(instance -> {
            assertThat(instance.standbyStateStoreNames()).containsExactly("counts");
            assertThat(instance.standbyTopicPartitions())
                    .hasSize(PARTITIONS / 2)
                    .doesNotContainAnyElementsOf(instance.topicPartitions());
        });
        assertThat(first.runtime.streamsMetadataForStore("counts")).hasSize(2);
    }

    @Test
    void shouldKeepNoCopyOnTheInstanceThatRunsTheTask() {
        broker.createTopic("in", PARTITIONS);

        Instance alone = start(Kept.ON_DISK, Map.of(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 2));
        send(100);
        awaitCounted(alone);

        assertThat(alone.active()).hasSize(PARTITIONS);
        assertThat(alone.standbys()).isEmpty();
        assertThat(alone.following).isEmpty();
    }

    @Test
    void shouldSpreadTasksAndCopiesOverThreeInstancesAndSurviveTwoKills() {
        broker.createTopic("in", 6);
        Instance first = start(Kept.ON_DISK);
        Instance second = start(Kept.ON_DISK);
        Instance third = start(Kept.ON_DISK);
        await().atMost(Words.PATIENCE)
                .untilAsserted(() -> assertThat(List.of(first, second, third)).allSatisfy(instance -> {
                    assertThat(instance.active()).hasSize(2);
                    assertThat(instance.standbys()).hasSize(2);
                }));
        send(900);
        awaitCounted(first, second, third);

        first.runtime.close(CloseOptions.groupMembershipOperation(GroupMembershipOperation.REMAIN_IN_GROUP));
        await().atMost(Words.PATIENCE)
                .until(() -> second.active().size() == 3
                        && third.active().size() == 3
                        && second.standbys().size() == 3
                        && third.standbys().size() == 3);
        send(900);
        awaitCounted(second, third);
        long restoredBefore = third.restored.get();
        second.runtime.close(Duration.ofSeconds(20));

        await().atMost(Words.PATIENCE).until(() -> third.active().size() == 6);
        send(900);
        awaitCounted(third);
        assertThat(third.restored.get() - restoredBefore).isLessThan(100);
    }

    @Test
    void shouldRunTasksWhereTheirStateIsWhenInstancesComeBack() {
        broker.createTopic("in", PARTITIONS);
        Map<String, Object> settings =
                Map.of(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, 0, StreamsConfig.ACCEPTABLE_RECOVERY_LAG_CONFIG, 10L);
        Instance withState = start(Kept.ON_DISK, settings);
        send(2_000);
        awaitCounted(withState);
        withState.runtime.close();
        instances.clear();

        Instance empty = new Instance(Kept.ON_DISK, settings, "instance-elsewhere");
        Instance back = new Instance(Kept.ON_DISK, settings, "instance-0");

        await().atMost(Words.PATIENCE)
                .until(() ->
                        back.active().size() == PARTITIONS / 2 && empty.active().size() == PARTITIONS / 2);
        awaitCounted(back, empty);
        assertThat(back.restored.get())
                .as("records restored where the state was")
                .isLessThan(100);
    }
}
