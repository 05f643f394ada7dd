package io.millrace.broker.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.broker.batch.BatchBuilder;
import io.millrace.broker.batch.ClosedBatch;
import io.millrace.broker.batch.FillerBatch;
import io.millrace.broker.disk.DiskFile;
import io.millrace.broker.disk.HeapDisk;
import io.millrace.log.CorruptLogException;
import io.millrace.log.Isolation;
import io.millrace.log.LogException;
import io.millrace.log.RecordBatch;
import io.millrace.record.TopicPartition;
import io.millrace.time.Clock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The log of one partition by itself: batches in, batches out. */
class PartitionLogTest {

    private static final Clock STOPPED = new Clock() {
        @Override
        public long wallMs() {
            return 1_000;
        }

        @Override
        public long monotonicNanos() {
            return 0;
        }
    };

    private final HeapDisk disk = new HeapDisk();
    private PartitionState recoveryPoint = PartitionState.EMPTY;

    private PartitionLog open() throws IOException {
        LogEnvironment environment = new LogEnvironment(
                disk,
                STOPPED,
                new TailCache(1),
                new StorageHealth(disk),
                new DiskReserve(disk, 0),
                new AtomicInteger(),
                new AtomicLong());
        LogRecovery recovery = new LogRecovery(
                environment,
                new TopicPartition("a", 0),
                "a-0",
                "metadata",
                LogSettings.defaults(1 << 20, 1 << 16),
                recoveryPoint);
        recovery.scan();
        return recovery.open(0, CompactionState.NONE);
    }

    private static ClosedBatch batch(int sequence, int records) {
        return batch(sequence, records, new byte[1]);
    }

    private static ClosedBatch batch(int sequence, int records, byte[] value) {
        BatchBuilder builder = new BatchBuilder();
        for (int i = 0; i < records; i++) {
            builder.append(1_000L, null, 0, -1, value, 0, value.length, null);
        }
        return builder.close(new BatchBuilder.Origin(7, (short) 0, sequence, false));
    }

    @Test
    void shouldGiveTheOriginalOffsetToABatchThatIsSentAgainAlsoAfterARestart() throws IOException {
        PartitionLog log = open();
        for (int i = 0; i < 7; i++) {
            assertThat(log.append(batch(2 * i, 2))).isEqualTo(2 * i + 1);
        }

        for (boolean withRecoveryPoint : new boolean[] {false, true}) {
            assertThat(log.append(batch(4, 2))).isEqualTo(5);
            assertThat(log.append(batch(12, 2))).isEqualTo(13);
            assertThat(log.endOffset(Isolation.READ_UNCOMMITTED)).isEqualTo(14);
            // Older than the last five: nobody can tell any more, so it is refused.
            assertThatThrownBy(() -> open().append(batch(2, 2)))
                    .isInstanceOf(LogException.class)
                    .hasMessageContaining("sequence number 2")
                    .hasMessageContaining("expected 14");
            if (withRecoveryPoint) {
                recoveryPoint = log.recoveryPoint();
                log.sync();
            }
            log.close();
            log = open();
        }
        assertThat(log.append(batch(12, 2))).isEqualTo(13);
        assertThat(log.append(batch(14, 2))).isEqualTo(15);
    }

    @Test
    void shouldRefuseABatchOfAProducerThatIsNotKnownUnlessItIsItsFirst() throws IOException {
        PartitionLog log = open();

        assertThatThrownBy(() -> log.append(batch(3, 1)))
                .isInstanceOf(LogException.class)
                .hasMessageContaining("Producer 7")
                .hasMessageContaining("sequence number 3");

        assertThat(log.append(batch(0, 1))).isZero();
        log.forgetProducer(7);
        assertThatThrownBy(() -> log.append(batch(1, 1))).isInstanceOf(LogException.class);
        assertThat(log.endOffset(Isolation.READ_UNCOMMITTED)).isEqualTo(1);
    }

    @Test
    void shouldBeginASegmentBeforeOffsetsDoNotFitItsIndexAnyMore() throws IOException {
        disk.makeDirectories("a-0");
        byte[] filler = FillerBatch.of(0, Integer.MAX_VALUE - 2, 61, 0);
        try (DiskFile file = disk.open("a-0/00000000000000000000.log")) {
            file.write(0, filler, 0, filler.length);
        }
        PartitionLog log = open();

        assertThat(log.append(batch(0, 1))).isEqualTo(Integer.MAX_VALUE - 2L);
        assertThat(log.append(batch(1, 1))).isEqualTo(Integer.MAX_VALUE - 1L);
        assertThat(disk.list("a-0")).filteredOn(name -> name.endsWith(".log")).hasSize(1);
        assertThat(log.append(batch(2, 3))).isEqualTo(Integer.MAX_VALUE + 2L);

        assertThat(disk.list("a-0"))
                .filteredOn(name -> name.endsWith(".log"))
                .containsExactly("00000000000000000000.log", "00000000002147483647.log");
        assertThat(read(log, Integer.MAX_VALUE - 2L, 1 << 20))
                .containsExactly(2147483645L, 2147483646L, 2147483647L, 2147483648L, 2147483649L);
    }

    @Test
    void shouldGiveAReaderTheFirstBatchWholeHoweverLittleItAsksFor() throws IOException {
        PartitionLog log = open();
        log.append(batch(0, 1, new byte[50_000]));
        log.append(batch(1, 1));
        log.close();

        assertThat(read(open(), 0, 1)).containsExactly(0L);
        assertThatThrownBy(() -> open().append(batch(2, 1, new byte[70_000])))
                .hasMessageContaining("max.message.bytes");
    }

    @Test
    void shouldReadNoBatchWhoseOffsetIsNotTheNextOne() throws IOException {
        PartitionLog log = open();
        for (int i = 0; i < 4; i++) {
            log.append(batch(i, 1));
        }
        recoveryPoint = log.recoveryPoint();
        log.sync();
        log.close();
        assertThat(read(open(), 0, 1 << 20)).containsExactly(0L, 1L, 2L, 3L);

        // No checksum covers the offset, and 0 to 3 are within the segment.
        addToOffset(1, 2);
        assertThatThrownBy(() -> read(open(), 0, 1 << 20))
                .isInstanceOf(CorruptLogException.class)
                .hasMessageContaining("its offset is 3, expected 1");
        addToOffset(1, -2);

        addToOffset(2, -2);
        assertThatThrownBy(() -> read(open(), 0, 1 << 20))
                .isInstanceOf(CorruptLogException.class)
                .hasMessageContaining("its offset is 0, expected 2");
    }

    private void addToOffset(int batch, int difference) throws IOException {
        try (DiskFile file = disk.open("a-0/00000000000000000000.log")) {
            long lastByte = batch * (file.sizeBytes() / 4) + 7;
            byte[] one = new byte[1];
            file.read(lastByte, one, 0, 1);
            one[0] += (byte) difference;
            file.write(lastByte, one, 0, 1);
        }
    }

    private static List<Long> read(PartitionLog log, long from, int maxBytes) {
        List<RecordBatch> batches = new ArrayList<>();
        new PartitionReader(log, Isolation.READ_COMMITTED, from).read(maxBytes, batches);
        List<Long> offsets = new ArrayList<>();
        for (RecordBatch batch : batches) {
            while (batch.next()) {
                offsets.add(batch.offset());
            }
        }
        return offsets;
    }
}
