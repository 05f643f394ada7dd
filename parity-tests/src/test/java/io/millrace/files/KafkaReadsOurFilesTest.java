package io.millrace.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.BrokerOptions;
import io.millrace.broker.EmbeddedBroker;
import io.millrace.log.ConsumerOptions;
import io.millrace.log.Isolation;
import io.millrace.log.LogConsumer;
import io.millrace.log.LogProducer;
import io.millrace.log.PendingCommit;
import io.millrace.log.ProducerOptions;
import io.millrace.log.RecordBatch;
import io.millrace.record.Headers;
import io.millrace.record.RecordHeaders;
import io.millrace.record.TopicPartition;
import io.millrace.time.Clock;
import io.millrace.time.Scheduler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.tools.DumpLogSegments;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kafka 4.3.1's own log-dump tool reads our files: it finds no damage and the same records. */
class KafkaReadsOurFilesTest {

    private static final Pattern RECORD = Pattern.compile(
            "^\\| offset: (\\d+) CreateTime: (\\d+) keySize: (-?\\d+) valueSize: (-?\\d+) .*?(?:key: (\\S+))?(?: payload: (\\S+))?$");

    private static final long START_MS = 1_700_000_000_000L;

    @TempDir
    private Path directory;

    private final Time time = new Time();
    private EmbeddedBroker broker;

    /** Time that the test moves, and the broker's background work. */
    private static final class Time implements Clock, Scheduler {

        private record Item(long nanos, Runnable work) {}

        private long nanos;
        private final PriorityQueue<Item> items = new PriorityQueue<>(Comparator.comparingLong(Item::nanos));

        @Override
        public long wallMs() {
            return START_MS + nanos / 1_000_000;
        }

        @Override
        public long monotonicNanos() {
            return nanos;
        }

        @Override
        public void run(Runnable work) {
            items.add(new Item(Long.MIN_VALUE, work));
        }

        @Override
        public Scheduled at(long monotonicNanos, Runnable work) {
            Item item = new Item(monotonicNanos, work);
            items.add(item);
            return () -> items.remove(item);
        }

        void advance(long ms) {
            nanos += ms * 1_000_000;
            for (Item next = items.peek(); next != null && next.nanos() <= nanos; next = items.peek()) {
                items.remove();
                next.work().run();
            }
        }
    }

    /** A record as both sides show it. */
    private record Seen(long offset, long timestampMs, int keySize, int valueSize) {}

