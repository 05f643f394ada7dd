package io.millrace.broker;

import static io.millrace.broker.CompactionFixture.C0;
import static io.millrace.broker.CompactionFixture.RETENTION_MS;
import static io.millrace.broker.CompactionFixture.fold;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.broker.CompactionFixture.Read;
import io.millrace.broker.disk.DiskFile;
import io.millrace.broker.disk.FileDisk;
import io.millrace.broker.disk.HeapDisk;
import io.millrace.log.ConsumerOptions;
import io.millrace.log.CorruptLogException;
import io.millrace.log.Isolation;
import io.millrace.log.LogConsumer;
import io.millrace.log.LogProducer;
import io.millrace.log.TombstoneHold;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompactionTest {

    private final HeapDisk disk = new HeapDisk();

    private CompactionFixture fixture = new CompactionFixture(disk);

    private void killAndReopen() {
        disk.releaseLocks();
        fixture.scheduler.forgetWork();
        fixture.reopen(disk);
    }

    private static List<String> keys(List<Read> records) {
        return records.stream().map(Read::key).toList();
    }

    private long droppedBefore() {
        try (TombstoneHold hold = fixture.broker.topics().holdTombstones(C0, 0)) {
            return hold.droppedBefore();
        }
    }

    private String logBytes() {
        StringBuilder all = new StringBuilder();
        for (String name : disk.list("c-0")) {
            if (name.endsWith(".log")) {
                all.append(new String(
                        BrokerFixture.bytes(disk, "c-0/" + name), java.nio.charset.StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }

    @Test
    void shouldKeepTheLastRecordOfEachKeyAtItsOffset() {
        for (int i = 0; i < 50; i++) {
            fixture.put("k" + i % 5, "v" + i);
        }
        fixture.roll();
        List<Read> before = fixture.committed();

        fixture.housekeeping();

        List<Read> after = fixture.committed();
        assertThat(fold(after)).isEqualTo(fixture.expected);
        assertThat(after).isSubsetOf(before);
        assertThat(keys(after)).filteredOn(key -> key.startsWith("k")).doesNotHaveDuplicates();
        assertThat(after.stream().filter(read -> read.key().startsWith("k")).map(Read::offset))
                .containsExactly(45L, 46L, 47L, 48L, 49L);
        assertThat(fixture.broker.topics().startOffset(C0)).isZero();
        killAndReopen();
        assertThat(fixture.committed()).isEqualTo(after);
    }

    @Test
    void shouldReadOnOverOffsetsThatAreGone() {
        for (int i = 0; i < 50; i++) {
            fixture.put("same", "v" + i);
        }
        fixture.roll();
        fixture.housekeeping();
        List<Read> all = fixture.committed();
        assertThat(all).first().isEqualTo(new Read(49, "same", "v49"));

        for (long offset = 0; offset < 49; offset++) {
            assertThat(fixture.read(Isolation.READ_COMMITTED, offset)).isEqualTo(all);
            assertThat(fixture.read(Isolation.READ_UNCOMMITTED, offset)).isEqualTo(all);
        }
    }

    @Test
    void shouldMergeSmallSegments() {
        for (int i = 0; i < 100; i++) {
            fixture.put("k" + i % 2, "v" + i);
        }
        fixture.roll();

        fixture.housekeeping();

        assertThat(disk.list("c-0").stream().filter(name -> name.endsWith(".log")))
                .hasSizeLessThanOrEqualTo(3);
        assertThat(disk.list("c-0")).noneMatch(name -> name.endsWith(".cleaned") || name.endsWith(".swap"));
    }

    @Test
    void shouldLeaveTheActiveSegmentAndOpenTransactionsAlone() {
        fixture.put("k", "1");
        LogProducer open = fixture.transaction("k=open", "other=open");
        fixture.roll();
        List<Read> before = fixture.read(Isolation.READ_UNCOMMITTED, 0);

        fixture.housekeeping();

        assertThat(fixture.read(Isolation.READ_UNCOMMITTED, 0)).isEqualTo(before);
        open.abort();
        fixture.roll();
        fixture.housekeeping();
        assertThat(fixture.lastValues()).isEqualTo(fixture.expected).containsEntry("k", "1");
    }

    @Test
    void shouldLetNoAbortedRecordWinAndDropIt() {
        fixture.commit("k=committed");
        fixture.abort("k=aborted", "ghost=aborted");
        fixture.roll();

        fixture.housekeeping();

        assertThat(fixture.lastValues()).isEqualTo(fixture.expected).containsEntry("k", "committed");
        assertThat(logBytes()).doesNotContain("ghost");
        killAndReopen();
        assertThat(fixture.lastValues()).isEqualTo(fixture.expected);
    }

    @Test
    void shouldDropTheMarkerOfAnAbortedTransactionAfterItsRecords() {
        fixture.commit("a=1");
        fixture.abort("a=2");
        fixture.commit("b=1");
        fixture.roll();
        fixture.housekeeping();
        long uncommittedEnd = fixture.broker.topics().endOffset(C0, Isolation.READ_UNCOMMITTED);

        fixture.clock.advanceMs(2 * RETENTION_MS);
        fixture.roll();
        fixture.housekeeping();
        fixture.clock.advanceMs(2 * RETENTION_MS);
        fixture.roll();
        fixture.housekeeping();

        assertThat(fixture.lastValues()).isEqualTo(fixture.expected);
        assertThat(fixture.broker.topics().endOffset(C0, Isolation.READ_UNCOMMITTED))
                .isGreaterThan(uncommittedEnd);
        fixture.broker.close();
        fixture.reopen(disk);
        assertThat(fixture.lastValues()).isEqualTo(fixture.expected);
    }

    @Test
    void shouldKeepATombstoneForItsTimeAndThenDropIt() {
        fixture.put("k", "v");
        fixture.put("k", null);
        fixture.roll();

        fixture.housekeeping();
        assertThat(fixture.committed()).contains(new Read(1, "k", "null"));
        assertThat(droppedBefore()).isZero();
        fixture.clock.advanceMs(RETENTION_MS - 2 * BrokerOptions.DEFAULT_HOUSEKEEPING_MS);
        fixture.roll();
        fixture.housekeeping();
        assertThat(fixture.committed()).contains(new Read(1, "k", "null"));

        fixture.clock.advanceMs(RETENTION_MS);
        fixture.housekeeping();

        assertThat(keys(fixture.committed())).doesNotContain("k");
        assertThat(droppedBefore()).isEqualTo(2);
        killAndReopen();
        assertThat(droppedBefore()).isEqualTo(2);
    }

    @Test
    void shouldKeepTombstonesForAStoreThatHasNotReadThem() {
        fixture.put("k", "v");
        fixture.put("k", null);
        fixture.roll();
        TombstoneHold hold = fixture.broker.topics().holdTombstones(C0, 1);
        fixture.housekeeping();

        fixture.clock.advanceMs(10 * RETENTION_MS);
        fixture.roll();
        fixture.housekeeping();
        assertThat(fixture.committed()).contains(new Read(1, "k", "null"));

        hold.advance(2);
        fixture.clock.advanceMs(RETENTION_MS * 10);
        fixture.housekeeping();
        assertThat(keys(fixture.committed())).doesNotContain("k");
    }

    @Test
    void shouldTakeSeveralPassesWhereKeysDoNotFitIntoMemory() {
        fixture.broker.close();
        fixture.options = fixture.options.withCompactionKeyBytes(500);
        fixture.reopen(disk);
        for (int i = 0; i < 60; i++) {
            fixture.put("k" + i % 20, "v" + i);
        }
        fixture.roll();

        int passes = 0;
        while (fixture.committed().stream().filter(r -> r.key().startsWith("k")).count() > 20 && passes < 40) {
            fixture.housekeeping();
            assertThat(fixture.lastValues()).isEqualTo(fixture.expected);
            passes++;
        }

        assertThat(passes).isBetween(2, 39);
    }

    @Test
    void shouldWaitUntilEnoughIsNew() {
        fixture = new CompactionFixture(new HeapDisk(), "min.cleanable.dirty.ratio", "0.5");
        for (int i = 0; i < 200; i++) {
            fixture.put("k" + i, "v");
        }
        fixture.roll();
        fixture.housekeeping();
        for (int i = 0; i < 30; i++) {
            fixture.put("k0", "v" + i);
        }
        fixture.roll();

        fixture.housekeeping();

        assertThat(fixture.committed().stream()
                        .filter(r -> r.key().equals("k0"))
                        .count())
                .isGreaterThan(20);
    }

    @Test
    void shouldNeitherKeepNorReadABatchWhoseOffsetIsNotInItsPlace() throws IOException {
        for (int i = 0; i < 50; i++) {
            fixture.put("k" + i % 5, "v" + i);
        }
        fixture.roll();
        String before = logBytes();
        // The offset of a batch is not under its checksum: 131072 is added to the first one.
        flip("c-0/00000000000000000000.log", 5, 2);
        String damaged = logBytes();

        fixture.housekeeping();

        assertThat(logBytes()).isEqualTo(damaged).isNotEqualTo(before);
        assertThatThrownBy(() -> fixture.committed())
                .isInstanceOf(CorruptLogException.class)
                .hasMessageContaining("offset 0 in")
                .hasMessageContaining("131072 to 131072");
        flip("c-0/00000000000000000000.log", 5, 2);
        assertThat(fold(fixture.committed())).isEqualTo(fixture.expected);
    }

    @Test
    void shouldNotDeliverABatchWhoseOffsetIsThatOfTheNextOne() throws IOException {
        fixture.commit("a=1", "b=2", "c=3", "d=4");
        for (int i = 0; i < 10; i++) {
            fixture.put("k" + i, "v" + i);
        }
        fixture.roll();
        fixture.housekeeping();
        ConsumerOptions reader = new ConsumerOptions(
                "r", Optional.empty(), Optional.empty(), Isolation.READ_UNCOMMITTED, 1 << 20, 1_000);
        // Within a compacted segment there may be gaps: 4 is added to the offset of the first batch, of which there is
        // one behind it.
        flip("c-0/00000000000000000000.log", 7, 4);

        try (LogConsumer consumer = fixture.broker.consumer(reader)) {
            consumer.assign(List.of(CompactionFixture.C0));
            consumer.seek(CompactionFixture.C0, 4);
            assertThatThrownBy(() -> consumer.poll(0))
                    .isInstanceOf(CorruptLogException.class)
                    .hasMessageContaining("the next batch begins with 4");
            flip("c-0/00000000000000000000.log", 7, 4);
            assertThat(consumer.poll(0)).isNotEmpty();
            assertThat(consumer.position(CompactionFixture.C0)).isGreaterThan(8);
        }
    }

    private void flip(String path, long position, int bits) throws IOException {
        try (DiskFile file = disk.open(path)) {
            byte[] one = new byte[1];
            file.read(position, one, 0, 1);
            one[0] ^= (byte) bits;
            file.write(position, one, 0, 1);
        }
    }

    @Test
    void shouldLeaveYoungRecordsAlone() {
        fixture = new CompactionFixture(new HeapDisk(), "min.compaction.lag.ms", "1000000");
        for (int i = 0; i < 50; i++) {
            fixture.put("k", "v" + i);
        }
        fixture.roll();

        fixture.housekeeping();
        assertThat(fixture.committed()).hasSize(58);
        fixture.clock.advanceMs(1_000_000);
        fixture.housekeeping();
        assertThat(fixture.committed()).hasSizeLessThan(20);
    }

    @Test
    void shouldCompactLateRecordsWhateverTheRatio() {
        fixture = new CompactionFixture(
                new HeapDisk(), "min.cleanable.dirty.ratio", "1", "max.compaction.lag.ms", "1000000");
        fixture.put("a", "1");
        fixture.roll();
        fixture.housekeeping();
        fixture.put("a", "2");
        fixture.put("a", "3");
        fixture.roll();
        fixture.housekeeping();
        assertThat(keys(fixture.committed())).filteredOn("a"::equals).hasSizeGreaterThan(1);

        fixture.clock.advanceMs(1_100_000);
        fixture.housekeeping();
        fixture.housekeeping();

        assertThat(keys(fixture.committed())).filteredOn("a"::equals).hasSize(1);
        assertThat(fixture.lastValues()).isEqualTo(fixture.expected);
    }

    @Test
    void shouldExpireOldSegmentsOfATopicThatIsCompactedAndDeleted() {
        fixture = new CompactionFixture(new HeapDisk(), "cleanup.policy", "compact,delete", "retention.ms", "1000000");
        for (int i = 0; i < 50; i++) {
            fixture.put("k" + i % 5, "v" + i);
        }
        fixture.roll();
        fixture.housekeeping();
        assertThat(fixture.lastValues()).isEqualTo(fixture.expected);

        fixture.clock.advanceMs(1_000_001);
        fixture.put("new", "1");
        fixture.housekeeping();

        assertThat(keys(fixture.committed())).contains("new").doesNotContain("k0");
        assertThat(fixture.broker.topics().startOffset(C0)).isPositive();
    }

    @Test
    void shouldLetReadersOfRealFilesGoOnWhereTheyWere(@TempDir Path directory) {
        FileDisk files = new FileDisk(directory.resolve("data"));
        fixture = new CompactionFixture(files);
        for (int i = 0; i < 200; i++) {
            fixture.put("k" + i % 7, "v" + i);
        }
        fixture.roll();
        List<LogConsumer> consumers = new ArrayList<>();
        List<List<Read>> seen = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ConsumerOptions small = new ConsumerOptions(
                    "r", java.util.Optional.empty(), java.util.Optional.empty(), Isolation.READ_COMMITTED, 300, 1_000);
            LogConsumer consumer = fixture.broker.consumer(small);
            consumer.assign(List.of(C0));
            consumer.seek(C0, 0);
            List<Read> records = new ArrayList<>();
            for (int polls = 0; polls < i; polls++) {
                consumer.poll(0).forEach(batch -> {
                    while (batch.next()) {
                        records.add(new Read(
                                batch.offset(),
                                new String(
                                        batch.keyArray(),
                                        batch.keyOffset(),
                                        batch.keyLength(),
                                        java.nio.charset.StandardCharsets.UTF_8),
                                BrokerFixture.value(batch)));
                    }
                });
            }
            consumers.add(consumer);
            seen.add(records);
        }

        fixture.housekeeping();

        for (int i = 0; i < consumers.size(); i++) {
            CompactionFixture.drain(consumers.get(i), seen.get(i));
            assertThat(fold(seen.get(i))).as("reader %d", i).isEqualTo(fixture.expected);
        }
        fixture.broker.close();
        fixture.reopen(files);
        assertThat(fixture.lastValues()).isEqualTo(fixture.expected);
        fixture.broker.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void shouldAddUpToTheSameWhateverHappens(long seed) {
        Random random = new Random(seed);
        for (int step = 0; step < 250; step++) {
            String key = "k" + random.nextInt(12);
            switch (random.nextInt(10)) {
                case 0 -> fixture.put(key, null);
                case 1, 2 -> fixture.commit(key + "=c" + step, "k" + random.nextInt(12) + "=");
                case 3, 4 -> fixture.abort(key + "=a" + step, "k" + random.nextInt(12) + "=");
                case 5 -> {
                    fixture.clock.advanceMs(random.nextInt((int) RETENTION_MS));
                    fixture.housekeeping();
                }
                case 6 -> {
                    if (random.nextInt(4) == 0) {
                        killAndReopen();
                    } else if (random.nextInt(4) == 0) {
                        fixture.broker.close();
                        fixture.reopen(disk);
                    }
                }
                default -> fixture.put(key, "v" + step);
            }
            assertThat(fixture.lastValues()).as("seed %d, step %d", seed, step).isEqualTo(fixture.expected);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"DIES", "FAILS_ONCE"})
    void shouldAddUpToTheSameIfItDiesOrADiskOperationFailsAnywhereInACompaction(String faultName) {
        CrashDisk.Fault fault = CrashDisk.Fault.valueOf(faultName);
        int points = 0;
        for (boolean hasFailed = true; hasFailed; points++) {
            HeapDisk files = new HeapDisk();
            CrashDisk crashing = new CrashDisk(files);
            fixture = new CompactionFixture(crashing, "delete.retention.ms", "0");
            writeALittleOfAll();
            List<Read> before = fixture.committed();

            crashing.failAt(points, fault);
            try {
                fixture.housekeeping();
                fixture.roll();
                fixture.housekeeping();
            } catch (CrashDisk.Died e) {
                assertThat(fault).isEqualTo(CrashDisk.Fault.DIES);
            } catch (io.millrace.log.BrokerUnavailableException | CorruptLogException e) {
                assertThat(fault).isEqualTo(CrashDisk.Fault.FAILS_ONCE);
            }
            hasFailed = crashing.hasFailed();
            files.releaseLocks();
            fixture.scheduler.forgetWork();
            fixture.reopen(files);

            var expected = new java.util.TreeMap<>(fixture.expected);
            expected.remove("filler");
            var found = fixture.lastValues();
            found.remove("filler");
            assertThat(found).as("point %d", points).isEqualTo(expected);
            assertThat(fixture.committed().stream().filter(read -> !read.key().equals("filler")))
                    .as("point %d", points)
                    .isSubsetOf(before);
            assertThat(files.list("c-0")).noneMatch(name -> name.endsWith(".cleaned") || name.endsWith(".swap"));
            fixture.roll();
            fixture.housekeeping();
            fixture.clock.advanceMs(1);
            fixture.roll();
            fixture.housekeeping();
            assertThat(fixture.lastValues()).as("point %d, later", points).isEqualTo(fixture.expected);
        }
        assertThat(points).isGreaterThan(40);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FAILS_ONCE", "FAILS_FOR_NOW"})
    void shouldGoOnByItselfAfterADiskThatFailedAnywhereInACompaction(String faultName) {
        boolean syncsFail = faultName.equals("FAILS_ONCE");
        String reason = syncsFail ? "could not be synced" : "Nothing is lost";
        int interrupted = 0;
        int written = 0;
        boolean hasFailed = true;
        for (int point = 0; hasFailed; point++) {
            HeapDisk files = new HeapDisk();
            CrashDisk crashing = new CrashDisk(files);
            fixture = new CompactionFixture(crashing, "delete.retention.ms", "0");
            writeALittleOfAll();
            crashing.failAt(point, CrashDisk.Fault.valueOf(faultName));
            fixture.housekeeping();
            hasFailed = crashing.hasFailed();
            try {
                fixture.committed();
            } catch (io.millrace.log.BrokerUnavailableException e) {
                assertThat(e).hasMessageContaining("c-0").hasMessageContaining(reason);
                interrupted++;
            }
            crashing.mend();

            if (writes("k0", "after")) {
                assertThat(fixture.lastValues()).as("point %d", point).isEqualTo(fixture.expected);
                fixture.roll();
                fixture.housekeeping();
                assertThat(files.list("c-0")).noneMatch(name -> name.endsWith(".swap") || name.endsWith(".cleaned"));
                assertThat(fixture.lastValues()).as("point %d, later", point).isEqualTo(fixture.expected);
                fixture.clock.advanceMs(1);
                fixture.roll();
                fixture.housekeeping();
                written++;
            }
            files.releaseLocks();
            fixture.scheduler.forgetWork();
            fixture.reopen(files);

            assertThat(fixture.lastValues()).as("point %d, opened again", point).isEqualTo(fixture.expected);
        }
        assertThat(written).isGreaterThan(25);
        assertThat(interrupted).isGreaterThan(syncsFail ? 0 : 20);
    }

    /** False if a sync has failed: then nobody writes any more. */
    private boolean writes(String key, String value) {
        try {
            fixture.put(key, value);
            return true;
        } catch (io.millrace.log.BrokerUnavailableException e) {
            assertThat(e).hasMessageContaining("open the broker again");
            return false;
        }
    }

    private void writeALittleOfAll() {
        for (int i = 0; i < 6; i++) {
            fixture.put("k" + i % 3, "v" + i);
            fixture.commit("k" + i % 4 + "=c" + i, "gone=" + i);
            fixture.abort("k" + i % 2 + "=a" + i, "ghost=" + i);
        }
        fixture.put("gone", null);
        fixture.commit("k1=");
        fixture.roll();
    }
}
