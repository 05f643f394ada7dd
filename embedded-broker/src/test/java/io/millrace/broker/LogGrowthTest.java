package io.millrace.broker;

import static io.millrace.broker.BrokerFixture.offset;
import static io.millrace.broker.BrokerFixture.standalone;
import static io.millrace.broker.BrokerFixture.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.log.LogProducer;
import io.millrace.log.PartitionAppender;
import io.millrace.log.PendingCommit;
import io.millrace.log.ProducerOptions;
import io.millrace.record.TopicPartition;
import org.junit.jupiter.api.Test;

/** What small commits cost in bytes. */
class LogGrowthTest {

    private static final TopicPartition INPUT = new TopicPartition("in", 0);
    private static final TopicPartition OUTPUT = new TopicPartition("out", 0);
    private static final TopicPartition CHANGELOG = new TopicPartition("changelog", 0);
    private static final int SECONDS = 10;
    private static final int RECORDS_PER_SECOND = 1_000;
    private static final byte[] VALUE = utf8("0123456789".repeat(6));

    /** A counting task that commits as often as adaptive pacing lets it, each 2 ms: two records each time. */
    @Test
    void shouldWriteLessThanTenTimesThePayloadAtTheSmallestCommits() {
        BrokerFixture fixture = new BrokerFixture();
        fixture.broker.createTopic("in", 1);
        fixture.broker.createTopic("out", 1);
        fixture.broker.createTopic("changelog", 1);
        LogProducer source = fixture.broker.producer(ProducerOptions.idempotent("source"));
        LogProducer task = fixture.transactional("task");
        long before = fixture.disk.writtenBytes();
        long payload = 0;
        for (int i = 0; i < SECONDS * RECORDS_PER_SECOND; ) {
            task.begin();
            for (int end = i + 2; i < end; i++) {
                byte[] key = utf8("customer-" + i % 100);
                append(source, INPUT, key);
                source.flush();
                append(task, OUTPUT, key);
                append(task, CHANGELOG, key);
                payload += key.length + VALUE.length;
                fixture.clock.advanceMs(1);
            }
            task.addOffsets(offset(INPUT, i), standalone("g"));
            assertThat(fixture.commit(task).state()).isEqualTo(PendingCommit.State.COMMITTED);
        }

        double growth = (double) (fixture.disk.writtenBytes() - before) / payload;

        assertThat(growth).as("bytes written per byte of payload").isBetween(2.0, 10.0);
    }

    private static void append(LogProducer producer, TopicPartition partition, byte[] key) {
        PartitionAppender appender = producer.appender(partition);
        appender.append(1_000, key, VALUE, null);
    }
}
