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

        assertThat(printed()).contains("damaged: ").contains("00000000000000000000.log, position 0");
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
