package io.millrace.simulation;

import io.millrace.broker.BrokerOptions;
import io.millrace.broker.Durability;
import io.millrace.broker.EmbeddedBroker;
import io.millrace.config.StreamsConfig;
import io.millrace.log.CommittedOffset;
import io.millrace.log.ConsumerOptions;
import io.millrace.log.Isolation;
import io.millrace.log.LogConsumer;
import io.millrace.log.LogProducer;
import io.millrace.log.ProducerOptions;
import io.millrace.log.RecordBatch;
import io.millrace.log.TopicSpec;
import io.millrace.processor.StateRestoreListener;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.directory.StateDirectory;
import io.millrace.runtime.loop.LoopEnvironment;
import io.millrace.runtime.loop.LoopListener;
import io.millrace.runtime.loop.StreamLoop;
import io.millrace.runtime.settings.RuntimeSettings;
import io.millrace.runtime.task.TaskEnvironment;
import io.millrace.runtime.topics.InternalTopics;
import io.millrace.runtime.topics.TopicPlan;
import io.millrace.runtime.topics.TopologyFingerprint;
import io.millrace.time.Randomness;
import io.millrace.topology.Topology;
import io.millrace.topology.dag.ProcessorDag;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/**
 * One life of the application, between two crashes: a broker and the loops of a runtime, stepped in seeded order on one thread. Nothing of it is used after a
 * crash.
 */
final class SimProcess {

    static final int PARTITIONS = 2;
    private static final String APPLICATION = "words";

    private final World world;
    private final CrashPoint crash;
    private final EmbeddedBroker broker;
    private final List<StreamLoop> loops = new ArrayList<>();
    private final LogProducer feeder;

    private SimProcess(World world, CrashPoint crash, EmbeddedBroker broker) {
        this.world = world;
        this.crash = crash;
        this.broker = broker;
        for (String topic : List.of("lines", "counts")) {
            broker.topics().create(new TopicSpec(topic, PARTITIONS));
        }
        this.feeder = broker.producer(ProducerOptions.idempotent("feeder"));
    }

    /** Starts the broker, which recovers, and the runtime. */
    static SimProcess start(World world, CrashPoint crash, Durability durability, Topology topology) {
        Randomness random = world.random();
        EmbeddedBroker broker = EmbeddedBroker.open(
                world.disk().mount(crash),
                BrokerOptions.defaults()
                        .withReserveBytes(0)
                        .withDurability(durability)
                        .withClock(world.time())
                        .withScheduler(world.time())
                        .withRandomness(random)
                        .withSegmentBytes(1 << 12)
                        .withTailCacheBytes(1 + random.nextInt(1 << 14)));
        SimProcess process = new SimProcess(world, crash, broker);
        process.startRuntime(topology);
        return process;
    }

