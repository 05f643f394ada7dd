package io.millrace.broker;

import static io.millrace.broker.BrokerFixture.utf8;

import io.millrace.broker.disk.Disk;
import io.millrace.log.ConsumerOptions;
import io.millrace.log.Isolation;
import io.millrace.log.LogConsumer;
import io.millrace.log.LogProducer;
import io.millrace.log.PendingCommit;
import io.millrace.log.ProducerOptions;
import io.millrace.log.RecordBatch;
import io.millrace.record.TopicPartition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A compacted topic with one partition on a disk of the test's choice, and what its records should add up to. */
final class CompactionFixture {

    static final TopicPartition C0 = new TopicPartition("c", 0);
    static final long RETENTION_MS = 100_000;

    final ManualClock clock = new ManualClock();
    final ManualScheduler scheduler = new ManualScheduler(clock);
    BrokerOptions options =
            BrokerOptions.inMemory().withClock(clock).withScheduler(scheduler).withTailCacheBytes(1);
    EmbeddedBroker broker;

    /** The last committed value of each key that was not deleted. */
    final Map<String, String> expected = new TreeMap<>();

    /** A record as a reader sees it; the value of a tombstone is "null". */
    record Read(long offset, String key, String value) {}

    CompactionFixture(Disk disk, String... keysAndValues) {
        broker = EmbeddedBroker.open(disk, options);
        Map<String, String> config = new HashMap<>(Map.of(
                "cleanup.policy", "compact",
                "segment.bytes", "600",
                "index.interval.bytes", "100",
                "min.cleanable.dirty.ratio", "0.01",
                "delete.retention.ms", Long.toString(RETENTION_MS)));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            config.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        broker.createTopic("c", 1, config);
    }

    void reopen(Disk disk) {
        broker = EmbeddedBroker.open(disk, options);
    }

    private void append(LogProducer producer, String key, String value) {
        producer.appender(C0).append(clock.wallMs(), utf8(key), value == null ? null : utf8(value), null);
    }

    /** Without a transaction; a value of null deletes the key. */
    void put(String key, String value) {
        try (LogProducer producer = broker.producer(ProducerOptions.idempotent("p"))) {
            append(producer, key, value);
            producer.flush();
        }
        expect(key, value);
    }

    private void expect(String key, String value) {
        if (value == null) {
            expected.remove(key);
        } else {
            expected.put(key, value);
        }
    }

    /** In a transaction of its own, "key=value" or "key=" to delete. */
    void commit(String... puts) {
        LogProducer producer = transaction(puts);
        PendingCommit commit = broker.commit(List.of(producer), () -> {}).get(0);
        scheduler.runDue();
        if (commit.state() != PendingCommit.State.COMMITTED) {
            throw new AssertionError("not committed: " + commit.failure());
        }
        for (String put : puts) {
            expect(put.substring(0, put.indexOf('=')), value(put));
        }
    }

    void abort(String... puts) {
        transaction(puts).abort();
    }

    LogProducer transaction(String... puts) {
        LogProducer producer = broker.producer(ProducerOptions.transactional("t", "t"));
        producer.begin();
        for (String put : puts) {
            append(producer, put.substring(0, put.indexOf('=')), value(put));
        }
        producer.flush();
        return producer;
    }

    private static String value(String put) {
        String value = put.substring(put.indexOf('=') + 1);
        return value.isEmpty() ? null : value;
    }

    /** Fills the active segment, so that what is before it is closed. */
    void roll() {
        for (int i = 0; i < 8; i++) {
            put("filler", "x".repeat(100) + i);
        }
    }

    /** A pass over all partitions, to its end. */
    void housekeeping() {
        clock.advanceMs(BrokerOptions.DEFAULT_HOUSEKEEPING_MS);
        scheduler.runDue();
    }

    List<Read> read(Isolation isolation, long fromOffset) {
        List<Read> records = new ArrayList<>();
        ConsumerOptions reader = new ConsumerOptions("r", Optional.empty(), Optional.empty(), isolation, 200, 1_000);
        try (LogConsumer consumer = broker.consumer(reader)) {
            consumer.assign(List.of(C0));
            consumer.seek(C0, fromOffset);
            drain(consumer, records);
            if (consumer.position(C0) != broker.topics().endOffset(C0, isolation)) {
                throw new AssertionError("read to " + consumer.position(C0));
            }
        }
        return records;
    }

    static void drain(LogConsumer consumer, List<Read> records) {
        List<RecordBatch> batches = consumer.poll(0);
        while (!batches.isEmpty()) {
            for (RecordBatch batch : batches) {
                while (batch.next()) {
                    String key =
                            new String(batch.keyArray(), batch.keyOffset(), batch.keyLength(), StandardCharsets.UTF_8);
                    records.add(new Read(batch.offset(), key, BrokerFixture.value(batch)));
                }
            }
            batches = consumer.poll(0);
        }
    }

    List<Read> committed() {
        return read(Isolation.READ_COMMITTED, broker.topics().startOffset(C0));
    }

    static Map<String, String> fold(List<Read> records) {
        Map<String, String> values = new TreeMap<>();
        for (Read record : records) {
            if (record.value().equals("null")) {
                values.remove(record.key());
            } else {
                values.put(record.key(), record.value());
            }
        }
        return values;
    }

    Map<String, String> lastValues() {
        return fold(committed());
    }
}
