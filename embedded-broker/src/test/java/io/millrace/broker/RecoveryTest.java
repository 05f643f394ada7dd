package io.millrace.broker;

import static io.millrace.broker.BrokerFixture.A0;
import static io.millrace.broker.BrokerFixture.A1;
import static io.millrace.broker.BrokerFixture.B0;
import static io.millrace.broker.BrokerFixture.append;
import static io.millrace.broker.BrokerFixture.bytes;
import static io.millrace.broker.BrokerFixture.log;
import static io.millrace.broker.BrokerFixture.offset;
import static io.millrace.broker.BrokerFixture.overwrite;
import static io.millrace.broker.BrokerFixture.standalone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.broker.disk.HeapDisk;
import io.millrace.log.CommittedOffset;
import io.millrace.log.ConsumerOptions;
import io.millrace.log.CorruptLogException;
import io.millrace.log.Isolation;
import io.millrace.log.LogConsumer;
import io.millrace.log.LogProducer;
import io.millrace.log.PendingCommit;
import io.millrace.log.ProducerOptions;
import io.millrace.log.TopicDescription;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecoveryTest {

    static final String COMMIT_LOG = "commit-log/00000000000000000000.log";

    private final BrokerFixture fixture = new BrokerFixture();

    @BeforeEach
    void makeTopics() {
        fixture.broker.createTopic("a", 2);
        fixture.broker.createTopic("b", 1);
    }

    @Test
    void shouldKeepCommittedAndAbortOpenTransactionsAfterAKill() {
        fixture.write(A0, "1");
        LogProducer open = fixture.transactional("open");
        open.begin();
        append(open, A0, "2");
        open.flush();

        fixture.killAndReopen();

        assertThat(fixture.committed(A0)).containsExactly("1");
        assertThat(fixture.end(A0, Isolation.READ_COMMITTED)).isEqualTo(fixture.end(A0, Isolation.READ_UNCOMMITTED));
    }

    @Test
    void shouldCompleteADecidedTransactionWhoseMarkersAreMissing() {
        LogProducer producer = fixture.transactional("p");
        producer.begin();
        append(producer, A0, "1");
        append(producer, B0, "2");
        producer.flush();
        byte[] logA = bytes(fixture.disk, log(A0));
        byte[] logB = bytes(fixture.disk, log(B0));
        fixture.commit(producer);
        // As if it was killed between the decision and the markers.
        overwrite(fixture.disk, log(A0), logA);
        overwrite(fixture.disk, log(B0), logB);

        fixture.killAndReopen();

        assertThat(fixture.committed(A0)).containsExactly("1");
        assertThat(fixture.committed(B0)).containsExactly("2");
        long end = fixture.end(A0, Isolation.READ_UNCOMMITTED);
        fixture.killAndReopen();
        assertThat(fixture.end(A0, Isolation.READ_UNCOMMITTED)).isEqualTo(end);
    }

    @Test
    void shouldAbortATransactionWhoseDecisionIsTorn() {
        fixture.write(A0, "1");
        LogProducer producer = fixture.transactional("p");
        producer.begin();
        append(producer, A0, "2");
        producer.flush();
        byte[] log = bytes(fixture.disk, log(A0));
        fixture.commit(producer);
        byte[] commitLog = bytes(fixture.disk, COMMIT_LOG);
        overwrite(fixture.disk, COMMIT_LOG, Arrays.copyOf(commitLog, commitLog.length - 1));
        overwrite(fixture.disk, log(A0), log);

        fixture.killAndReopen();

        assertThat(fixture.committed(A0)).containsExactly("1");
    }

    @Test
    void shouldCutATornBatchAndATailOfZeros() {
        fixture.write(A0, "1", "2");
        byte[] whole = bytes(fixture.disk, log(A0));
        for (byte[] tail : List.of(Arrays.copyOf(whole, 70), new byte[5_000], new byte[3])) {
            byte[] longer = Arrays.copyOf(whole, whole.length + tail.length);
            System.arraycopy(tail, 0, longer, whole.length, tail.length);
            overwrite(fixture.disk, log(A0), longer);

            fixture.killAndReopen();

            assertThat(fixture.committed(A0)).containsExactly("1", "2");
            assertThat(bytes(fixture.disk, log(A0))).isEqualTo(whole);
        }
        fixture.write(A0, "3");
        assertThat(fixture.committed(A0)).containsExactly("1", "2", "3");
    }

    @Test
    void shouldCutNothingWhereABadBatchHasWholeOnesBehindIt() {
        fixture.write(A0, "1");
        fixture.write(A0, "2");
        byte[] damaged = bytes(fixture.disk, log(A0));
        damaged[62] ^= 1;
        overwrite(fixture.disk, log(A0), damaged);

        fixture.killAndReopen();

        assertThatThrownBy(() -> fixture.committed(A0))
                .isInstanceOf(CorruptLogException.class)
                .hasMessageContaining("a-0/00000000000000000000.log")
                .hasMessageContaining("bytes 0 to ")
                .hasMessageContaining("offsets 0 to 0");
        assertThat(bytes(fixture.disk, log(A0))).isEqualTo(damaged);
    }

    @Test
    void shouldRefuseADamagedDecisionWithOthersBehindIt() {
        fixture.write(A0, "1");
        fixture.write(A0, "2");
        byte[] commitLog = bytes(fixture.disk, COMMIT_LOG);
        commitLog[30] ^= 1;
        overwrite(fixture.disk, COMMIT_LOG, commitLog);

        assertThatThrownBy(fixture::killAndReopen)
                .isInstanceOf(CorruptLogException.class)
                .hasMessageContaining("commit-log");
    }

    @Test
    void shouldNeverDeliverADamagedBatch() {
        fixture.write(A0, "1");
        fixture.closeAndReopen();
        byte[] damaged = bytes(fixture.disk, log(A0));
        damaged[62] ^= 1;
        overwrite(fixture.disk, log(A0), damaged);

        assertThatThrownBy(() -> fixture.committed(A0))
                .isInstanceOf(CorruptLogException.class)
                .hasMessageContaining("position 0");
    }

    @Test
    void shouldNeverDeliverABatchUnderAnotherOffset() {
        fixture.write(A0, "1");
        int second = bytes(fixture.disk, log(A0)).length;
        fixture.write(A0, "2");
        fixture.write(A0, "3");
        fixture.closeAndReopen();
        byte[] whole = bytes(fixture.disk, log(A0));
        for (int position : new int[] {0, 5, 7, second, second + 7}) {
            byte[] damaged = whole.clone();
            damaged[position] ^= 4;
            overwrite(fixture.disk, log(A0), damaged);

            assertThatThrownBy(() -> fixture.committed(A0))
                    .as("byte %d", position)
                    .isInstanceOf(CorruptLogException.class)
                    .hasMessageContaining("offset");
        }
    }

    @Test
    void shouldGoBackToOneEarlierCommitTogetherWhenTheMachineStoppedAndDataIsGone() {
        fixture.write(A0, "1");
        fixture.write(B0, "2");
        byte[] beforeLost = bytes(fixture.disk, log(A0));
        fixture.write(A0, "lost");
        LogProducer producer = fixture.transactional("p");
        producer.begin();
        append(producer, B0, "built on it");
        producer.addOffsets(Map.of(A0, new CommittedOffset(3, "")), standalone("g"));
        fixture.commit(producer);
        overwrite(fixture.disk, log(A0), beforeLost);
        fixture.disk.startMachineAnew("second");

        fixture.killAndReopen();

        assertThat(fixture.committed(A0)).containsExactly("1");
        assertThat(fixture.committed(B0)).containsExactly("2");
        assertThat(fixture.committedOffset("g", A0)).isNull();
        fixture.write(A0, "new");
        assertThat(fixture.committed(A0)).containsExactly("1", "new");
    }

    @Test
    void shouldTakeBackOffsetsThatWereCommittedWithoutATransactionIfWhatWasMadeOfTheInputIsGone() {
        fixture.write(A0, "1", "2");
        LogProducer producer = fixture.broker.producer(ProducerOptions.idempotent("p"));
        append(producer, B0, "of 1");
        producer.flush();
        producer.commitOffsets(offset(A0, 1), standalone("g"));
        byte[] beforeLost = bytes(fixture.disk, log(B0));
        append(producer, B0, "of 2");
        producer.flush();
        producer.commitOffsets(offset(A0, 2), standalone("g"));
        overwrite(fixture.disk, log(B0), beforeLost);
        fixture.disk.startMachineAnew("second");

        fixture.killAndReopen();

        assertThat(fixture.committed(A0)).containsExactly("1", "2");
        assertThat(fixture.committed(B0)).containsExactly("of 1");
        assertThat(fixture.committedOffset("g", A0)).isEqualTo(new CommittedOffset(1, ""));
    }

    @Test
    void shouldCutDataWhoseDecisionWasLostWithTheEndOfTheCommitLog() {
        fixture.write(A0, "1");
        byte[] commitLog = bytes(fixture.disk, COMMIT_LOG);
        fixture.write(A0, "2");
        overwrite(fixture.disk, COMMIT_LOG, commitLog);
        fixture.disk.startMachineAnew("second");

        fixture.killAndReopen();

        assertThat(fixture.committed(A0)).containsExactly("1");
        fixture.write(A0, "3");
        assertThat(fixture.committed(A0)).containsExactly("1", "3");
    }

    @Test
    void shouldKeepTopicsOffsetsAndMetadataOverCleanAndUncleanStops() {
        fixture.broker.createTopic("c", 3, Map.of("retention.ms", "5"));
        TopicDescription before = fixture.broker.topics().describe("c").orElseThrow();
        fixture.write(A0, "1", "2");
        try (LogConsumer consumer = fixture.broker.consumer(ConsumerOptions.member("c", "g"))) {
            consumer.assign(List.of(A0));
            consumer.commit(Map.of(A0, new CommittedOffset(2, "two")));
        }

        fixture.killAndReopen();
        assertThat(fixture.broker.topics().describe("c")).contains(before);
        assertThat(fixture.committedOffset("g", A0)).isEqualTo(new CommittedOffset(2, "two"));

        fixture.closeAndReopen();
        assertThat(fixture.broker.topics().describe("c")).contains(before);
        assertThat(fixture.committedOffset("g", A0)).isEqualTo(new CommittedOffset(2, "two"));
        assertThat(fixture.committed(A0)).containsExactly("1", "2");
    }

    @Test
    void shouldFenceAndNumberOnAcrossRestarts() {
        fixture.write(A0, "1");
        fixture.killAndReopen();
        fixture.write(A0, "2");
        fixture.closeAndReopen();
        LogProducer producer = fixture.transactional("writer");
        producer.begin();
        append(producer, A0, "3");

        assertThat(fixture.commit(producer).commitNumber()).isEqualTo(3);
        assertThat(fixture.committed(A0)).containsExactly("1", "2", "3");
    }

    @Test
    void shouldGiveTheSameResultWhenRecoveryIsKilledAndRunsAgain() {
        LogProducer producer = fixture.transactional("p");
        producer.begin();
        append(producer, A0, "1");
        append(producer, A1, "2");
        producer.flush();
        byte[] logA = bytes(fixture.disk, log(A0));
        fixture.commit(producer);
        overwrite(fixture.disk, log(A0), logA);
        HeapDisk before = fixture.disk.disk;

        for (long bytes = 0; bytes < 400; bytes += 7) {
            FaultDisk full = new FaultDisk(BrokerFixture.copyOf(before));
            full.fillUpAfter(bytes);
            try {
                EmbeddedBroker.open(full, fixture.options);
            } catch (RuntimeException e) {
                assertThat(e).isInstanceOf(io.millrace.log.BrokerUnavailableException.class);
            }
            full.fillUpAfter(Long.MAX_VALUE);
            BrokerFixture again = new BrokerFixture();
            full.disk.releaseLocks();
            again.broker = EmbeddedBroker.open(full, fixture.options);
            assertThat(again.committed(A0))
                    .as("disk full after %d bytes", bytes)
                    .containsExactly("1");
            assertThat(again.committed(A1)).containsExactly("2");
        }
    }

    @Test
    void shouldKeepDeletedRecordsDeletedAndDropWholeSegments() {
        fixture.broker.close();
        fixture.options = fixture.options.withSegmentBytes(1_000);
        fixture.broker = EmbeddedBroker.open(fixture.disk, fixture.options);
        for (int i = 0; i < 100; i++) {
            fixture.write(A0, "v" + i);
        }
        int segments = fixture.disk.list("a-0").size();

        fixture.broker.topics().deleteRecords(A0, 150);
        fixture.scheduler.runDue();

        assertThat(fixture.broker.topics().startOffset(A0)).isEqualTo(150);
        assertThat(fixture.committed(A0)).hasSize(25).startsWith("v75");
        assertThat(fixture.disk.list("a-0").size()).isLessThan(segments / 2);
        fixture.closeAndReopen();
        assertThat(fixture.broker.topics().startOffset(A0)).isEqualTo(150);
        fixture.write(A0, "more");
        assertThat(fixture.committed(A0)).hasSize(26).startsWith("v75");
        assertThatThrownBy(() -> fixture.broker.topics().deleteRecords(A0, 100_000))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldDeleteRepartitionRecordsOnlyAsFarAsTheirGroupHasCommitted() {
        fixture.broker.createTopic("r", 1, Map.of("millrace.internal.repartition.group", "g"));
        var r0 = new io.millrace.record.TopicPartition("r", 0);
        fixture.write(r0, "1", "2", "3");

        assertThatThrownBy(() -> fixture.broker.topics().deleteRecords(r0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("group 'g'");
        LogProducer producer = fixture.transactional("p");
        producer.begin();
        producer.addOffsets(Map.of(r0, new CommittedOffset(2, "")), standalone("g"));
        fixture.commit(producer);
        fixture.broker.topics().deleteRecords(r0, 2);

        assertThat(fixture.committed(r0)).containsExactly("3");
        assertThatThrownBy(() -> fixture.broker.topics().deleteRecords(r0, 3))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldMakeATopicAnewUnderItsOldNameWithoutItsOldDataAndOffsets() {
        fixture.write(A0, "old");
        LogProducer producer = fixture.transactional("p");
        producer.begin();
        producer.addOffsets(Map.of(A0, new CommittedOffset(1, "")), standalone("g"));
        fixture.commit(producer);
        var before = fixture.broker.topics().describe("a").orElseThrow();

        fixture.broker.topics().delete("a");
        fixture.broker.createTopic("a", 2);

        assertThat(fixture.broker.topics().describe("a").orElseThrow().id()).isNotEqualTo(before.id());
        assertThat(fixture.committed(A0)).isEmpty();
        assertThat(fixture.committedOffset("g", A0)).isNull();
        fixture.write(A0, "new");
        fixture.killAndReopen();
        assertThat(fixture.committed(A0)).containsExactly("new");
        assertThat(fixture.committedOffset("g", A0)).isNull();
    }

    @Test
    void shouldFindOffsetsByTimeInFilesAndAfterReopening() {
        fixture.broker.close();
        fixture.options = fixture.options.withSegmentBytes(20_000);
        fixture.broker = EmbeddedBroker.open(fixture.disk, fixture.options);
        try (LogProducer producer = fixture.broker.producer(ProducerOptions.idempotent("p"))) {
            for (int i = 0; i < 5_000; i++) {
                producer.appender(A0).append(i * 10L, null, new byte[20], null);
                if (i % 20 == 0) {
                    producer.flush();
                }
            }
        }
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 5_000; i += 333) {
                assertThat(fixture.broker.topics().offsetForTime(A0, i * 10L - 3))
                        .isEqualTo(OptionalLong.of(i));
            }
            assertThat(fixture.broker.topics().offsetForTime(A0, 50_000)).isEmpty();
            fixture.closeAndReopen();
        }
    }

    @Test
    void shouldNotTrustIndexes() throws Exception {
        fixture.broker.close();
        fixture.options = fixture.options.withSegmentBytes(20_000).withTailCacheBytes(1);
        fixture.broker = EmbeddedBroker.open(fixture.disk, fixture.options);
        try (LogProducer producer = fixture.broker.producer(ProducerOptions.idempotent("p"))) {
            for (int i = 0; i < 2_000; i++) {
                producer.appender(A0).append(i * 10L, null, BrokerFixture.utf8("v" + i), null);
                if (i % 5 == 0) {
                    producer.flush();
                }
            }
        }
        fixture.broker.close();
        for (String name : fixture.disk.list("a-0")) {
            if (name.endsWith("index")) {
                byte[] index = bytes(fixture.disk, "a-0/" + name);
                for (int i = 3; i < index.length; i += 4) {
                    index[i] ^= 5;
                }
                overwrite(fixture.disk, "a-0/" + name, index);
            }
        }
        fixture.broker = EmbeddedBroker.open(fixture.disk, fixture.options);
        readFromEverywhere();
        fixture.broker.close();
        for (String name : fixture.disk.list("a-0")) {
            if (name.endsWith("index")) {
                fixture.disk.delete("a-0/" + name);
            }
        }
        fixture.broker = EmbeddedBroker.open(fixture.disk, fixture.options);
        readFromEverywhere();
    }

    private void readFromEverywhere() {
        try (LogConsumer consumer = fixture.broker.consumer(ConsumerOptions.reader("c"))) {
            consumer.assign(List.of(A0));
            for (int i = 0; i < 2_000; i += 37) {
                consumer.seek(A0, i);
                var batch = consumer.poll(0).get(0);
                assertThat(batch.next()).isTrue();
                assertThat(BrokerFixture.value(batch)).isEqualTo("v" + i);
            }
        }
    }

    @Test
    void shouldRememberThatACommitWasDecidedInTheOldEpoch() {
        LogProducer producer = fixture.transactional("p");
        producer.begin();
        append(producer, A0, "1");
        assertThat(fixture.commit(producer).state()).isEqualTo(PendingCommit.State.COMMITTED);
        fixture.killAndReopen();
        LogProducer successor = fixture.transactional("p");
        successor.begin();
        append(successor, A0, "2");
        successor.flush();
        fixture.killAndReopen();

        assertThat(fixture.committed(A0)).containsExactly("1");
        assertThat(fixture.read(A0, Isolation.READ_UNCOMMITTED)).containsExactly("1", "2");
    }

    @Test
    void shouldTellThatTheLogGoesOnFromWhatAKilledProcessCommitted() {
        LogProducer producer = fixture.transactional("p");
        producer.begin();
        append(producer, A0, "1");
        producer.flush();
        PendingCommit commit = fixture.commit(producer);
        int epoch = fixture.broker.topics().epoch();

        fixture.killAndReopen();

        assertThat(fixture.broker.topics().epoch()).isGreaterThan(epoch);
        assertThat(fixture.broker.topics().isContinued(A0, epoch, commit.commitNumber(), 0))
                .isTrue();
    }

    @Test
    void shouldTellThatTheLogHasLostACommitAndWhatCameAfterIt() {
        fixture.write(A0, "1");
        byte[] logBefore = bytes(fixture.disk, log(A0));
        byte[] decisionsBefore = bytes(fixture.disk, COMMIT_LOG);
        LogProducer producer = fixture.transactional("p");
        producer.begin();
        append(producer, A0, "2");
        producer.flush();
        PendingCommit lost = fixture.commit(producer);
        int epoch = fixture.broker.topics().epoch();
        long offset = producer.lastOffset(A0).orElseThrow();
        // As if power failed before anything of this was on disk.
        overwrite(fixture.disk, log(A0), logBefore);
        overwrite(fixture.disk, COMMIT_LOG, decisionsBefore);

        fixture.killAndReopen();
        fixture.write(A0, "3", "4", "5");

        assertThat(fixture.broker.topics().isContinued(A0, epoch, lost.commitNumber(), offset))
                .isFalse();
        assertThat(fixture.broker.topics().isContinued(A0, epoch, lost.commitNumber() - 1, 0))
                .isTrue();
    }

    /** The list of aborted transactions is in the snapshot: without it nobody could tell what is not to be seen. */
    @Test
    void shouldRefuseToOpenWithoutTheSnapshotThatItWentOnFrom() throws java.io.IOException {
        LogProducer producer = fixture.transactional("p");
        producer.begin();
        append(producer, A0, "aborted");
        producer.flush();
        producer.abort();
        fixture.write(A0, "1");
        fixture.closeAndReopen();
        fixture.write(A0, "2");
        assertThat(fixture.committed(A0)).containsExactly("1", "2");
        String snapshot = "commit-log/"
                + fixture.disk.list("commit-log").stream()
                        .filter(name -> name.endsWith(".snapshot"))
                        .findFirst()
                        .orElseThrow();
        byte[] whole = bytes(fixture.disk, snapshot);
        for (int position = 0; position < whole.length; position += 11) {
            byte[] damaged = whole.clone();
            damaged[position] ^= 1;
            overwrite(fixture.disk, snapshot, damaged);

            assertThatThrownBy(fixture::killAndReopen)
                    .isInstanceOf(CorruptLogException.class)
                    .hasMessageContaining(".snapshot");
        }
        fixture.disk.delete(snapshot);
        assertThatThrownBy(fixture::killAndReopen)
                .isInstanceOf(CorruptLogException.class)
                .hasMessageContaining("snapshot");

        overwrite(fixture.disk, snapshot, whole);
        fixture.killAndReopen();
        assertThat(fixture.committed(A0)).containsExactly("1", "2");
    }

    /** A copy of a directory that was in use: its files are from different moments. */
    @Test
    void shouldOpenACopyThatWasTakenWhileItRanAtOneCommitOrSayWhyNot() {
        for (Durability durability : Durability.values()) {
            BrokerFixture source = new BrokerFixture(new FaultDisk(), durability);
            source.broker.createTopic("a", 2);
            source.broker.createTopic("b", 1);
            copyBoth(source, "1");
            HeapDisk early = BrokerFixture.copyOf(source.disk.disk);
            copyBoth(source, "2");
            copyBoth(source, "3");
            for (String newer : List.of(COMMIT_LOG, log(A0), log(B0))) {
                HeapDisk copy = BrokerFixture.copyOf(early);
                overwrite(copy, newer, bytes(source.disk, newer));
                FaultDisk elsewhere = new FaultDisk(copy);
                elsewhere.startMachineAnew("another machine");
                try {
                    BrokerFixture opened = new BrokerFixture(elsewhere, durability);
                    List<String> a = opened.committed(A0);
                    assertThat(opened.committed(B0)).as("%s newer", newer).isEqualTo(a);
                    assertThat(List.of("1", "2", "3")).startsWith(a.toArray(String[]::new));
                } catch (CorruptLogException e) {
                    assertThat(durability).isEqualTo(Durability.FSYNC);
                    assertThat(e).hasMessageContaining("Restore");
                }
            }
        }
    }

    private static void copyBoth(BrokerFixture fixture, String value) {
        LogProducer producer = fixture.transactional("both");
        producer.begin();
        append(producer, A0, value);
        append(producer, B0, value);
        fixture.commit(producer);
        producer.close();
    }
}