    private void startRuntime(Topology topology) {
        Randomness random = world.random();
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION);
        config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, random.nextInt(3) * 2_000L);
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1 + random.nextInt(2));
        if (random.nextInt(2) == 0) {
            config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 5 + random.nextInt(50));
        }
        StreamsConfig streamsConfig = new StreamsConfig(config);
        RuntimeSettings settings = new RuntimeSettings(streamsConfig);
        ProcessorDag dag = topology.compile(streamsConfig);
        TopicPlan plan = TopicPlan.resolve(dag, APPLICATION, broker.topics());
        new InternalTopics(plan, broker.topics(), settings).create();
        TaskEnvironment tasks = new TaskEnvironment(
                settings,
                broker,
                world.engines().mount(crash),
                world.time(),
                new Silent(),
                TopologyFingerprint.of(dag));
        LoopEnvironment environment = new LoopEnvironment(
                tasks, plan, new StateDirectory("state"), (step, task) -> crash.pass("commit step " + step));
        for (int i = 0; i < settings.threadCount(); i++) {
            loops.add(new StreamLoop("loop-" + i, environment, new Deaf()));
        }
    }

    /** Takes one step of whatever the randomness chooses. */
    void step() {
        Randomness random = world.random();
        world.time().advance(random.nextInt(1_000_000));
        switch (random.nextInt(4)) {
            case 0 -> world.time().step();
            case 1 -> world.time().advance(random.nextInt(20_000_000));
            default -> loops.get(random.nextInt(loops.size())).doWork();
        }
    }

    /** Writes a line; once this returns, the broker has acknowledged it. */
    void write(String line) {
        int partition = world.random().nextInt(PARTITIONS);
        feeder.appender(new TopicPartition("lines", partition))
                .append(world.time().wallMs(), null, line.getBytes(StandardCharsets.UTF_8), null);
        feeder.flush();
    }

    /** Whether all input, of repartition topics too, is processed and committed. */
    boolean isDrained() {
        List<TopicPartition> inputs = new ArrayList<>();
        for (String topic : broker.topics().list()) {
            if (topic.equals("lines") || topic.endsWith("-repartition")) {
                for (int i = 0; i < PARTITIONS; i++) {
                    inputs.add(new TopicPartition(topic, i));
                }
            }
        }
        Map<TopicPartition, CommittedOffset> committed = broker.topics().committed(APPLICATION, inputs);
        for (TopicPartition input : inputs) {
            CommittedOffset offset = committed.get(input);
            long end = broker.topics().endOffset(input, Isolation.READ_UNCOMMITTED);
            if (end > (offset == null ? 0 : offset.offset())) {
                return false;
            }
        }
        return true;
    }

    /** The lines of the input. */
    List<String> input() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < PARTITIONS; i++) {
            read(
                    new TopicPartition("lines", i),
                    batch -> lines.add(text(batch.valueArray(), batch.valueOffset(), batch.valueLength())));
        }
        return lines;
    }

    /** What a read_committed reader sees of the output, per partition. */
    List<List<Oracle.Count>> outputs() {
        List<List<Oracle.Count>> outputs = new ArrayList<>();
        for (int i = 0; i < PARTITIONS; i++) {
            List<Oracle.Count> partition = new ArrayList<>();
            read(
                    new TopicPartition("counts", i),
                    batch -> partition.add(new Oracle.Count(
                            text(batch.keyArray(), batch.keyOffset(), batch.keyLength()),
                            ByteBuffer.wrap(batch.valueArray(), batch.valueOffset(), Long.BYTES)
                                    .getLong())));
            outputs.add(partition);
        }
        return outputs;
    }

    private interface Reader {
        void accept(RecordBatch batch);
    }

    private void read(TopicPartition partition, Reader reader) {
        try (LogConsumer consumer = broker.consumer(ConsumerOptions.reader("oracle"))) {
            consumer.assign(Set.of(partition));
            consumer.seek(partition, 0);
            long end = broker.topics().endOffset(partition, Isolation.READ_COMMITTED);
            while (consumer.position(partition) < end) {
                for (RecordBatch batch : consumer.poll(0)) {
                    while (batch.next()) {
                        reader.accept(batch);
                    }
                }
            }
        }
    }

    private static String text(byte[] array, int offset, int length) {
        return new String(array, offset, length, StandardCharsets.UTF_8);
    }

    /** Ends this life in order. */
    void close() {
        loops.forEach(StreamLoop::prepareToClose);
        while (loops.stream().anyMatch(loop -> !loop.isSettled())) {
            world.time().step();
        }
        loops.forEach(StreamLoop::close);
        feeder.close();
        broker.close();
    }

    private static final class Deaf implements LoopListener {

        @Override
        public void rebalancing(StreamLoop loop) {}

        @Override
        public void running(StreamLoop loop) {}
    }

    private static final class Silent implements StateRestoreListener {

        @Override
        public void onRestoreStart(TopicPartition partition, String store, long start, long end) {}

        @Override
        public void onBatchRestored(TopicPartition partition, String store, long last, long count) {}

        @Override
        public void onRestoreEnd(TopicPartition partition, String store, long total) {}
    }
}
