package io.millrace.broker.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.log.CommittedOffset;
import io.millrace.log.GroupMembership;
import io.millrace.log.LogProducer;
import io.millrace.log.ProducerOptions;
import io.millrace.record.RecordHeaders;
import io.millrace.record.TopicPartition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogCommandTest {

    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);

    @TempDir
    Path directory;

    private EmbeddedBroker broker;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void fill() throws InterruptedException {
        broker = EmbeddedBroker.open(directory.resolve("data"));
        broker.createTopic("orders", 2);
        LogProducer producer = broker.producer(ProducerOptions.transactional("p", "p"));
        producer.begin();
        append(producer, "k1", "seen");
        producer.flush();
        producer.addOffsets(Map.of(PARTITION, new CommittedOffset(1, "note")), GroupMembership.standalone("readers"));
        CountDownLatch done = new CountDownLatch(1);
        broker.commit(List.of(producer), done::countDown);
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        try (LogProducer waiting = broker.producer(ProducerOptions.transactional("p", "p"))) {
            waiting.begin();
            append(waiting, "k2", "dropped");
            waiting.flush();
            waiting.abort();
        }
    }

    @AfterEach
    void close() {
        broker.close();
    }

    private static void append(LogProducer producer, String key, String value) {
        producer.appender(PARTITION)
                .append(
                        7,
                        key.getBytes(StandardCharsets.UTF_8),
                        value.getBytes(StandardCharsets.UTF_8),
                        new RecordHeaders().add("h", new byte[] {(byte) 0xFF}));
    }

    private int run(String... words) {
        String[] args = new String[words.length + 1];
        args[0] = directory.resolve("data").toString();
        System.arraycopy(words, 0, args, 1, words.length);
        return runRaw(args);
    }

    private int runRaw(String... args) {
        return new LogCommand(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(args);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void shouldListTopicsWhileTheBrokerIsOpen() {
        assertThat(run("topics")).isZero();

        assertThat(printed()).isEqualTo("orders\t2\n");
    }

    @Test
    void shouldShowCommittedRecordsOnly() {
        assertThat(run("consume", "orders")).isZero();

        assertThat(printed()).isEqualTo("0\t0\t7\tk1\tseen\t{h=base64:/w==}\n");
    }

    @Test
    void shouldShowRecordsAsJson() {
        assertThat(run("consume", "orders", "--json", "--partition", "0", "--from", "0", "--max", "5"))
                .isZero();

        assertThat(printed())
                .isEqualTo("{\"partition\":0,\"offset\":0,\"timestamp\":7,\"key\":\"k1\",\"value\":\"seen\","
                        + "\"headers\":{\"h\":\"base64:/w==\"}}\n");
    }

    @Test
    void shouldDescribeATopicWithItsAbortedTransactions() {
        assertThat(run("describe", "orders")).isZero();

        assertThat(printed()).contains("orders, id ").containsPattern("(?m)^0\t0\t4\t4\t2\t\\d+\t0\t1$");
    }

    @Test
    void shouldShowWhatGroupsHaveCommitted() {
        assertThat(run("groups")).isZero();

        assertThat(printed()).isEqualTo("readers\torders-0\t1\tnote\n");
    }

    @Test
    void shouldFindNoDamageInSoundData() {
        assertThat(run("verify")).isZero();

        assertThat(printed()).contains("no damage");
    }

    @Test
    void shouldNameFileAndPositionOfADamagedBatch() throws IOException {
        Path log = directory.resolve("data/orders-0/00000000000000000000.log");
        byte[] bytes = Files.readAllBytes(log);
        bytes[70] ^= 1;
        Files.write(log, bytes);

        assertThat(run("verify")).isEqualTo(1);

        assertThat(printed())
                .contains("damaged: orders-0: ")
                .contains("00000000000000000000.log, bytes 0 to ")
                .contains("offset 0")
                .contains("accept-loss orders --partition 0")
                .contains("1 place damaged");
        assertThat(run("consume", "orders")).isEqualTo(1);
        assertThat(run("describe", "orders")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("00000000000000000000.log, position 0");
    }

    @Test
    void shouldNameFilesThatAreMissingOrCutShort() throws IOException {
        Path log = directory.resolve("data/orders-0/00000000000000000000.log");
        byte[] whole = Files.readAllBytes(log);
        Files.write(log, java.util.Arrays.copyOf(whole, 50));
        assertThat(run("verify")).isEqualTo(1);
        assertThat(printed()).contains("bytes 0 to 50");

        Files.delete(log);
        assertThat(run("verify")).isEqualTo(1);
        assertThat(printed()).contains("ends at offset 0, but commits reach offset 1");
        // Looking makes no files.
        assertThat(log).doesNotExist();
    }

    @Test
    void shouldFindDamageOfRecordsThatWereDeletedSince() throws IOException {
        broker.topics().deleteRecords(PARTITION, 4);
        broker.close();
        Path log = directory.resolve("data/orders-0/00000000000000000000.log");
        byte[] whole = Files.readAllBytes(log);
        Files.write(log, java.util.Arrays.copyOf(whole, 50));

        assertThat(run("verify")).isEqualTo(1);

        assertThat(printed()).contains("bytes 0 to 50, from offset 0 on");
    }

    @Test
    void shouldCallWhatAKillLeavesUnfinishedNotDamaged() throws IOException {
        Path log = directory.resolve("data/orders-0/00000000000000000000.log");
        byte[] whole = Files.readAllBytes(log);
        for (int junk : new int[] {1, 70}) {
            Files.write(log, java.util.Arrays.copyOf(whole, whole.length + junk));

            assertThat(run("verify")).isZero();
        }

        assertThat(printed()).contains("unfinished: orders-0: ").contains("no damage");
    }

    @Test
    void shouldGiveDamagedRecordsUpOnlyWhenTheApplicationIsClosed() throws IOException {
        Path log = directory.resolve("data/orders-0/00000000000000000000.log");
        broker.topics().endOffset(PARTITION, io.millrace.log.Isolation.READ_COMMITTED);
        assertThat(run("accept-loss", "orders", "--partition", "0")).isEqualTo(3);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("is open already");
        broker.close();
        byte[] whole = Files.readAllBytes(log);
        assertThat(run("accept-loss", "orders", "--partition", "0")).isZero();
        assertThat(printed()).contains("nothing of orders-0 is damaged");
        Files.delete(log);
        assertThat(run("verify")).isEqualTo(1);

        assertThat(run("accept-loss", "orders", "--partition", "0")).isZero();

        assertThat(printed()).contains("orders-0: offsets 0 to 3 are given up");
        assertThat(run("verify")).isZero();
        assertThat(Files.size(log)).isEqualTo(whole.length);
        assertThat(run("accept-loss", "orders")).isEqualTo(2);
        assertThat(run("accept-loss", "orders", "--partition", "7")).isEqualTo(2);
    }

    @Test
    void shouldTellADamagedCommitLogFromAProblemOfReading() throws IOException {
        broker.close();
        Path snapshot;
        try (java.util.stream.Stream<Path> files = Files.list(directory.resolve("data/commit-log"))) {
            snapshot = files.filter(file -> file.toString().endsWith(".snapshot"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(snapshot);
        bytes[20] ^= 1;
        Files.write(snapshot, bytes);

        assertThat(run("topics")).isEqualTo(1);

        assertThat(err.toString(StandardCharsets.UTF_8)).contains(".snapshot is damaged at position");
        Files.delete(snapshot);
        Files.createDirectory(snapshot);
        assertThat(run("topics")).isEqualTo(3);
    }

    @Test
    void shouldExplainWrongUse() {
        assertThat(run("describe", "nothing")).isEqualTo(2);
        assertThat(run("nonsense")).isEqualTo(2);
        assertThat(runRaw(directory.resolve("absent").toString(), "topics")).isEqualTo(2);
        assertThat(run("consume", "orders", "--max", "x")).isEqualTo(2);

        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("there is no topic 'nothing'")
                .contains("unknown command 'nonsense'")
                .contains("is not a data directory")
                .contains("--max needs a whole number");
    }

    @Test
    void shouldTellItsUsage() {
        assertThat(runRaw("--help")).isZero();

        assertThat(printed()).startsWith("Usage: millrace-log DIR topics");
    }
}
