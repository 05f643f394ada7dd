package io.millrace.examples.wordcount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.examples.launch.Refusal;
import io.millrace.examples.launch.TopicReader;
import io.millrace.time.SystemClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineFeedTest {

    private static final String TOPIC = "lines";

    private final EmbeddedBroker broker = EmbeddedBroker.inMemory();
    private final AtomicInteger commits = new AtomicInteger();

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void createTopics() {
        file = directory.resolve("text");
        broker.createTopic(TOPIC, 3);
        PositionTopic.create(broker);
    }

    @AfterEach
    void closeBroker() {
        broker.close();
    }

    @Test
    void shouldWriteLinesInTurnToAllPartitions() throws Exception {
        write("1\n2\n3\n4");

        feedResumed();

        assertThat(committedLines()).containsExactlyInAnyOrder("0:1", "1:2", "2:3", "0:4");
    }

    @Test
    void shouldWriteNothingTwice() throws Exception {
        write("1\n2\n");

        feedResumed();
        feedResumed();

        assertThat(committedTexts()).containsExactlyInAnyOrder("1", "2");
    }

    @Test
    void shouldGoOnWhereTheLastRunEnded() throws Exception {
        write("1\n2");
        feedResumed();
        append("2\n3\n");

        feedResumed();

        // The last line had ended with the file, so what was appended started a new one.
        assertThat(committedTexts()).containsExactlyInAnyOrder("1", "2", "2", "3");
    }

    @Test
    void shouldForgetWhatWasNotCommitted() throws Exception {
        write("1\n2\n");
        LineFeed abandoned = openFeed();
        abandoned.feed(resumedText());
        // Neither committed nor closed, as if the process had been killed here.

        feedResumed();

        assertThat(committedTexts()).containsExactlyInAnyOrder("1", "2");
        assertThat(PositionTopic.read(broker).values())
                .extracting(Position::bytes)
                .containsExactly(4L);
    }

    @Test
    void shouldCommitLongTextsPieceByPieceWithTheirPosition() throws Exception {
        String line = "x".repeat(99) + "\n";
        write(line.repeat(25_000));
        List<Long> positions = new ArrayList<>();

        try (LineFeed feed = LineFeed.open(broker, SystemClock.instance(), TOPIC, () -> positions.add(position()))) {
            feed.feed(resumedText());
            feed.commit();
        }

        assertThat(positions).hasSize(3).isSorted().endsWith(2_500_000L);
        assertThat(positions).allMatch(position -> position % 100 == 0);
        assertThat(committedTexts()).hasSize(25_000);
    }

    @Test
    void shouldCommitSeveralShortTextsTogether() throws Exception {
        write("1");
        Path other = Files.writeString(directory.resolve("other"), "2");

        try (LineFeed feed = openFeed()) {
            feed.feed(resumedText());
            TextInput second = TextInput.named(other.toString(), InputStream.nullInputStream());
            second.resume("other", Position.START);
            feed.feed(second);
            feed.commit();
        }

        assertThat(commits).hasValue(1);
        assertThat(PositionTopic.read(broker)).hasSize(2).containsEntry("other", new Position(1, crcOfTwo()));
    }

    @Test
    void shouldCommitNothingForAnEmptyText() throws Exception {
        write("");

        feedResumed();

        assertThat(commits).hasValue(0);
    }

    @Test
    void shouldCommitBeforeItWaitsForStandardInput() throws Exception {
        InputStream in = new ByteArrayInputStream("1\n2\n".getBytes(StandardCharsets.UTF_8));

        try (LineFeed feed = openFeed()) {
            feed.feed(TextInput.named("-", in));

            assertThat(committedTexts()).containsExactlyInAnyOrder("1", "2");
        }
    }

    @Test
    void shouldRefuseAFileThatIsShorterThanWhatWasRead() throws Exception {
        write("1\n2\n");
        feedResumed();
        write("1\n");

        assertThatThrownBy(this::resumedText)
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("up to byte 4")
                .hasMessageContaining("only 2 bytes");
    }

    @Test
    void shouldRefuseAFileThatChangedBeforeThePosition() throws Exception {
        write("1\n2\n");
        feedResumed();
        write("1\n3\n4\n");

        assertThatThrownBy(this::resumedText)
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("has changed");
    }

    private static int crcOfTwo() {
        CRC32C crc = new CRC32C();
        crc.update('2');
        return (int) crc.getValue();
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
    }

    private void append(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }

    private LineFeed openFeed() {
        return LineFeed.open(broker, SystemClock.instance(), TOPIC, commits::incrementAndGet);
    }

    private TextInput resumedText() throws Refusal {
        TextInput text = TextInput.named(file.toString(), InputStream.nullInputStream());
        String path = text.canonicalPath().orElseThrow();
        text.resume(path, PositionTopic.read(broker).getOrDefault(path, Position.START));
        return text;
    }

    private void feedResumed() throws Exception {
        try (LineFeed feed = openFeed()) {
            feed.feed(resumedText());
            feed.commit();
        }
    }

    private long position() {
        return PositionTopic.read(broker).values().iterator().next().bytes();
    }

    private List<String> committedTexts() {
        return committedLines().stream()
                .map(line -> line.substring(line.indexOf(':') + 1))
                .toList();
    }

    private List<String> committedLines() {
        List<String> lines = new ArrayList<>();
        try (TopicReader reader = TopicReader.open(broker, TOPIC)) {
            reader.readToEnd(record -> lines.add(record.partition().partition() + ":"
                    + new String(
                            record.valueArray(), record.valueOffset(), record.valueLength(), StandardCharsets.UTF_8)));
        }
        return lines;
    }
}
