package io.millrace.broker;

import static io.millrace.broker.BrokerFixture.A0;
import static io.millrace.broker.BrokerFixture.A1;
import static io.millrace.broker.BrokerFixture.B0;
import static io.millrace.broker.BrokerFixture.append;
import static io.millrace.broker.BrokerFixture.offset;
import static io.millrace.broker.BrokerFixture.standalone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.log.ConsumerOptions;
import io.millrace.log.FencedException;
import io.millrace.log.Isolation;
import io.millrace.log.LogConsumer;
import io.millrace.log.LogException;
import io.millrace.log.LogProducer;
import io.millrace.log.PendingCommit;
import io.millrace.log.ProducerOptions;
import io.millrace.log.RecordBatch;
import io.millrace.log.RecordTooLargeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransactionTest {

    private final BrokerFixture fixture = new BrokerFixture();

    @BeforeEach
    void makeTopics() {
        fixture.broker.createTopic("a", 2);
        fixture.broker.createTopic("b", 1);
    }

    @Test
    void shouldShowATransactionOverSeveralPartitionsOnlyOnceItIsCommitted() {
        LogProducer producer = fixture.transactional("p");
        producer.begin();
        append(producer, A0, "1", "2");
        append(producer, B0, "3");
        producer.flush();

        assertThat(fixture.committed(A0)).isEmpty();
        assertThat(fixture.read(A0, Isolation.READ_UNCOMMITTED)).containsExactly("1", "2");
        assertThat(fixture.end(A0, Isolation.READ_COMMITTED)).isZero();

        PendingCommit commit = fixture.commit(producer);

        assertThat(commit.state()).isEqualTo(PendingCommit.State.COMMITTED);
        assertThat(commit.commitNumber()).isEqualTo(1);
        assertThat(fixture.committed(A0)).containsExactly("1", "2");
        assertThat(fixture.committed(B0)).containsExactly("3");
        assertThat(producer.lastOffset(A0)).isEqualTo(OptionalLong.of(1));
        assertThat(producer.isInTransaction()).isFalse();
    }

    @Test
    void shouldNeverShowAnAbortedTransaction() {
        LogProducer producer = fixture.transactional("p");
        producer.begin();
        append(producer, A0, "lost");
        producer.flush();
        append(producer, A0, "lost too");
        producer.abort();
        producer.begin();
        append(producer, A0, "kept");
        fixture.commit(producer);

        assertThat(fixture.committed(A0)).containsExactly("kept");
        assertThat(fixture.read(A0, Isolation.READ_UNCOMMITTED)).containsExactly("lost", "kept");
    }

    @Test
    void shouldHoldReadersBackBehindTheOldestOpenTransaction() {
        LogProducer slow = fixture.transactional("slow");
        LogProducer fast = fixture.transactional("fast");
        slow.begin();
        append(slow, A0, "s1");
        slow.flush();
        fast.begin();
        append(fast, A0, "f1");
        fixture.commit(fast);

        assertThat(fixture.committed(A0)).isEmpty();

        append(slow, A0, "s2");
        fixture.commit(slow);

        assertThat(fixture.committed(A0)).containsExactly("s1", "f1", "s2");
    }

    @Test
    void shouldMovePositionPastMarkersAndReportNoLagAtTheEnd() {
        fixture.write(A0, "1");
        try (LogConsumer consumer = fixture.broker.consumer(ConsumerOptions.reader("c"))) {
            consumer.assign(List.of(A0));
            consumer.seek(A0, 0);

            List<RecordBatch> batches = consumer.poll(0);

            assertThat(batches).hasSize(1);
            assertThat(batches.get(0).remaining()).isEqualTo(1);
            assertThat(batches.get(0).nextOffset()).isEqualTo(2);
            assertThat(consumer.position(A0)).isEqualTo(2);
            assertThat(consumer.lag(A0)).isEqualTo(OptionalLong.of(0));
            assertThat(consumer.poll(0)).isEmpty();
        }
    }

    @Test
    void shouldTellOfPassedMarkersByABatchWithoutRecords() {
        LogProducer producer = fixture.transactional("p");
        producer.begin();
        append(producer, A0, "lost");
        producer.flush();
        producer.abort();
        try (LogConsumer consumer = fixture.broker.consumer(ConsumerOptions.reader("c"))) {
            consumer.assign(List.of(A0));
            consumer.seek(A0, 0);

            List<RecordBatch> batches = consumer.poll(0);

            assertThat(batches).hasSize(1);
            assertThat(batches.get(0).next()).isFalse();
            assertThat(batches.get(0).nextOffset()).isEqualTo(2);
        }
    }

    @Test
    void shouldFenceAnOwnerOnceASuccessorExists() {
        LogProducer zombie = fixture.transactional("p");
        zombie.begin();
        append(zombie, A0, "zombie");
        zombie.flush();

        LogProducer successor = fixture.transactional("p");

        assertThatThrownBy(() -> append(zombie, A0, "more")).isInstanceOf(FencedException.class);
        assertThatThrownBy(zombie::flush).isInstanceOf(FencedException.class);
        PendingCommit commit = fixture.commit(zombie);
        assertThat(commit.state()).isEqualTo(PendingCommit.State.FAILED);
        assertThat(commit.failure()).isInstanceOf(FencedException.class);
        successor.begin();
        append(successor, A0, "successor");
        fixture.commit(successor);
        assertThat(fixture.committed(A0)).containsExactly("successor");
    }

    @Test
    void shouldAbortATransactionThatIsOpenForTooLong() {
        LogProducer producer = fixture.broker.producer(new ProducerOptions("p", java.util.Optional.of("p"), 1_000));
        producer.begin();
        append(producer, A0, "late");
        producer.flush();
        fixture.clock.advanceMs(999);
        fixture.scheduler.runDue();
        assertThat(fixture.end(A0, Isolation.READ_COMMITTED)).isZero();

        fixture.clock.advanceMs(1);
        fixture.scheduler.runDue();

        assertThat(fixture.end(A0, Isolation.READ_COMMITTED)).isEqualTo(2);
        assertThat(fixture.committed(A0)).isEmpty();
        assertThatThrownBy(() -> append(producer, A0, "more"))
                .isInstanceOf(LogException.class)
                .isNotInstanceOf(FencedException.class)
                .hasMessageContaining("1000 ms");
        assertThat(fixture.commit(producer).state()).isEqualTo(PendingCommit.State.FAILED);
        producer.begin();
        append(producer, A0, "in time");
        assertThat(fixture.commit(producer).state()).isEqualTo(PendingCommit.State.COMMITTED);
        assertThat(fixture.committed(A0)).containsExactly("in time");
    }

    @Test
    void shouldLetACommitThatIsOnItsWayWinOverTheTimeout() {
        BrokerFixture synced = new BrokerFixture(new FaultDisk(), Durability.FSYNC);
        synced.broker.createTopic("a", 1);
        LogProducer producer = synced.transactional("p");
        producer.begin();
        append(producer, A0, "1");
        PendingCommit commit = synced.broker.commit(List.of(producer), () -> {}).get(0);
        assertThat(commit.state()).isEqualTo(PendingCommit.State.PENDING);

        synced.clock.advanceMs(10 * ProducerOptions.DEFAULT_TRANSACTION_TIMEOUT_MS);
        synced.scheduler.runDue();

        assertThat(commit.state()).isEqualTo(PendingCommit.State.COMMITTED);
        assertThat(synced.committed(A0)).containsExactly("1");
        producer.begin();
        append(producer, A0, "2");
        synced.commit(producer);
        assertThat(synced.committed(A0)).containsExactly("1", "2");
    }

    @Test
    void shouldLetTheTimeoutWinOverACommitThatComesLateAndLetTheOwnerGoOn() {
        LogProducer producer = fixture.transactional("p");
        producer.begin();
        append(producer, A0, "late");
        producer.flush();
        fixture.clock.advanceMs(ProducerOptions.DEFAULT_TRANSACTION_TIMEOUT_MS);
        fixture.scheduler.runDue();

        PendingCommit commit = fixture.commit(producer);

        assertThat(commit.state()).isEqualTo(PendingCommit.State.FAILED);
        assertThat(commit.failure()).isNotInstanceOf(FencedException.class).hasMessageContaining("aborted");
        producer.begin();
        append(producer, A0, "again");
        fixture.commit(producer);
        assertThat(fixture.committed(A0)).containsExactly("again");
    }

    @Test
    void shouldCommitOffsetsWithTheTransactionAndNotBefore() {
        fixture.write(B0, "input");
        LogProducer producer = fixture.transactional("p");
        producer.begin();
        append(producer, A0, "output");
        producer.addOffsets(Map.of(B0, new io.millrace.log.CommittedOffset(1, "meta")), standalone("g"));
        assertThat(fixture.committedOffset("g", B0)).isNull();

        fixture.commit(producer);

        assertThat(fixture.committedOffset("g", B0).offset()).isEqualTo(1);
        assertThat(fixture.committedOffset("g", B0).metadata()).isEqualTo("meta");
    }

    @Test
    void shouldDropOffsetsOfAnAbortedTransaction() {
        fixture.write(B0, "input");
        LogProducer producer = fixture.transactional("p");
        producer.begin();
        producer.addOffsets(offset(B0, 1), standalone("g"));
        producer.abort();
        producer.begin();
        fixture.commit(producer);

        assertThat(fixture.committedOffset("g", B0)).isNull();
    }

    @Test
    void shouldRefuseAnOffsetBehindTheEndOfItsLog() {
        LogProducer producer = fixture.transactional("p");
        producer.begin();

        assertThatThrownBy(() -> producer.addOffsets(offset(B0, 1), standalone("g")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the log ends at 0");
    }

    @Test
    void shouldCommitSeveralProducersWithOneNumberEach() {
        LogProducer one = fixture.transactional("1");
        LogProducer two = fixture.transactional("2");
        one.begin();
        two.begin();
        append(one, A0, "1");
        append(two, A1, "2");

        List<PendingCommit> commits = fixture.broker.commit(List.of(one, two), () -> {});

        assertThat(commits).extracting(PendingCommit::commitNumber).containsExactly(1L, 2L);
    }

    @Test
    void shouldLetOneFailWhileOthersCommit() {
        LogProducer zombie = fixture.transactional("1");
        LogProducer fine = fixture.transactional("2");
        zombie.begin();
        fine.begin();
        append(zombie, A0, "zombie");
        append(fine, A0, "fine");
        fixture.transactional("1");

        List<PendingCommit> commits = fixture.broker.commit(List.of(zombie, fine), () -> {});

        assertThat(commits)
                .extracting(PendingCommit::state)
                .containsExactly(PendingCommit.State.FAILED, PendingCommit.State.COMMITTED);
        assertThat(fixture.committed(A0)).containsExactly("fine");
    }

    @Test
    void shouldRefuseToAppendOutsideATransaction() {
        LogProducer producer = fixture.transactional("p");

        assertThatThrownBy(() -> append(producer, A0, "1"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no transaction");
    }

    @Test
    void shouldShowRecordsWithoutTransactionAfterAFlush() {
        try (LogProducer producer = fixture.broker.producer(ProducerOptions.idempotent("p"))) {
            append(producer, A0, "1", "2");
            assertThat(fixture.committed(A0)).isEmpty();

            producer.flush();

            assertThat(fixture.committed(A0)).containsExactly("1", "2");
        }
    }

    @Test
    void shouldTakeARecordOfFiveMegabytesAndRefuseOneThatIsTooLarge() {
        fixture.broker.createTopic("small", 1, Map.of("max.message.bytes", "1000"));
        byte[] large = new byte[5 << 20];
        large[large.length - 1] = 7;
        LogProducer producer = fixture.transactional("p");
        producer.begin();
        producer.appender(A0).append(1, null, large, null);
        var small = producer.appender(new io.millrace.record.TopicPartition("small", 0));
        assertThatThrownBy(() -> small.append(1, null, new byte[1001], null))
                .isInstanceOf(RecordTooLargeException.class)
                .hasMessageContaining("max.message.bytes");
        small.append(1, null, new byte[900], null);
        assertThat(fixture.commit(producer).state()).isEqualTo(PendingCommit.State.COMMITTED);

        try (LogConsumer consumer = fixture.broker.consumer(ConsumerOptions.reader("c"))) {
            consumer.assign(List.of(A0));
            consumer.seek(A0, 0);
            RecordBatch batch = consumer.poll(0).get(0);
            assertThat(batch.next()).isTrue();
            assertThat(batch.valueLength()).isEqualTo(large.length);
            assertThat(batch.valueArray()[batch.valueOffset() + large.length - 1])
                    .isEqualTo((byte) 7);
        }
    }

    /** Many producers, interleaved over small segments, with a tail cache so small that most is read from files. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldShowExactlyTheCommittedTransactionsInOrder(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        BrokerFixture small = new BrokerFixture();
        small.broker.close();
        small.options = small.options.withTailCacheBytes(2_000).withSegmentBytes(4_000);
        small.broker = EmbeddedBroker.open(small.disk, small.options);
        small.broker.createTopic("a", 2);
        LogProducer[] producers = new LogProducer[4];
        Map<Integer, List<String>> open = new HashMap<>();
        for (int i = 0; i < producers.length; i++) {
            producers[i] = small.transactional("p" + i);
        }
        List<String> committed = new ArrayList<>();
        List<String> all = new ArrayList<>();
        for (int step = 0; step < 2_000; step++) {
            int i = random.nextInt(producers.length);
            if (!producers[i].isInTransaction()) {
                producers[i].begin();
                open.put(i, new ArrayList<>());
            }
            String value = "v" + step;
            append(producers[i], A0, value);
            producers[i].flush();
            all.add(value);
            open.get(i).add(value);
            int dice = random.nextInt(6);
            if (dice == 0) {
                producers[i].abort();
            } else if (dice == 1) {
                small.commit(producers[i]);
                committed.addAll(open.get(i));
            }
        }
        for (LogProducer producer : producers) {
            producer.abort();
        }
        List<String> expected = all.stream().filter(committed::contains).toList();

        assertThat(small.committed(A0)).isEqualTo(expected);
        assertThat(small.read(A0, Isolation.READ_UNCOMMITTED)).isEqualTo(all);
        small.killAndReopen();
        assertThat(small.committed(A0)).isEqualTo(expected);
        small.closeAndReopen();
        assertThat(small.committed(A0)).isEqualTo(expected);
        assertThat(small.read(A0, Isolation.READ_UNCOMMITTED)).isEqualTo(all);
    }
}
