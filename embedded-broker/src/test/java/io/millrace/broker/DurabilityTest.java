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

import io.millrace.log.BrokerUnavailableException;
import io.millrace.log.CommitOutcomeUnknownException;
import io.millrace.log.ConsumerOptions;
import io.millrace.log.CorruptLogException;
import io.millrace.log.Isolation;
import io.millrace.log.LogConsumer;
import io.millrace.log.LogProducer;
import io.millrace.log.PendingCommit;
import io.millrace.log.ProducerOptions;
import io.millrace.record.TopicPartition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DurabilityTest {

    private static BrokerFixture synced() {
        BrokerFixture fixture = new BrokerFixture(new FaultDisk(), Durability.FSYNC);
        fixture.broker.createTopic("a", 2);
        fixture.broker.createTopic("b", 1);
        return fixture;
    }

    @Test
    void shouldShareSyncsAmongCommitsThatWaitTogether() {
        BrokerFixture fixture = synced();
        List<LogProducer> producers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            LogProducer producer = fixture.transactional("p" + i);
            producer.begin();
            append(producer, A0, "v" + i);
            append(producer, A1, "w" + i);
            producers.add(producer);
        }
        fixture.disk.syncs.clear();
        List<String> woken = new ArrayList<>();

        List<PendingCommit> first = fixture.broker.commit(producers.subList(0, 5), () -> woken.add("first"));
        List<PendingCommit> second = fixture.broker.commit(producers.subList(5, 10), () -> woken.add("second"));
        assertThat(first).extracting(PendingCommit::state).containsOnly(PendingCommit.State.PENDING);
        assertThat(fixture.committed(A0)).isEmpty();
        assertThat(fixture.disk.syncs).isEmpty();
        fixture.scheduler.runDue();

        assertThat(first).extracting(PendingCommit::state).containsOnly(PendingCommit.State.COMMITTED);
        assertThat(second).extracting(PendingCommit::commitNumber).containsExactly(6L, 7L, 8L, 9L, 10L);
        assertThat(woken).containsExactly("first", "second");
        assertThat(fixture.disk.syncs)
                .containsExactly(
                        log(A0),
                        "a-0/partition.metadata",
                        log(A1),
                        "a-1/partition.metadata",
                        "commit-log/00000000000000000000.log");
        assertThat(fixture.committed(A0)).hasSize(10);
    }

    /** On a disk whose sync takes 5 ms, a hundred tasks wait for 10 ms, as one does. */
    @Test
    void shouldLetAHundredTasksWaitForNoMoreSyncsInARowThanOne() {
        BrokerFixture fixture = synced();
        fixture.broker.createTopic("many", 100);
        List<LogProducer> producers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            producers.add(fixture.transactional("p" + i));
        }
        // Names of new files are synced once.
        int first = rounds(fixture, producers);
        int one = rounds(fixture, producers.subList(0, 1));

        int hundred = rounds(fixture, producers);

        assertThat(one).isEqualTo(2);
        assertThat(hundred).isEqualTo(one);
        assertThat(first).isLessThanOrEqualTo(8);
    }

    private static int rounds(BrokerFixture fixture, List<LogProducer> producers) {
        int number = 0;
        for (LogProducer producer : producers) {
            producer.begin();
            append(producer, new TopicPartition("many", number++), "output");
            append(producer, A0, "shared");
        }
        int before = fixture.disk.rounds();
        List<PendingCommit> commits = fixture.broker.commit(producers, () -> {});
        fixture.scheduler.runDue();
        assertThat(commits).extracting(PendingCommit::state).containsOnly(PendingCommit.State.COMMITTED);
        return fixture.disk.rounds() - before;
    }

    @Test
    void shouldSyncInputBeforeItsOffsetIsCommitted() {
        BrokerFixture fixture = synced();
        fixture.write(B0, "input");
        LogProducer producer = fixture.transactional("p");
        producer.begin();
        // Behind the marker, which is not synced with its commit.
        producer.addOffsets(offset(B0, 2), standalone("g"));
        fixture.disk.syncs.clear();

        fixture.commit(producer);

        assertThat(fixture.disk.syncs).containsExactly(log(B0), "commit-log/00000000000000000000.log");
    }

    @Test
    void shouldSyncRecordsWithoutTransactionAtTheirFlush() {
        BrokerFixture fixture = synced();
        try (LogProducer producer = fixture.broker.producer(ProducerOptions.idempotent("p"))) {
            append(producer, A0, "1");
            fixture.disk.syncs.clear();

            producer.flush();

            assertThat(fixture.disk.syncs).contains(log(A0));
            fixture.disk.syncs.clear();
            producer.flush();
            assertThat(fixture.disk.syncs).isEmpty();
        }
    }

    @Test
    void shouldStopWritingAfterAFailedSyncAndLeaveTheOutcomeToARecovery() {
        BrokerFixture fixture = synced();
        fixture.write(A0, "safe");
        LogProducer producer = fixture.transactional("p");
        producer.begin();
        append(producer, A0, "unsure");
        fixture.disk.failSyncs();

        PendingCommit commit = fixture.commit(producer);

        assertThat(commit.state()).isEqualTo(PendingCommit.State.UNKNOWN);
        assertThat(commit.failure()).isInstanceOf(BrokerUnavailableException.class);
        assertThatThrownBy(() -> fixture.transactional("q")).isInstanceOf(BrokerUnavailableException.class);
        assertThat(fixture.committed(A0)).containsExactly("safe");
        fixture.disk.disk.releaseLocks();
        BrokerFixture again = new BrokerFixture(new FaultDisk(fixture.disk.disk), Durability.OS_CACHE);
        assertThat(again.committed(A0)).containsExactly("safe");
    }

    @Test
    void shouldRecoverOnTheSameMachineFromHolesThatAFailedSyncHasLeft() {
        BrokerFixture fixture = synced();
        fixture.write(A0, "safe");
        int safeBytes = bytes(fixture.disk, log(A0)).length;
        LogProducer producer = fixture.transactional("p");
        producer.begin();
        append(producer, A0, "unsure");
        producer.flush();
        int unsureBytes = bytes(fixture.disk, log(A0)).length;
        append(producer, A0, "unsure too");
        fixture.disk.failSyncs();
        assertThat(fixture.commit(producer).state()).isEqualTo(PendingCommit.State.UNKNOWN);
        byte[] holed = bytes(fixture.disk, log(A0));
        Arrays.fill(holed, safeBytes, unsureBytes, (byte) 0);
        overwrite(fixture.disk, log(A0), holed);
        fixture.disk.disk.releaseLocks();

        BrokerFixture again = new BrokerFixture(new FaultDisk(fixture.disk.disk), Durability.FSYNC);

        assertThat(again.committed(A0)).containsExactly("safe");
        again.write(A0, "after", "it");
        again.write(A0, "last");
        byte[] damaged = bytes(again.disk, log(A0));
        damaged[safeBytes + 70] ^= 1;
        overwrite(again.disk, log(A0), damaged);
        again.disk.disk.releaseLocks();
        BrokerFixture third = new BrokerFixture(new FaultDisk(fixture.disk.disk), Durability.FSYNC);
        assertThatThrownBy(() -> third.write(A0, "no")).hasMessageContaining("The log of a-0 is damaged in");
    }

    @Test
    void shouldNotTrustADiskAgainWhoseSyncHasFailedOnce() {
        BrokerFixture fixture = synced();
        fixture.write(A0, "safe");
        LogProducer producer = fixture.transactional("p");
        producer.begin();
        append(producer, A0, "unsure");
        fixture.disk.failSyncs();
        assertThat(fixture.commit(producer).state()).isEqualTo(PendingCommit.State.UNKNOWN);
        fixture.disk.syncAgain();
        fixture.disk.syncs.clear();
        byte[] before = bytes(fixture.disk, log(A0));

        assertThatThrownBy(() -> fixture.transactional("q"))
                .isInstanceOf(BrokerUnavailableException.class)
                .hasMessageContaining("open the broker again")
                .satisfies(e -> assertThat(((BrokerUnavailableException) e).isTemporary())
                        .isFalse());
        fixture.clock.advanceMs(60_000);
        fixture.scheduler.runDue();
        fixture.broker.close();

        assertThat(fixture.disk.syncs).isEmpty();
        assertThat(bytes(fixture.disk, log(A0))).isEqualTo(before);
    }

    @Test
    void shouldWriteNoSnapshotOfWhatAFailedSyncHasLeftThoughTheNextOneSaysThatAllIsWell() {
        BrokerFixture fixture = synced();
        fixture.write(A0, "safe");
        LogProducer producer = fixture.transactional("p");
        producer.begin();
        append(producer, A0, "unsure");
        PendingCommit commit =
                fixture.broker.commit(List.of(producer), () -> {}).get(0);
        fixture.disk.failNextSync();

        // Before its snapshot it decides about the commit.
        fixture.broker.close();

        assertThat(commit.state()).isEqualTo(PendingCommit.State.UNKNOWN);
        assertThat(fixture.disk.list("commit-log")).noneMatch(name -> name.endsWith(".snapshot"));
    }

    @Test
    void shouldNameThePathAndGoOnOncePermissionIsBack() {
        BrokerFixture fixture = new BrokerFixture();
        fixture.broker.close();
        fixture.options = fixture.options.withReserveBytes(1_000);
        fixture.broker = EmbeddedBroker.open(fixture.disk, fixture.options);
        fixture.broker.createTopic("a", 1);
        fixture.write(A0, "1");
        fixture.clock.advanceMs(BrokerOptions.DEFAULT_HOUSEKEEPING_MS);
        fixture.scheduler.runDue();
        for (String cause : List.of("Permission denied", "Read-only file system")) {
            LogProducer producer = fixture.transactional("p");
            producer.begin();
            append(producer, A0, cause);
            fixture.disk.failWrites(cause);

            PendingCommit commit = fixture.commit(producer);

            assertThat(commit.failure())
                    .isInstanceOf(BrokerUnavailableException.class)
                    .hasMessageContaining("a-0/00000000000000000000.log")
                    .hasMessageContaining(cause);
            // It would free nothing that helps.
            assertThat(fixture.disk.exists("reserve")).isTrue();
            fixture.disk.failWrites(null);
            fixture.write(A0, "after " + cause);
        }
        assertThat(fixture.committed(A0))
                .containsExactly("1", "after Permission denied", "after Read-only file system");
    }

    @Test
    void shouldSayUnknownWhenThePlainCommitOfOffsetsCannotBeSynced() {
        BrokerFixture fixture = synced();
        try (LogConsumer consumer = fixture.broker.consumer(ConsumerOptions.member("c", "g"))) {
            consumer.assign(List.of(A0));
            fixture.disk.failSyncs();

            assertThatThrownBy(() -> consumer.commit(offset(A0, 0))).isInstanceOf(CommitOutcomeUnknownException.class);
        }
    }

    @Test
    void shouldKeepNothingOfAWriteThatDidNotFitAndGoOnOnceThereIsSpace() {
        BrokerFixture fixture = new BrokerFixture();
        fixture.broker.createTopic("a", 2);
        fixture.write(A0, "1");
        byte[] before = bytes(fixture.disk, log(A0));
        LogProducer producer = fixture.transactional("p");
        producer.begin();
        append(producer, A0, "does not fit");
        fixture.disk.fillUpAfter(20);

        PendingCommit commit = fixture.commit(producer);

        assertThat(commit.state()).isEqualTo(PendingCommit.State.FAILED);
        assertThat(commit.failure())
                .isInstanceOf(BrokerUnavailableException.class)
                .hasMessageContaining("a-0/00000000000000000000.log")
                .hasMessageContaining("No space left");
        assertThat(bytes(fixture.disk, log(A0))).isEqualTo(before);
        assertThat(fixture.committed(A0)).containsExactly("1");
        fixture.disk.fillUpAfter(Long.MAX_VALUE);
        producer.begin();
        append(producer, A0, "fits");
        assertThat(fixture.commit(producer).state()).isEqualTo(PendingCommit.State.COMMITTED);
        assertThat(fixture.committed(A0)).containsExactly("1", "fits");
    }

    /** Were the cut undone by a power loss, the decision would come back after its transaction was aborted. */
    @Test
    void shouldSyncTheCutOfADecisionThatDidNotFit() {
        int cut = 0;
        for (int bytes = 0; bytes < 300; bytes++) {
            BrokerFixture fixture = new BrokerFixture();
            fixture.broker.createTopic("a", 2);
            LogProducer producer = fixture.transactional("p");
            producer.begin();
            append(producer, A0, "1");
            String log = "commit-log/00000000000000000000.log";
            byte[] before = bytes(fixture.disk, log);
            fixture.disk.syncs.clear();
            fixture.disk.fillUpAfter(bytes);

            PendingCommit commit = fixture.commit(producer);

            if (commit.state() == PendingCommit.State.FAILED && fixture.disk.syncs.contains(log)) {
                assertThat(bytes(fixture.disk, log)).isEqualTo(before);
                cut++;
            }
        }
        assertThat(cut).isGreaterThan(10);
    }

    /** Whichever write of a commit does not fit: it fails and leaves nothing, or it is decided and ends well once there is space. */
    @Test
    void shouldCommitCompletelyOrNotAtAllWhereverTheDiskIsFull() {
        for (int bytes = 0; bytes < 420; bytes += 5) {
            BrokerFixture fixture = new BrokerFixture();
            fixture.broker.createTopic("a", 2);
            LogProducer producer = fixture.transactional("p");
            producer.begin();
            append(producer, A0, "1");
            append(producer, A1, "2");
            fixture.disk.fillUpAfter(bytes);
            PendingCommit commit = fixture.commit(producer);
            fixture.disk.fillUpAfter(Long.MAX_VALUE);
            fixture.clock.advanceMs(1_000);
            fixture.scheduler.runDue();

            boolean isCommitted = commit.state() == PendingCommit.State.COMMITTED;
            List<String> values = new ArrayList<>(fixture.committed(A0));
            values.addAll(fixture.committed(A1));
            assertThat(commit.state()).isIn(PendingCommit.State.COMMITTED, PendingCommit.State.FAILED);
            assertThat(values).as("full after %d bytes", bytes).isEqualTo(isCommitted ? List.of("1", "2") : List.of());
            assertThat(fixture.end(A0, Isolation.READ_COMMITTED))
                    .isEqualTo(fixture.end(A0, Isolation.READ_UNCOMMITTED));
            producer.begin();
            append(producer, A0, "3");
            assertThat(fixture.commit(producer).state()).isEqualTo(PendingCommit.State.COMMITTED);
            fixture.killAndReopen();
            values.add("3");
            List<String> reopened = new ArrayList<>(fixture.committed(A0));
            reopened.addAll(fixture.committed(A1));
            assertThat(reopened).containsExactlyInAnyOrderElementsOf(values);
        }
    }

    @Test
    void shouldRefuseWritesToALogThatEndsBeforeWhatWasSynced() {
        BrokerFixture fixture = synced();
        fixture.write(A0, "1");
        byte[] whole = bytes(fixture.disk, log(A0));
        overwrite(fixture.disk, log(A0), Arrays.copyOf(whole, 60));
        fixture.disk.startMachineAnew("second");

        fixture.killAndReopen();

        assertThatThrownBy(() -> fixture.committed(A0))
                .isInstanceOf(CorruptLogException.class)
                .hasMessageContaining("a-0/00000000000000000000.log");
        assertThatThrownBy(() -> fixture.write(A0, "2")).hasMessageContaining("takes no writes");
        assertThat(bytes(fixture.disk, log(A0))).hasSize(60);
    }

    @Test
    void shouldMakeAFileOfTheCommitLogDurableBeforeItGoesOnInTheNext() {
        BrokerFixture fixture = new BrokerFixture(new FaultDisk(), Durability.OS_CACHE);
        fixture.broker.createTopic("a", 1);
        fixture.write(A0, "1");
        fixture.disk.syncs.clear();

        fixture.broker.close();

        assertThat(fixture.disk.syncs).contains("commit-log/00000000000000000000.log");
    }

    @Test
    void shouldCutUnsyncedBytesThatSurvivedInPiecesAfterThePowerWasLost() {
        BrokerFixture fixture = synced();
        fixture.write(A0, "1");
        LogProducer producer = fixture.transactional("p");
        producer.begin();
        append(producer, A0, "2");
        producer.flush();
        byte[] oneBatch = bytes(fixture.disk, log(A0));
        append(producer, A0, "3");
        producer.flush();
        byte[] pieces = bytes(fixture.disk, log(A0));
        pieces[oneBatch.length - 1] ^= 1;
        overwrite(fixture.disk, log(A0), pieces);
        fixture.disk.startMachineAnew("second");

        fixture.killAndReopen();

        assertThat(fixture.committed(A0)).containsExactly("1");
        fixture.write(A0, "4");
        assertThat(fixture.committed(A0)).containsExactly("1", "4");
    }
}
