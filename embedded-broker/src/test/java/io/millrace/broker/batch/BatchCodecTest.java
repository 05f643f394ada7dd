package io.millrace.broker.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.log.KeyHash;
import io.millrace.record.RecordHeaders;
import io.millrace.record.TopicPartition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchCodecTest {

    private static final TopicPartition PARTITION = new TopicPartition("t", 0);

    // Written by Kafka's own MemoryRecordsBuilder, version 4.3.1.
    private static final String KAFKA_BATCH =
            "000000000000002a000000580000000902f736e14900100000000200000000000003e800000000000006a40000000000000007000300000005000000031c000000066b65790a76616c7565001c00f80a0201000402680278026e0110001304046b320100";
    private static final String KAFKA_COMMIT_MARKER =
            "000000000000000a00000042000000090245c072780030000000000000000000001388000000000000138800000000000000070003ffffffff000000012000000008000000010c00000000000000";

    private record Record(long timestamp, byte @Nullable [] key, byte @Nullable [] value, RecordHeaders headers) {}

    @Test
    void shouldWriteTheBytesThatKafkaWrites() {
        BatchBuilder builder = new BatchBuilder();
        builder.append(1000, utf8("key"), 0, 3, utf8("value"), 0, 5, null);
        RecordHeaders headers = new RecordHeaders();
        headers.add("h", utf8("x"));
        headers.add("n", null);
        builder.append(1700, null, 0, -1, new byte[0], 0, 0, headers);
        builder.append(990, utf8("k2"), 0, 2, null, 0, -1, null);

        ClosedBatch batch = builder.close(new BatchBuilder.Origin(7, (short) 3, 5, true));
        BatchFormat.place(batch.bytes(), 0, 42, 9);

        assertThat(hex(batch)).isEqualTo(KAFKA_BATCH);
        assertThat(BatchFormat.problem(batch.bytes(), 0, batch.sizeBytes())).isNull();
    }

    @Test
    void shouldReadTheMarkerThatKafkaWrites() {
        byte[] bytes = HexFormat.of().parseHex(KAFKA_COMMIT_MARKER);

        assertThat(BatchFormat.problem(bytes, 0, bytes.length)).isNull();
        assertThat(BatchFormat.isControl(bytes, 0)).isTrue();
        assertThat(ControlMarker.read(bytes, 0)).isEqualTo(ControlMarker.commit(-1));
    }

    @Test
    void shouldCarryTheCommitNumberInAMarker() {
        ClosedBatch batch = ControlMarker.commit(77).toBatch(1, 7, (short) 3);

        assertThat(ControlMarker.read(batch.bytes(), 0)).isEqualTo(ControlMarker.commit(77));
        assertThat(BatchFormat.isTransactional(batch.bytes(), 0)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void shouldGiveBackWhatWasWritten(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        BatchBuilder builder = new BatchBuilder();
        for (int round = 0; round < 20; round++) {
            List<Record> written = randomRecords(random);
            for (Record record : written) {
                append(builder, record);
            }
            ClosedBatch batch = builder.close(new BatchBuilder.Origin(random.nextInt(99), (short) 1, 0, false));
            long base = random.nextLong(1L << 40);
            BatchFormat.place(batch.bytes(), 0, base, 1);

            assertReadsBack(batch, base, written, 0);
            assertReadsBack(batch, base, written, random.nextInt(written.size() + 1));
        }
    }

    private static void append(BatchBuilder builder, Record record) {
        byte[] key = record.key();
        byte[] value = record.value();
        int before = builder.sizeBytes();
        int count = builder.append(
                record.timestamp(),
                key,
                0,
                key == null ? -1 : key.length,
                value,
                0,
                value == null ? -1 : value.length,
                record.headers());
        assertThat(builder.sizeBytes() - before).isEqualTo(count);
    }

    private static void assertReadsBack(ClosedBatch batch, long base, List<Record> written, int from) {
        assertThat(BatchFormat.problem(batch.bytes(), 0, batch.sizeBytes())).isNull();
        BatchCursor cursor = new BatchCursor(PARTITION, batch.bytes(), 0, base + from);
        assertThat(cursor.remaining()).isEqualTo(written.size() - from);
        for (int i = from; i < written.size(); i++) {
            Record expected = written.get(i);
            assertThat(cursor.next()).isTrue();
            assertThat(cursor.offset()).isEqualTo(base + i);
            assertThat(cursor.timestamp()).isEqualTo(expected.timestamp());
            assertThat(bytes(cursor.keyArray(), cursor.keyOffset(), cursor.keyLength()))
                    .isEqualTo(expected.key());
            assertThat(bytes(cursor.valueArray(), cursor.valueOffset(), cursor.valueLength()))
                    .isEqualTo(expected.value());
            assertThat(cursor.hasHeaders())
                    .isEqualTo(expected.headers().iterator().hasNext());
            assertThat(cursor.headers()).isEqualTo(expected.headers());
        }
        assertThat(cursor.next()).isFalse();
        assertThat(cursor.nextOffset()).isEqualTo(base + written.size());
    }

    private static List<Record> randomRecords(SplittableRandom random) {
        List<Record> records = new ArrayList<>();
        int count = 1 + random.nextInt(60);
        for (int i = 0; i < count; i++) {
            RecordHeaders headers = new RecordHeaders();
            for (int h = random.nextInt(4) - 1; h > 0; h--) {
                headers.add("ключ" + h, randomBytes(random));
            }
            records.add(new Record(random.nextLong(1L << 50), randomBytes(random), randomBytes(random), headers));
        }
        return records;
    }

    private static byte @Nullable [] randomBytes(SplittableRandom random) {
        if (random.nextInt(8) == 0) {
            return null;
        }
        byte[] bytes = new byte[random.nextInt(random.nextInt(10) == 0 ? 5000 : 20)];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void shouldFindEveryFlippedBit() {
        BatchBuilder builder = new BatchBuilder();
        builder.append(1000, utf8("key"), 0, 3, utf8("value"), 0, 5, null);
        ClosedBatch batch = builder.close(new BatchBuilder.Origin(7, (short) 3, 5, true));

        // The base offset and the leader epoch are not covered; the log checks offsets by their order.
        for (int bit = BatchFormat.MAGIC_POSITION * 8; bit < batch.sizeBytes() * 8; bit++) {
            byte[] damaged = Arrays.copyOf(batch.bytes(), batch.sizeBytes());
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(BatchFormat.problem(damaged, 0, damaged.length))
                    .as("bit %d", bit)
                    .isNotNull();
        }
    }

    @Test
    void shouldNeverTakeZerosForABatch() {
        assertThat(BatchFormat.problem(new byte[4096], 0, 4096)).contains("length field");
    }

    @ParameterizedTest
    @CsvSource({
        "'',275646681",
        "a,-1563381124",
        "ab,316155434",
        "abc,479470107",
        "abcd,-1323649548",
        "hello world,1221641059",
        "été-12345,-1279633783"
    })
    void shouldHashKeysAsKafkaDoes(String key, int expected) {
        byte[] padded = utf8("__" + key + "__");

        assertThat(KeyHash.murmur2(padded, 2, padded.length - 4)).isEqualTo(expected);
        assertThat(KeyHash.partition(padded, 2, padded.length - 4, 7)).isEqualTo((expected & 0x7fffffff) % 7);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte @Nullable [] bytes(byte[] array, int offset, int length) {
        return length < 0 ? null : Arrays.copyOfRange(array, offset, offset + length);
    }

    private static String hex(ClosedBatch batch) {
        return HexFormat.of().formatHex(batch.bytes(), 0, batch.sizeBytes());
    }
}