    private void open() {
        broker = EmbeddedBroker.open(
                directory.resolve("data"),
                BrokerOptions.defaults().withClock(time).withScheduler(time));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void append(LogProducer producer, TopicPartition partition, int from, int to) {
        Headers headers = new RecordHeaders();
        headers.add("h", utf8("header"));
        for (int i = from; i < to; i++) {
            time.advance(1);
            producer.appender(partition)
                    .append(
                            time.wallMs(),
                            utf8("k" + i % 9),
                            i % 13 == 0 ? null : utf8("value-" + i),
                            i % 5 == 0 ? headers : null);
            if (i % 4 == 0) {
                producer.flush();
            }
        }
        producer.flush();
    }

    private void transaction(TopicPartition partition, int from, int to, boolean commits) {
        try (LogProducer producer = broker.producer(ProducerOptions.transactional("t", "t"))) {
            producer.begin();
            append(producer, partition, from, to);
            if (commits) {
                PendingCommit commit =
                        broker.commit(List.of(producer), () -> {}).get(0);
                time.advance(0);
                assertThat(commit.state()).isEqualTo(PendingCommit.State.COMMITTED);
            } else {
                producer.abort();
            }
        }
    }

    private void fill(TopicPartition partition) {
        for (int round = 0; round < 12; round++) {
            transaction(partition, round * 30, round * 30 + 10, true);
            transaction(partition, round * 30 + 10, round * 30 + 20, false);
            try (LogProducer producer = broker.producer(ProducerOptions.idempotent("p"))) {
                append(producer, partition, round * 30 + 20, round * 30 + 30);
            }
        }
    }

    private List<Seen> read(TopicPartition partition) {
        List<Seen> records = new ArrayList<>();
        ConsumerOptions all = new ConsumerOptions(
                "r", Optional.empty(), Optional.empty(), Isolation.READ_UNCOMMITTED, 1 << 20, 1_000);
        try (LogConsumer consumer = broker.consumer(all)) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, broker.topics().startOffset(partition));
            for (List<RecordBatch> batches = consumer.poll(0); !batches.isEmpty(); batches = consumer.poll(0)) {
                for (RecordBatch batch : batches) {
                    while (batch.next()) {
                        records.add(
                                new Seen(batch.offset(), batch.timestamp(), batch.keyLength(), batch.valueLength()));
                    }
                }
            }
        }
        return records;
    }

    private static String dump(Path file, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of("--files", file.toString()));
        PrintStream before = System.out;
        PrintStream errorsBefore = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            System.setOut(out);
            // It takes note there that offsets have gaps.
            System.setErr(out);
            DumpLogSegments.main(arguments.toArray(String[]::new));
        } finally {
            System.setOut(before);
            System.setErr(errorsBefore);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private List<Path> files(TopicPartition partition, String suffix) throws IOException {
        Path of = directory.resolve("data").resolve(partition.topic() + "-" + partition.partition());
        try (Stream<Path> files = Files.list(of)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }

    private List<Seen> dumped(TopicPartition partition) throws IOException {
        List<Seen> records = new ArrayList<>();
        for (Path file : files(partition, ".log")) {
            String text = dump(file, "--deep-iteration", "--print-data-log");
            assertThat(text).doesNotContain("isvalid: false").doesNotContainIgnoringCase("corrupt");
            boolean isControl = false;
            for (String line : text.split("\n")) {
                if (line.startsWith("baseOffset:")) {
                    isControl = line.contains("isControl: true");
                }
                Matcher record = RECORD.matcher(line);
                if (!isControl && record.matches()) {
                    records.add(new Seen(
                            Long.parseLong(record.group(1)),
                            Long.parseLong(record.group(2)),
                            Integer.parseInt(record.group(3)),
                            Integer.parseInt(record.group(4))));
                }
            }
        }
        return records;
    }

    private void requireSoundIndexes(TopicPartition partition) throws IOException {
        List<Path> indexes = new ArrayList<>(files(partition, ".index"));
        indexes.addAll(files(partition, ".timeindex"));
        assertThat(indexes).hasSizeGreaterThan(1);
        for (Path index : indexes) {
            if (Files.size(index) == 0) {
                continue;
            }
            assertThat(dump(index, "--index-sanity-check")).contains("passed sanity check");
            assertThat(dump(index, "--verify-index-only"))
                    .as(index.toString())
                    .doesNotContainIgnoringCase("mismatch")
                    .doesNotContainIgnoringCase("out of order")
                    .doesNotContain("Found");
        }
    }

    @Test
    void shouldFindNoDamageAndTheSameRecordsInTransactionsAndCompactedSegments() throws IOException {
        open();
        TopicPartition plain = new TopicPartition("plain", 0);
        TopicPartition compacted = new TopicPartition("compacted", 0);
        Map<String, String> small = Map.of("segment.bytes", "4000", "index.interval.bytes", "200");
        broker.createTopic("plain", 1, small);
        broker.createTopic(
                "compacted",
                1,
                Map.of(
                        "segment.bytes", "4000",
                        "index.interval.bytes", "200",
                        "cleanup.policy", "compact",
                        "min.cleanable.dirty.ratio", "0.01"));
        fill(plain);
        fill(compacted);
        long before = read(compacted).size();
        time.advance(BrokerOptions.DEFAULT_HOUSEKEEPING_MS);
        List<Seen> plainRecords = read(plain);
        List<Seen> compactedRecords = read(compacted);
        broker.close();

        assertThat(plainRecords).hasSize(360);
        assertThat((long) compactedRecords.size()).isBetween(9L, before / 2);
        assertThat(dumped(plain)).isEqualTo(plainRecords);
        assertThat(dumped(compacted)).isEqualTo(compactedRecords);
        requireSoundIndexes(plain);
        requireSoundIndexes(compacted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "snappy", "lz4", "zstd"})
    void shouldReadBatchesThatWeCompressed(String type) throws IOException {
        open();
        TopicPartition compressed = new TopicPartition("compressed", 0);
        broker.createTopic("compressed", 1, Map.of("compression.type", type, "index.interval.bytes", "2000"));
        try (LogProducer producer = broker.producer(ProducerOptions.idempotent("p"))) {
            for (int i = 0; i < 5_000; i++) {
                time.advance(1);
                producer.appender(compressed)
                        .append(
                                time.wallMs(),
                                utf8("k" + i),
                                utf8("a value that says much the same each time " + i),
                                null);
            }
            producer.flush();
        }
        List<Seen> records = read(compressed);
        broker.close();

        assertThat(records).hasSize(5_000);
        assertThat(dump(files(compressed, ".log").get(0))).contains("compresscodec: " + type);
        assertThat(dumped(compressed)).isEqualTo(records);
        requireSoundIndexes(compressed);
    }
}
