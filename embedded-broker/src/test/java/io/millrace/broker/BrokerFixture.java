package io.millrace.broker;

import io.millrace.broker.disk.Disk;
import io.millrace.broker.disk.DiskFile;
import io.millrace.broker.disk.HeapDisk;
import io.millrace.log.CommittedOffset;
import io.millrace.log.ConsumerOptions;
import io.millrace.log.GroupMembership;
import io.millrace.log.Isolation;
import io.millrace.log.LogConsumer;
import io.millrace.log.LogProducer;
import io.millrace.log.PendingCommit;
import io.millrace.log.ProducerOptions;
import io.millrace.log.RecordBatch;
import io.millrace.record.TopicPartition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A broker on a disk in memory with a clock and a scheduler that the test moves, and short words for what tests do with it. */
final class BrokerFixture {

    static final TopicPartition A0 = new TopicPartition("a", 0);
    static final TopicPartition A1 = new TopicPartition("a", 1);
    static final TopicPartition B0 = new TopicPartition("b", 0);

    final ManualClock clock = new ManualClock();
    final ManualScheduler scheduler = new ManualScheduler(clock);
    final FaultDisk disk;
    BrokerOptions options = BrokerOptions.inMemory().withClock(clock).withScheduler(scheduler);
    EmbeddedBroker broker;

    BrokerFixture() {
        this(new FaultDisk(), Durability.OS_CACHE);
    }

    BrokerFixture(FaultDisk disk, Durability durability) {
        this.disk = disk;
        options = options.withDurability(durability);
        broker = EmbeddedBroker.open(disk, options);
    }

    /** What a killed process leaves behind, opened again: nothing was closed or flushed. */
    void killAndReopen() {
        disk.disk.releaseLocks();
        scheduler.forgetWork();
        broker = EmbeddedBroker.open(disk, options);
    }

    void closeAndReopen() {
        broker.close();
        broker = EmbeddedBroker.open(disk, options);
    }

    LogProducer transactional(String id) {
        return broker.producer(ProducerOptions.transactional(id, id));
    }

    static void append(LogProducer producer, TopicPartition partition, String... values) {
        for (String value : values) {
            producer.appender(partition).append(1_000L, utf8("k"), utf8(value), null);
        }
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    PendingCommit commit(LogProducer producer) {
        PendingCommit commit = broker.commit(List.of(producer), () -> {}).get(0);
        scheduler.runDue();
        return commit;
    }

    /** Writes values in a transaction of its own and commits it. */
    void write(TopicPartition partition, String... values) {
        try (LogProducer producer = transactional("writer")) {
            producer.begin();
            append(producer, partition, values);
            PendingCommit commit = commit(producer);
            if (commit.state() != PendingCommit.State.COMMITTED) {
                throw new AssertionError("not committed: " + commit.failure());
            }
        }
    }

    List<String> committed(TopicPartition partition) {
        return read(partition, Isolation.READ_COMMITTED);
    }

    /** All values from the start on. */
    List<String> read(TopicPartition partition, Isolation isolation) {
        ConsumerOptions reader = new ConsumerOptions(
                "reader",
                Optional.empty(),
                Optional.empty(),
                isolation,
                1 << 20,
                ConsumerOptions.DEFAULT_SESSION_TIMEOUT_MS);
        try (LogConsumer consumer = broker.consumer(reader)) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, broker.topics().startOffset(partition));
            return drain(consumer);
        }
    }

    static List<String> drain(LogConsumer consumer) {
        List<String> values = new ArrayList<>();
        List<RecordBatch> batches = consumer.poll(0);
        while (!batches.isEmpty()) {
            for (RecordBatch batch : batches) {
                while (batch.next()) {
                    values.add(value(batch));
                }
            }
            batches = consumer.poll(0);
        }
        return values;
    }

    static String value(RecordBatch batch) {
        return batch.valueLength() < 0
                ? "null"
                : new String(batch.valueArray(), batch.valueOffset(), batch.valueLength(), StandardCharsets.UTF_8);
    }

    long end(TopicPartition partition, Isolation isolation) {
        return broker.topics().endOffset(partition, isolation);
    }

    CommittedOffset committedOffset(String group, TopicPartition partition) {
        return broker.topics().committed(group, List.of(partition)).get(partition);
    }

    static Map<TopicPartition, CommittedOffset> offset(TopicPartition partition, long offset) {
        return Map.of(partition, new CommittedOffset(offset, ""));
    }

    static GroupMembership standalone(String group) {
        return GroupMembership.standalone(group);
    }

    // ---- files ----

    static String log(TopicPartition partition) {
        return partition.topic() + "-" + partition.partition() + "/00000000000000000000.log";
    }

    static byte[] bytes(Disk disk, String path) {
        try (DiskFile file = disk.open(path)) {
            byte[] bytes = new byte[(int) file.sizeBytes()];
            file.read(0, bytes, 0, bytes.length);
            return bytes;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static void overwrite(Disk disk, String path, byte[] bytes) {
        try (DiskFile file = disk.open(path)) {
            if (file.sizeBytes() > bytes.length) {
                file.truncate(bytes.length);
            }
            file.write(0, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static HeapDisk copyOf(HeapDisk disk) {
        HeapDisk copy = new HeapDisk();
        copyDirectory(disk, copy, "");
        return copy;
    }

    private static void copyDirectory(HeapDisk from, HeapDisk to, String directory) {
        for (String name : from.list(directory)) {
            String path = directory.isEmpty() ? name : directory + "/" + name;
            if (from.list(path).isEmpty() && name.contains(".") || name.equals("MILLRACE")) {
                overwrite(to, path, bytes(from, path));
            } else {
                to.makeDirectories(path);
                copyDirectory(from, to, path);
            }
        }
    }
}
