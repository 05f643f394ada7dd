package io.millrace.test;

import io.millrace.broker.BrokerOptions;
import io.millrace.broker.EmbeddedBroker;
import io.millrace.broker.disk.HeapDisk;
import io.millrace.log.CommittedOffset;
import io.millrace.log.ConsumerOptions;
import io.millrace.log.KeyHash;
import io.millrace.log.LogConsumer;
import io.millrace.log.LogProducer;
import io.millrace.log.ProducerOptions;
import io.millrace.log.TopicSpec;
import io.millrace.metrics.Metric;
import io.millrace.metrics.MetricName;
import io.millrace.processor.StateStore;
import io.millrace.processor.TaskId;
import io.millrace.record.Headers;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.settings.RuntimeSettings;
import io.millrace.runtime.task.TaskEnvironment;
import io.millrace.runtime.topics.TopologyFingerprint;
import io.millrace.stores.engine.rocksdb.RocksEngine;
import io.millrace.test.log.ObservedBroker;
import io.millrace.time.Randomness;
import io.millrace.topology.dag.ProcessorDag;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A topology as the runtime runs it: a task per sub-topology and partition, on an embedded broker in memory, which outlives crashes. Confined to the test's
 * thread.
 */
final class SeparateTasks implements DriverMode {

    private final ProcessorDag dag;
    private final Inputs inputs;
    private final Map<String, Integer> partitionCounts;
    private final DriverScheduler scheduler;
    private final EmbeddedBroker broker;
    private final LogProducer feeder;
    private final StateDirectory directory;
    private final TaskEnvironment environment;
    private final CrashSwitch crash = new CrashSwitch();

    /** How many records without a key a topic has got. */
    private final Map<String, Integer> keylessCounts = new HashMap<>();

    /** Null once it has failed to start. */
    private @Nullable ApplicationLife life;

    /** Why the tasks do not go on. */
    private @Nullable RuntimeException failure;

    private SeparateTasks(
            ProcessorDag dag,
            RuntimeSettings settings,
            DriverTopics topics,
            DriverClock clock,
            Map<String, Integer> partitionCounts) {
        this.dag = dag;
        this.inputs = Inputs.of(dag, settings.applicationId());
        this.partitionCounts = Map.copyOf(partitionCounts);
        this.scheduler = new DriverScheduler(clock);
        this.broker = EmbeddedBroker.open(
                new HeapDisk(),
                BrokerOptions.inMemory()
                        .withClock(clock)
                        .withScheduler(scheduler)
                        .withRandomness(Randomness.seeded(0)));
        this.feeder = broker.producer(ProducerOptions.idempotent("test-driver"));
        this.directory = StateDirectory.of(settings);
        this.environment = new TaskEnvironment(
                settings,
                new ObservedBroker(broker, topics::written),
                RocksEngine.factory((store, options) -> {}),
                clock,
                new Unheard(),
                TopologyFingerprint.of(dag));
    }

