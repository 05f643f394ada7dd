package io.millrace.simulation;

import io.millrace.broker.BrokerOptions;
import io.millrace.broker.EmbeddedBroker;
import io.millrace.log.CommittedOffset;
import io.millrace.log.ConsumerOptions;
import io.millrace.log.Isolation;
import io.millrace.log.LogConsumer;
import io.millrace.log.LogProducer;
import io.millrace.log.ProducerOptions;
import io.millrace.log.RecordBatch;
import io.millrace.log.TopicAdmin;
import io.millrace.log.TopicDescription;
import io.millrace.log.TopicSpec;
import io.millrace.record.TopicPartition;
import io.millrace.simulation.program.Journal;
import io.millrace.simulation.program.Program;
import io.millrace.simulation.program.Wire;
import io.millrace.simulation.reference.Output;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One life of the broker, between two crashes, with who feeds and reads it. Nothing of it is used after a crash. */
final class SimBroker {

    private final World world;
    private final Program program;
    private final EmbeddedBroker broker;
    private final LogProducer feeder;

    /** A record of a topic, with its place. */
    record Placed(long offset, Output record) {}

    private SimBroker(World world, EmbeddedBroker broker, Setup setup) {
        this.world = world;
        this.broker = broker;
        this.program = setup.program();
        program.firstInputTopics().forEach(topic -> create(topic, program.partitions()));
        program.globalTopics().forEach(topic -> create(topic, program.partitions()));
        program.sinkTopics().forEach(topic -> create(topic, program.partitions()));
        create(Journal.TOPIC, Journal.PARTITIONS);
        if (setup.variation().isTidied()) {
            broker.topics().create(new TopicSpec(Rows.TOPIC, 1, Map.of("cleanup.policy", "compact")));
        }
        if (setup.variation().fails()) {
            create(Variation.DEAD_LETTERS, 1);
        }
        this.feeder = broker.producer(ProducerOptions.idempotent("feeder"));
    }

    private void create(String topic, int partitions) {
        // Clocks are set by hours here, and records come with any time.
        broker.topics()
                .create(new TopicSpec(
                        topic, partitions, Map.of("message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE))));
    }

    /** Starts the broker, which recovers. */
    static SimBroker start(World world, CrashPoint crash, Setup setup) {
        EmbeddedBroker broker = EmbeddedBroker.open(
                world.disk().mount(crash),
                BrokerOptions.defaults()
                        .withReserveBytes(0)
                        .withDurability(setup.durability())
                        .withClock(world.time())
                        .withScheduler(world.time())
                        .withRandomness(world.random())
                        .withSegmentBytes(setup.segmentBytes())
                        .withTopicDefaults(setup.variation().topicDefaults())
                        .withHousekeepingMs(setup.variation().housekeepingMs())
                        .withTailCacheBytes(1 + world.random().nextInt(1 << 14)));
        return new SimBroker(world, broker, setup);
    }

    EmbeddedBroker broker() {
        return broker;
    }

    TopicAdmin topics() {
        return broker.topics();
    }

    /** Makes an input topic that was not there from the beginning. */
    void makeInput(String topic) {
        create(topic, program.partitions());
    }

    /** Writes a record; once this returns, the broker has acknowledged it. */
    void feed(TopicPartition partition, Output record) {
        feeder.appender(partition).append(record.timeMs(), bytes(record.key()), bytes(record.value()), null);
        feeder.flush();
    }

    private static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    int partitionCount(String topic) {
        return topics().describe(topic).map(TopicDescription::partitionCount).orElse(0);
    }

    List<TopicPartition> partitionsOf(Collection<String> names) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : names) {
            for (int i = 0; i < partitionCount(topic); i++) {
                partitions.add(new TopicPartition(topic, i));
            }
        }
        return partitions;
    }

    /** Offsets behind what is committed, by partition; 0 where nothing is. */
    Map<TopicPartition, Long> committed(List<TopicPartition> partitions) {
        Map<TopicPartition, CommittedOffset> found = topics().committed(Program.APPLICATION, partitions);
        Map<TopicPartition, Long> offsets = new TreeMap<>(Order.PARTITIONS);
        for (TopicPartition partition : partitions) {
            CommittedOffset offset = found.get(partition);
            offsets.put(partition, offset == null ? 0 : offset.offset());
        }
        return offsets;
    }

    /** What a read_committed reader sees of a partition, from the first record that is still there. */
    List<Placed> read(TopicPartition partition) {
        List<Placed> records = new ArrayList<>();
        Wire wire = program.wireOf(partition.topic());
        scan(
                partition,
                batch -> records.add(new Placed(
                        batch.offset(),
                        new Output(
                                text(batch.keyArray(), batch.keyOffset(), batch.keyLength()),
                                wire.text(bytes(batch.valueArray(), batch.valueOffset(), batch.valueLength())),
                                batch.timestamp()))));
        return records;
    }

    /** What is in a topic under each key, as its readers see it. */
    Map<String, String> rows(String topic) {
        Map<String, String> rows = new TreeMap<>();
        for (TopicPartition partition : partitionsOf(List.of(topic))) {
            for (Placed placed : read(partition)) {
                String value = placed.record().value();
                if (value == null) {
                    rows.remove(String.valueOf(placed.record().key()));
                } else {
                    rows.put(String.valueOf(placed.record().key()), value);
                }
            }
        }
        return rows;
    }

    /** Told of each record. */
    interface Reader {
        void accept(RecordBatch batch);
    }

    void scan(TopicPartition partition, Reader reader) {
        long end = topics().endOffset(partition, Isolation.READ_COMMITTED);
        long start = topics().startOffset(partition);
        if (start >= end) {
            return;
        }
        try (LogConsumer consumer = broker.consumer(ConsumerOptions.reader("oracle"))) {
            consumer.assign(Set.of(partition));
            consumer.seek(partition, start);
            int idle = 0;
            while (consumer.position(partition) < end) {
                List<RecordBatch> batches = consumer.poll(0);
                idle = batches.isEmpty() ? idle + 1 : 0;
                if (idle > 1_000) {
                    throw new Violation(
                            Invariant.I11_LIVENESS,
                            "a reader of " + partition + " sticks at " + consumer.position(partition)
                                    + " before the last stable offset " + end);
                }
                for (RecordBatch batch : batches) {
                    while (batch.next()) {
                        reader.accept(batch);
                    }
                }
            }
        }
    }

    private static @Nullable String text(byte[] array, int offset, int length) {
        return Wire.TEXT.text(bytes(array, offset, length));
    }

    private static byte @Nullable [] bytes(byte[] array, int offset, int length) {
        return length < 0 ? null : Arrays.copyOfRange(array, offset, offset + length);
    }

    void close() {
        feeder.close();
        broker.close();
    }
}
