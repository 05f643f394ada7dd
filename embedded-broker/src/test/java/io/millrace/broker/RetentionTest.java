package io.millrace.broker;

import static io.millrace.broker.BrokerFixture.A0;
import static io.millrace.broker.BrokerFixture.append;
import static io.millrace.broker.BrokerFixture.bytes;
import static io.millrace.broker.BrokerFixture.offset;
import static io.millrace.broker.BrokerFixture.overwrite;
import static io.millrace.broker.BrokerFixture.standalone;
import static io.millrace.broker.BrokerFixture.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.broker.commitlog.Ledger;
import io.millrace.broker.commitlog.LogEntry;
import io.millrace.broker.topic.PartitionId;
import io.millrace.log.CommittedOffset;
import io.millrace.log.ConsumerOptions;
import io.millrace.log.InvalidRecordException;
import io.millrace.log.Isolation;
import io.millrace.log.LogConsumer;
import io.millrace.log.LogProducer;
import io.millrace.log.OffsetOutOfRangeException;
import io.millrace.log.ProducerOptions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetentionTest {

    private static final long HOUR_MS = 3_600_000;
    private static final int TIME_INDEX_ENTRY_BYTES = 12;
    private static final String FUTURE_ALLOWED = "message.timestamp.after.max.ms";

    private final BrokerFixture fixture = new BrokerFixture();

    private void topic(String... keysAndValues) {
        Map<String, String> config = new HashMap<>(Map.of("segment.bytes", "300"));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            config.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        fixture.broker.createTopic("a", 1, config);
    }

    /** A record and a marker each time, at the present time. */
    private void write(String... values) {
        for (String value : values) {
            write(fixture.clock.wallMs(), value);
        }
    }

    private void write(long timestampMs, String value) {
        try (LogProducer producer = fixture.broker.producer(ProducerOptions.idempotent("p"))) {
            producer.appender(A0).append(timestampMs, utf8("k"), utf8(value), null);
            producer.flush();
        }
    }

    private void housekeeping() {
        fixture.clock.advanceMs(BrokerOptions.DEFAULT_HOUSEKEEPING_MS);
        fixture.scheduler.runDue();
        // The checkpoint that frees space, if there was one already within the last second.
        fixture.clock.advanceMs(1_000);
        fixture.scheduler.runDue();
    }

    private long start() {
        return fixture.broker.topics().startOffset(A0);
    }

    private long segments() {
        return fixture.disk.list("a-0").stream()
                .filter(name -> name.endsWith(".log"))
                .count();
    }

    private static String[] values(int count) {
        return IntStream.range(0, count).mapToObj(i -> "value-" + i).toArray(String[]::new);
    }

    @Test
    void shouldKeepEverythingUnlessToldOtherwise() {
        topic();
        write(values(20));

        fixture.clock.advanceMs(10_000 * HOUR_MS);
        housekeeping();

        assertThat(start()).isZero();
        assertThat(fixture.committed(A0)).hasSize(20);
    }

    @Test
    void shouldDeleteSegmentsWhoseNewestRecordIsTooOld() {
        topic("retention.ms", Long.toString(HOUR_MS));
        write(values(20));
        fixture.clock.advanceMs(HOUR_MS / 2);
        write("young");

        housekeeping();
        assertThat(start()).isZero();
        fixture.clock.advanceMs(HOUR_MS * 2 / 3);
        housekeeping();

        assertThat(fixture.committed(A0)).last().isEqualTo("young");
        assertThat(fixture.committed(A0)).hasSizeLessThan(5);
        assertThat(segments()).isEqualTo(1);
    }

    @Test
    void shouldDeleteTheNewestSegmentTooOnceAllInItHasExpired() {
        topic("retention.ms", Long.toString(HOUR_MS));
        write(values(3));

        fixture.clock.advanceMs(2 * HOUR_MS);
        housekeeping();

        assertThat(start()).isEqualTo(3);
        assertThat(fixture.committed(A0)).isEmpty();
        write("next");
        assertThat(fixture.committed(A0)).containsExactly("next");
    }

    @Test
    void shouldKeepYoungSegmentsWhoseTimeIndexHasZerosSinceAPowerLoss() {
        fixture.clock.advanceMs(10 * HOUR_MS);
        topic("retention.ms", Long.toString(HOUR_MS));
        write(values(20));
        fixture.closeAndReopen();

        timeIndexes().forEach(path -> overwrite(fixture.disk, path, new byte[bytes(fixture.disk, path).length]));
        housekeeping();

        assertThat(start()).isZero();
        assertThat(fixture.committed(A0)).containsExactly(values(20));
    }

    @Test
    void shouldKeepYoungSegmentsWhoseTimeIndexLacksItsEndSinceAPowerLoss() {
        fixture.clock.advanceMs(10 * HOUR_MS);
        topic("retention.ms", Long.toString(HOUR_MS), "index.interval.bytes", "1", "segment.bytes", "500");
        for (int i = 0; i < 20; i++) {
            // The first segment begins with old ones, and each has a young one.
            write(fixture.clock.wallMs() - (i % 4 == 3 ? 0 : 2 * HOUR_MS), "value-" + i);
        }
        fixture.closeAndReopen();

        timeIndexes()
                .forEach(path -> overwrite(
                        fixture.disk, path, Arrays.copyOf(bytes(fixture.disk, path), TIME_INDEX_ENTRY_BYTES)));
        housekeeping();

        assertThat(start()).isZero();
        assertThat(fixture.committed(A0)).containsExactly(values(20));
    }

    private List<String> timeIndexes() {
        List<String> paths = fixture.disk.list("a-0").stream()
                .filter(name -> name.endsWith(".timeindex"))
                .map(name -> "a-0/" + name)
                .toList();
        assertThat(paths).hasSizeGreaterThan(2);
        return paths;
    }

    @Test
    void shouldCountAgeFromTheNewestRecordWhereAStoreExpiresByStreamTime() {
        topic("retention.ms", "1000", "millrace.internal.retention.age", "newest-record");
        fixture.clock.advanceMs(1_000_000 * HOUR_MS);
        for (int i = 0; i < 20; i++) {
            write(10, "from long ago");
        }

        housekeeping();
        assertThat(start()).isZero();
        write(2_000, "later by its own time");
        housekeeping();
        housekeeping();

        assertThat(start()).isPositive();
        assertThat(fixture.committed(A0)).last().isEqualTo("later by its own time");
    }

    @Test
    void shouldKeepAsManyBytesAsItIsTold() {
        topic("retention.bytes", "1000");
        write(values(100));

        housekeeping();

        long bytes = fixture.disk.list("a-0").stream()
                .filter(name -> name.endsWith(".log"))
                .mapToLong(name -> BrokerFixture.bytes(fixture.disk, "a-0/" + name).length)
                .sum();
        assertThat(bytes).isBetween(1000L, 1400L);
        assertThat(fixture.committed(A0)).last().isEqualTo("value-99");
    }

    @Test
    void shouldTakeDefaultsOfAllTopicsFromTheBrokersOptions() {
        fixture.broker.close();
        fixture.options = fixture.options.withTopicDefaults(Map.of("retention.bytes", "1000"));
        fixture.broker = EmbeddedBroker.open(fixture.disk, fixture.options);
        topic();
        write(values(100));

        housekeeping();

        assertThat(start()).isPositive();
        assertThatThrownBy(() -> EmbeddedBroker.open(
                        new FaultDisk(), fixture.options.withTopicDefaults(Map.of("retention.mss", "1"))))
                .hasMessageContaining("retention.ms");
    }

    @Test
    void shouldDeleteNothingOfAnOpenTransaction() {
        topic("retention.ms", Long.toString(HOUR_MS));
        LogProducer open = fixture.broker.producer(new ProducerOptions("t", java.util.Optional.of("t"), 100 * HOUR_MS));
        open.begin();
        append(open, A0, "open");
        open.flush();
        write(values(20));

        fixture.clock.advanceMs(2 * HOUR_MS);
        housekeeping();

        assertThat(start()).isZero();
        fixture.commit(open);
        housekeeping();
        assertThat(start()).isPositive();
    }

    @Test
    void shouldDeleteRepartitionRecordsOnlyAsFarAsTheirGroupHasCommitted() {
        topic("retention.ms", Long.toString(HOUR_MS), "millrace.internal.repartition.group", "g");
        write(values(20));
        try (LogConsumer consumer = fixture.broker.consumer(ConsumerOptions.member("c", "g"))) {
            consumer.commit(offset(A0, 7));
        }

        fixture.clock.advanceMs(2 * HOUR_MS);
        housekeeping();

        assertThat(start()).isBetween(1L, 7L);
    }

    @Test
    void shouldKnowWhoHasNotReadWhatGoes() {
        Ledger ledger = new Ledger();
        PartitionId id = new PartitionId(1, 0);
        ledger.lock().lock();
        try {
            for (Map.Entry<String, Long> group : Map.of("fast", 12L, "slow", 4L).entrySet()) {
                ledger.apply(new LogEntry.OffsetsCommitted(
                        1,
                        standalone(group.getKey()),
                        List.of(new LogEntry.InputOffset(id, new CommittedOffset(group.getValue(), ""))),
                        List.of()));
            }
        } finally {
            ledger.lock().unlock();
        }

        assertThat(Processed.unread(id, 10, ledger)).containsExactly(Map.entry("slow", 6L));
        assertThat(Processed.unread(new PartitionId(2, 0), 10, ledger)).isEmpty();
    }

    @Test
    void shouldGoByTheTimeOfTheAppendWhereATimestampIsFarAhead() {
        topic("retention.ms", Long.toString(HOUR_MS), FUTURE_ALLOWED, Long.toString(Long.MAX_VALUE));
        for (int i = 0; i < 20; i++) {
            write(fixture.clock.wallMs() + 1_000_000 * HOUR_MS, "far ahead");
        }

        fixture.clock.advanceMs(2 * HOUR_MS);
        housekeeping();

        assertThat(fixture.committed(A0)).isEmpty();
    }

    @Test
    void shouldRefuseATimestampFarAheadByDefault() {
        topic();
        LogProducer producer = fixture.broker.producer(ProducerOptions.idempotent("p"));
        long ahead = fixture.clock.wallMs() + HOUR_MS + 1;

        assertThatThrownBy(() -> producer.appender(A0).append(ahead, utf8("k"), utf8("v"), null))
                .isInstanceOf(InvalidRecordException.class)
                .hasMessageContaining("a-0")
                .hasMessageContaining(FUTURE_ALLOWED);

        fixture.clock.advanceMs(1);
        producer.appender(A0).append(ahead, utf8("k"), utf8("v"), null);
        producer.flush();
        assertThat(fixture.committed(A0)).containsExactly("v");
    }

    @Test
    void shouldRefuseARecordWithoutKeyWhereTheTopicIsCompacted() {
        topic("cleanup.policy", "compact");
        LogProducer producer = fixture.broker.producer(ProducerOptions.idempotent("p"));

        assertThatThrownBy(() -> producer.appender(A0).append(1_000, null, utf8("v"), null))
                .isInstanceOf(InvalidRecordException.class)
                .hasMessageContaining("a-0")
                .hasMessageContaining("cleanup.policy");

        producer.flush();
        assertThat(fixture.end(A0, Isolation.READ_UNCOMMITTED)).isZero();
    }

    @Test
    void shouldDeleteNothingByAgeWhileTheClockIsBehindTheLog() {
        topic("retention.ms", "1000");
        write(5_000, "from a better clock");
        write(values(20));

        fixture.clock.advanceMs(2_100 - BrokerOptions.DEFAULT_HOUSEKEEPING_MS);
        housekeeping();

        assertThat(start()).isZero();
        fixture.clock.advanceMs(10_000);
        housekeeping();
        assertThat(start()).isPositive();
    }

    @Test
    void shouldCloseASegmentOnceItIsOldWhateverTheWallClockSays() {
        topic("segment.bytes", "100000", "segment.ms", "60000");
        write("one");
        assertThat(segments()).isEqualTo(1);

        fixture.clock.advanceMs(61_000);
        write("two");

        assertThat(segments()).isEqualTo(2);
        fixture.clock.advanceMs(61_000);
        housekeeping();
        assertThat(segments()).isEqualTo(3);
        housekeeping();
        assertThat(segments()).isEqualTo(3);
        fixture.killAndReopen();
        assertThat(fixture.committed(A0)).containsExactly("one", "two");
    }

    @Test
    void shouldTellAReaderOfADeletedSegmentSo() {
        topic("retention.bytes", "1000");
        write(values(100));
        LogConsumer consumer = fixture.broker.consumer(ConsumerOptions.reader("r"));
        consumer.assign(List.of(A0));
        consumer.seek(A0, 1);

        housekeeping();

        assertThatThrownBy(() -> consumer.poll(0)).isInstanceOf(OffsetOutOfRangeException.class);
    }

    @Test
    void shouldOpenAfterAKillWhereTheSegmentOfTheRecoveryPointWasDeleted() {
        topic("retention.bytes", "1000");
        write("before the snapshot");
        fixture.closeAndReopen();
        write(values(100));

        housekeeping();
        long start = start();
        fixture.killAndReopen();

        assertThat(start).isPositive();
        assertThat(start()).isEqualTo(start);
        assertThat(fixture.committed(A0)).last().isEqualTo("value-99");
    }

    @Test
    void shouldOpenAfterAKillRightAfterRecordsWereDeleted() {
        topic();
        write("before the snapshot");
        fixture.closeAndReopen();
        write(values(100));

        fixture.broker.topics().deleteRecords(A0, 90);
        fixture.scheduler.runDue();
        fixture.killAndReopen();

        assertThat(fixture.committed(A0)).last().isEqualTo("value-99");
        assertThat(start()).isEqualTo(90);
    }

    @Test
    void shouldNameTheNearestSettingForAnUnknownOne() {
        assertThatThrownBy(() -> fixture.broker.createTopic("x", 1, Map.of("retention.mss", "1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'retention.ms'");
        assertThatThrownBy(() -> fixture.broker.createTopic("x", 1, Map.of("cleanup.policy", "compcat")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("compcat");
        assertThat(fixture.broker.topics().describe("x")).isEmpty();
    }
}