    /**
     * Makes the topics and starts the tasks.
     *
     * @param partitionCounts of topics that have more than one partition
     */
    static SeparateTasks open(
            ProcessorDag dag,
            RuntimeSettings settings,
            DriverTopics topics,
            DriverClock clock,
            Map<String, Integer> partitionCounts) {
        SeparateTasks opened = new SeparateTasks(dag, settings, topics, clock, partitionCounts);
        try {
            opened.createTopics();
            opened.guarded(opened::start);
            return opened;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private void createTopics() {
        partitionCounts.keySet().forEach(this::createTopic);
        for (String topic : inputs.namedTopics()) {
            if (!inputs.isInternal(topic)) {
                createTopic(topic);
            }
        }
        inputs.globalTopics().forEach(this::createTopic);
    }

    /** Makes a topic that is read from its beginning, whatever the reset policy says. */
    private void createTopic(String topic) {
        int count = partitionCounts.getOrDefault(topic, 1);
        broker.topics().create(new TopicSpec(topic, count));
        Map<TopicPartition, CommittedOffset> beginning = new HashMap<>();
        for (int partition = 0; partition < count; partition++) {
            beginning.put(new TopicPartition(topic, partition), new CommittedOffset(0, ""));
        }
        String group = environment.settings().applicationId();
        try (LogConsumer member = broker.consumer(ConsumerOptions.member("test-driver", group))) {
            member.commit(beginning);
        }
    }

    // ---- lives ----

    private void start() {
        ApplicationLife started = ApplicationLife.start(dag, environment, directory, crash);
        life = started;
        started.commitStart();
        started.runToEnd();
        scheduler.runDue();
    }

    private ApplicationLife life() {
        if (failure != null || life == null) {
            throw new IllegalStateException(
                    "The topology has failed before, so that its tasks do not go on, as in an application whose stream thread has ended."
                            + " Call crashAndRecover() to start them again from their last commits. The failure was: "
                            + failure,
                    failure);
        }
        return life;
    }

    private void guarded(Runnable work) {
        try {
            crash.guard(work, this::recover);
        } catch (RuntimeException e) {
            failure = e;
            throw e;
        }
    }

    @Override
    public void crashAndRecover() {
        guarded(this::recover);
    }

    private void recover() {
        ApplicationLife ended = life;
        life = null;
        if (ended != null) {
            ended.kill();
        }
        failure = null;
        start();
    }

    @Override
    public void crashBeforeCommit() {
        crash.arm();
    }

    // ---- processing ----

    @Override
    public void pipe(PipedRecord record) {
        String topic = record.topic();
        boolean isRead = inputs.queueOf(topic) != null;
        if (!isRead && !inputs.globalTopics().contains(topic)) {
            throw inputs.unknown(topic);
        }
        ApplicationLife running = life();
        boolean isNew = broker.topics().describe(topic).isEmpty();
        if (isNew) {
            createTopic(topic);
        }
        append(record);
        guarded(() -> {
            if (isNew) {
                // A topic that a pattern takes: tasks are handed out anew.
                running.end();
                life = null;
                start();
            } else {
                running.runToEnd();
                scheduler.runDue();
            }
        });
    }

    private void append(PipedRecord record) {
        int count = broker.topics().describe(record.topic()).orElseThrow().partitionCount();
        byte[] key = record.key();
        byte[] value = record.value();
        Headers headers = record.headersIfAny();
        feeder.appender(new TopicPartition(record.topic(), partition(record, count)))
                .append(
                        record.timestampMs(),
                        key,
                        0,
                        key == null ? -1 : key.length,
                        value,
                        0,
                        value == null ? -1 : value.length,
                        headers);
        feeder.flush();
    }

    private int partition(PipedRecord record, int count) {
        Integer chosen = record.partition();
        byte[] key = record.key();
        if (chosen == null) {
            return key == null
                    ? (keylessCounts.merge(record.topic(), 1, Integer::sum) - 1) % count
                    : KeyHash.partition(key, 0, key.length, count);
        }
        if (chosen < 0 || chosen >= count) {
            throw new IllegalArgumentException("Topic '" + record.topic() + "' has no partition " + chosen + ": it has "
                    + count + ", counted from 0. Set the count with partitions(topic, count).");
        }
        return chosen;
    }

    @Override
    public void wallClockMoved() {
        ApplicationLife running = life();
        guarded(() -> {
            running.punctuateWallClock();
            running.runToEnd();
            scheduler.runDue();
        });
    }

    // ---- what a test asks for ----

    @Override
    public Set<TaskId> taskIds() {
        return life == null ? Set.of() : life.taskIds();
    }

    @Override
    public Map<MetricName, ? extends Metric> metrics() {
        return life == null ? Map.of() : life.metrics();
    }

    @Override
    public Set<String> storeNames() {
        Set<String> names = new LinkedHashSet<>();
        dag.globalStores().forEach(node -> names.add(node.store().name()));
        dag.subTopologies().forEach(part -> part.stores().forEach(store -> names.add(store.name())));
        return names;
    }

    @Override
    public SortedMap<Integer, StateStore> store(String name) {
        // Readable after a failure too, but not if there is nothing that runs.
        return (life == null ? life() : life).store(name);
    }

    @Override
    public void close() {
        ApplicationLife running = life;
        life = null;
        crash.disarm();
        try {
            if (running != null) {
                if (failure == null) {
                    running.end();
                } else {
                    running.endFailed();
                }
            }
        } finally {
            feeder.close();
            broker.close();
            directory.delete();
        }
    }
}
