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

import io.millrace.log.ConsumerOptions;
import io.millrace.log.CorruptLogException;
import io.millrace.log.Isolation;
import io.millrace.log.LogConsumer;
import io.millrace.log.LogProducer;
import io.millrace.log.PendingCommit;
import io.millrace.record.TopicPartition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One damaged partition stops nobody but those who need it, and is mended only if somebody says so. */
class DamagedPartitionTest {

    private static final int MARKER_AND_BATCH_BYTES_MIN = 120;

    private BrokerFixture fixture;

    @BeforeEach
    void open() {
        fixture = new BrokerFixture();
        fixture.broker.createTopic("a", 2);
        fixture.broker.createTopic("b", 1);
    }

    private void damage(TopicPartition partition, int position) {
        byte[] damaged = bytes(fixture.disk, log(partition));
        damaged[position] ^= 1;
        overwrite(fixture.disk, log(partition), damaged);
    }

    private int size(TopicPartition partition) {
        return bytes(fixture.disk, log(partition)).length;
    }

    private List<String> acceptLoss(TopicPartition partition) {
        fixture.disk.disk.releaseLocks();
        fixture.scheduler.forgetWork();
        return DamagedData.acceptLoss(fixture.disk, fixture.clock, partition);
    }

    /** Everything up to where the reader is told of the damage. */
    private List<String> readable(TopicPartition partition) {
        List<String> values = new ArrayList<>();
        try (LogConsumer consumer = fixture.broker.consumer(ConsumerOptions.reader("r"))) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, 0);
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 10; i++) {
                            consumer.poll(0).forEach(batch -> {
                                while (batch.next()) {
                                    values.add(BrokerFixture.value(batch));
                                }
                            });
                        }
                    })
                    .isInstanceOf(CorruptLogException.class)
                    .hasMessageContaining(log(partition))
                    .hasMessageContaining("accept-loss " + partition.topic());
        }
        return values;
    }

    @Test
    void shouldReadUpToTheDamageRefuseWritesAndLetAllOtherPartitionsWork() {
        fixture.write(A0, "1");
        int second = size(A0);
        fixture.write(A0, "2");
        fixture.write(A0, "3");
        fixture.write(B0, "b");
        damage(A0, second + 62);
        byte[] before = bytes(fixture.disk, log(A0));

        fixture.killAndReopen();

        assertThat(readable(A0)).containsExactly("1");
        fixture.write(A1, "other partition");
        fixture.write(B0, "other topic");
        assertThat(fixture.committed(A1)).containsExactly("other partition");
        assertThat(fixture.committed(B0)).containsExactly("b", "other topic");
        LogProducer producer = fixture.transactional("p");
        producer.begin();
        append(producer, B0, "not visible");
        append(producer, A0, "refused");
        PendingCommit commit = fixture.commit(producer);
        assertThat(commit.state()).isEqualTo(PendingCommit.State.FAILED);
        assertThat(commit.failure())
                .isInstanceOf(CorruptLogException.class)
                .hasMessageContaining("bytes " + second + " to ")
                .hasMessageContaining("offsets 2 to 2")
                .hasMessageContaining("takes no writes");
        assertThat(fixture.committed(B0)).containsExactly("b", "other topic");
        assertThat(bytes(fixture.disk, log(A0))).isEqualTo(before);
        assertThat(fixture.end(A0, Isolation.READ_UNCOMMITTED)).isEqualTo(6);
    }

    @Test
    void shouldTellAReaderOfDamageBehindATransactionThatHasNoEndBeforeIt() {
        fixture.write(A0, "1");
        LogProducer producer = fixture.transactional("p");
        producer.begin();
        append(producer, A0, "2");
        producer.flush();
        int position = size(A0);
        append(producer, A0, "3");
        fixture.commit(producer);
        damage(A0, position + 62);

        fixture.killAndReopen();

        assertThat(readable(A0)).containsExactly("1");
        assertThat(fixture.end(A0, Isolation.READ_UNCOMMITTED)).isEqualTo(5);
    }

    @Test
    void shouldStayAsItIsThroughManyStartsAndBeWholeOnceTheFileIsPutBack() {
        fixture.write(A0, "1");
        fixture.write(A0, "2");
        byte[] whole = bytes(fixture.disk, log(A0));
        damage(A0, 62);
        for (int i = 0; i < 3; i++) {
            fixture.killAndReopen();
            fixture.write(B0, "b" + i);
            fixture.closeAndReopen();
            fixture.disk.startMachineAnew("machine " + i);
        }
        assertThat(readable(A0)).isEmpty();
        assertThat(fixture.committed(B0)).containsExactly("b0", "b1", "b2");

        overwrite(fixture.disk, log(A0), whole);
        fixture.killAndReopen();

        assertThat(fixture.committed(A0)).containsExactly("1", "2");
        fixture.write(A0, "3");
        assertThat(fixture.committed(A0)).containsExactly("1", "2", "3");
    }

    @Test
    void shouldLetAReaderOfSeveralPartitionsGoOnWithTheOthers() {
        fixture.write(A0, "1");
        fixture.write(A0, "2");
        damage(A0, 62);
        fixture.killAndReopen();
        List<String> values = new ArrayList<>();
        int failures = 0;
        try (LogConsumer consumer = fixture.broker.consumer(ConsumerOptions.reader("r"))) {
            consumer.assign(List.of(A0, A1));
            consumer.seek(A0, 0);
            consumer.seek(A1, 0);

            for (int i = 0; i < 6; i++) {
                fixture.write(A1, "v" + i);
                try {
                    consumer.poll(0).forEach(batch -> {
                        while (batch.next()) {
                            values.add(BrokerFixture.value(batch));
                        }
                    });
                } catch (CorruptLogException e) {
                    failures++;
                }
            }
        }

        assertThat(values).startsWith("v0", "v1", "v2", "v3");
        assertThat(failures).isPositive();
    }

    @Test
    void shouldGiveUpTheDamagedRecordsAloneIfToldTo() {
        fixture.write(A0, "1");
        int second = size(A0);
        fixture.write(A0, "2");
        fixture.write(A0, "3");
        damage(A0, second + 62);
        fixture.killAndReopen();
        fixture.write(B0, "meanwhile");

        List<String> given = acceptLoss(A0);

        assertThat(given).singleElement().asString().contains("a-0: offsets 2 to 2 are given up");
        fixture.killAndReopen();
        assertThat(fixture.committed(A0)).containsExactly("1", "3");
        assertThat(fixture.committed(B0)).containsExactly("meanwhile");
        fixture.write(A0, "4");
        fixture.closeAndReopen();
        assertThat(fixture.committed(A0)).containsExactly("1", "3", "4");
        assertThat(fixture.end(A0, Isolation.READ_COMMITTED)).isEqualTo(8);
        assertThat(acceptLoss(A0)).isEmpty();
    }

    @Test
    void shouldGiveUpOnlyWhatIsDamagedWhereverAByteIs() {
        for (int i = 0; i < 8; i++) {
            fixture.write(A0, "v" + i);
        }
        byte[] whole = bytes(fixture.disk, log(A0));
        byte[] commitLog = bytes(fixture.disk, RecoveryTest.COMMIT_LOG);
        for (int position = 0; position < whole.length - MARKER_AND_BATCH_BYTES_MIN; position += 7) {
            overwrite(fixture.disk, RecoveryTest.COMMIT_LOG, commitLog);
            overwrite(fixture.disk, log(A0), whole);
            damage(A0, position);

            acceptLoss(A0);
            fixture.killAndReopen();

            // A lost record, or a lost marker: then what it ended is known from the decision.
            assertThat(fixture.committed(A0))
                    .as("byte %d is damaged", position)
                    .hasSizeBetween(7, 8)
                    .isSubsetOf("v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7")
                    .isSorted();
            assertThat(fixture.end(A0, Isolation.READ_COMMITTED)).isEqualTo(16);
        }
    }

    @Test
    void shouldShowNothingOfAnAbortedTransactionWhoseMarkerIsGivenUp() {
        fixture.write(A0, "1");
        LogProducer producer = fixture.transactional("p");
        producer.begin();
        append(producer, A0, "aborted");
        producer.flush();
        int marker = size(A0);
        producer.abort();
        producer.begin();
        append(producer, A0, "2");
        fixture.commit(producer);
        damage(A0, marker + 30);

        acceptLoss(A0);
        fixture.killAndReopen();

        assertThat(fixture.committed(A0)).containsExactly("1", "2");
    }

    @Test
    void shouldFillUpAFileThatIsMissingOrShortBeforeItsRecoveryPoint() throws IOException {
        for (int keep : new int[] {-1, 0, 10, 100}) {
            open();
            fixture.write(A0, "1");
            fixture.write(A0, "2");
            fixture.closeAndReopen();
            fixture.write(A0, "3");
            byte[] whole = bytes(fixture.disk, log(A0));
            if (keep < 0) {
                fixture.disk.delete(log(A0));
            } else {
                overwrite(fixture.disk, log(A0), Arrays.copyOf(whole, keep));
            }
            fixture.killAndReopen();
            assertThatThrownBy(() -> fixture.committed(A0)).isInstanceOf(CorruptLogException.class);

            assertThat(acceptLoss(A0)).isNotEmpty();

            fixture.killAndReopen();
            List<String> rest = new ArrayList<>(keep == 100 ? List.of("1") : List.of());
            assertThat(fixture.committed(A0)).isEqualTo(rest);
            fixture.write(A0, "4");
            fixture.closeAndReopen();
            rest.add("4");
            assertThat(fixture.committed(A0)).isEqualTo(rest);
        }
    }

    @Test
    void shouldNotBeginWithTheSecondFileWhereTheFirstIsMissing() throws IOException {
        for (boolean hasRecoveryPoint : new boolean[] {false, true}) {
            open();
            fixture.broker.alterTopic("a", java.util.Map.of("segment.bytes", "400"));
            for (int i = 0; i < 8; i++) {
                fixture.write(A0, "v" + i);
            }
            if (hasRecoveryPoint) {
                fixture.closeAndReopen();
            }
            byte[] first = bytes(fixture.disk, log(A0));
            fixture.disk.delete(log(A0));

            fixture.killAndReopen();

            assertThat(readable(A0)).isEmpty();
            fixture.write(B0, "others go on");
            fixture.disk.startMachineAnew("machine after " + hasRecoveryPoint);
            fixture.killAndReopen();
            assertThat(readable(A0)).isEmpty();

            overwrite(fixture.disk, log(A0), first);
            fixture.killAndReopen();
            assertThat(fixture.committed(A0)).containsExactly("v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7");

            fixture.disk.delete(log(A0));
            assertThat(acceptLoss(A0)).singleElement().asString().contains("offsets 0 to");
            fixture.killAndReopen();
            assertThat(fixture.committed(A0)).isNotEmpty().endsWith("v7").doesNotContain("v0");
        }
    }

    @Test
    void shouldGiveUpDamageOfOldRecordsThatNoStartLooksAt() {
        fixture.write(A0, "1");
        int second = size(A0);
        fixture.write(A0, "2");
        fixture.write(A0, "3");
        fixture.closeAndReopen();
        fixture.write(A0, "4");
        int whole = size(A0);
        damage(A0, second + 62);
        fixture.killAndReopen();
        fixture.write(A0, "5");
        assertThatThrownBy(() -> fixture.committed(A0)).isInstanceOf(CorruptLogException.class);

        assertThat(acceptLoss(A0)).singleElement().asString().contains("offsets 2 to 2 are given up");

        fixture.killAndReopen();
        assertThat(fixture.committed(A0)).containsExactly("1", "3", "4", "5");
        assertThat(size(A0)).isGreaterThan(whole);
        assertThat(acceptLoss(A0)).isEmpty();
    }

    @Test
    void shouldCutWhatStandsBehindTheEndOfAnOldSegment() {
        fixture.broker.alterTopic("a", java.util.Map.of("segment.bytes", "400"));
        for (int i = 0; i < 8; i++) {
            fixture.write(A0, "v" + i);
        }
        fixture.closeAndReopen();
        byte[] whole = bytes(fixture.disk, log(A0));
        overwrite(fixture.disk, log(A0), Arrays.copyOf(whole, whole.length + 30));
        assertThat(fixture.disk.list("a-0"))
                .filteredOn(name -> name.endsWith(".log"))
                .hasSizeGreaterThan(2);

        assertThat(acceptLoss(A0)).hasSize(1);

        fixture.killAndReopen();
        assertThat(fixture.committed(A0)).containsExactly("v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7");
        assertThat(bytes(fixture.disk, log(A0))).isEqualTo(whole);
    }

    @Test
    void shouldNotTakeACommittedOffsetBackWhoseInputIsDamaged() {
        fixture.write(A0, "1");
        fixture.write(A0, "2");
        LogProducer producer = fixture.transactional("p");
        producer.begin();
        append(producer, B0, "out");
        producer.addOffsets(offset(A0, 3), standalone("g"));
        fixture.commit(producer);
        damage(A0, 62);

        fixture.killAndReopen();

        assertThat(fixture.committedOffset("g", A0).offset()).isEqualTo(3);
        assertThat(fixture.committed(B0)).containsExactly("out");
        acceptLoss(A0);
        fixture.killAndReopen();
        assertThat(fixture.committedOffset("g", A0).offset()).isEqualTo(3);
    }

    @Test
    void shouldMendNothingThatIsOpenOrNotThere() {
        fixture.write(A0, "1");

        assertThatThrownBy(() -> DamagedData.acceptLoss(fixture.disk, fixture.clock, A0))
                .hasMessageContaining("is open already");
        fixture.broker.close();
        assertThat(DamagedData.acceptLoss(fixture.disk, fixture.clock, A0)).isEmpty();
        assertThatThrownBy(() -> DamagedData.acceptLoss(fixture.disk, fixture.clock, new TopicPartition("c", 0)))
                .hasMessageContaining("no partition c-0");
        assertThatThrownBy(() -> DamagedData.acceptLoss(new FaultDisk(), fixture.clock, A0))
                .hasMessageContaining("not a data directory");
    }
}
