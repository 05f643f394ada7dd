package io.millrace.examples.wordcount;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.time.SystemClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordCountCommandTest {

    @TempDir
    Path directory;

    private String standardInput = "";
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void shouldCountTheWordsOfSeveralTexts() throws IOException {
        String first = file("first", "To be, or not to be:\r\nthat is the question.\n");
        String second = file("second", "Être ou ne pas ÊTRE\nbe");

        assertThat(run(first, second)).isZero();

        assertThat(output())
                .isEqualTo(
                        "3\tbe\n2\tto\n2\têtre\n1\tis\n1\tne\n1\tnot\n1\tor\n1\tou\n1\tpas\n1\tquestion\n1\tthat\n1\tthe\n");
        assertThat(errors()).isEmpty();
    }

    @Test
    void shouldPrintNothingForTextsWithoutWords() throws IOException {
        assertThat(run(file("empty", ""), file("blank", "\n \n--\n"))).isZero();

        assertThat(output()).isEmpty();
    }

    @Test
    void shouldReadAPathGivenTwiceTwice() throws IOException {
        String text = file("text", "one");

        assertThat(run(text, text)).isZero();

        assertThat(output()).isEqualTo("2\tone\n");
    }

    @Test
    void shouldReadStandardInputAndPrintTheTop() {
        standardInput = "a b b c c c";

        assertThat(run("--top", "2", "-")).isZero();

        assertThat(output()).isEqualTo("3\tc\n2\tb\n");
    }

    @Test
    void shouldPrintTheUsage() {
        assertThat(run("--help")).isZero();

        assertThat(output()).isEqualTo(Arguments.USAGE);
    }

    @Test
    void shouldAddToTheCountsOfADataDirectory() throws IOException {
        String data = directory.resolve("data").toString();
        String first = file("first", "one two");
        assertThat(run("--data", data, first, first)).isZero();
        assertThat(output()).isEqualTo("1\tone\n1\ttwo\n");
        Files.writeString(Path.of(first), "two", StandardOpenOption.APPEND);
        standardInput = "one";

        assertThat(run("--data", data, "--threads", "1", first, file("second", "one"), "-"))
                .isZero();

        assertThat(output()).isEqualTo("3\tone\n2\ttwo\n");
    }

    @Test
    void shouldCountTheBacklogOfARunThatWasKilled() throws Exception {
        Path data = directory.resolve("data");
        String text = file("text", "one two\ntwo");
        assertThat(run("--data", data.toString(), text)).isZero();
        try (EmbeddedBroker broker = EmbeddedBroker.open(data);
                LineFeed feed = LineFeed.open(broker, SystemClock.instance(), WordCount.LINES, () -> {})) {
            feed.feed(TextInput.named(file("fed", "two three"), System.in));
            feed.commit();
        }

        assertThat(run("--data", data.toString(), text)).isZero();

        assertThat(output()).isEqualTo("3\ttwo\n1\tone\n1\tthree\n");
    }

    @Test
    void shouldRefuseAMissingFileAndChangeNothing() throws IOException {
        Path data = directory.resolve("data");

        int status = run(
                "--data",
                data.toString(),
                file("text", "one"),
                directory.resolve("missing").toString());

        assertRefused(status, "missing");
        assertThat(data).doesNotExist();
    }

    @Test
    void shouldRefuseADirectoryAsText() {
        assertRefused(run(directory.toString()), "directory");
    }

    @Test
    void shouldRefuseWrongArguments() {
        assertRefused(run("--threads", "none", "x"), "--threads");
    }

    @Test
    void shouldRefuseAForeignDataDirectoryAndChangeNothing() throws IOException {
        Path foreign = Files.createDirectory(directory.resolve("foreign"));
        Files.writeString(foreign.resolve("file"), "mine");

        int status = run("--data", foreign.toString(), file("text", "one"));

        assertRefused(status, foreign.toString());
        assertThat(contentOf(foreign)).containsExactly("file");
    }

    @Test
    void shouldRefuseADataDirectoryThatIsAFile() throws IOException {
        assertRefused(run("--data", file("data", ""), file("text", "one")), "data");
    }

    @Test
    void shouldRefuseADataDirectoryInUse() throws IOException {
        Path data = directory.resolve("data");
        String text = file("text", "one");

        EmbeddedBroker holder = EmbeddedBroker.open(data);
        try {
            assertRefused(run("--data", data.toString(), text), "open already");
        } finally {
            holder.close();
        }

        assertThat(run("--data", data.toString(), text)).isZero();
    }

    @Test
    void shouldRefuseAChangedFileAndCountNothing() throws IOException {
        String data = directory.resolve("data").toString();
        String changed = file("changed", "one");
        assertThat(run("--data", data, changed)).isZero();
        file("changed", "two");

        assertRefused(run("--data", data, file("other", "three"), changed), "changed");

        file("changed", "one");
        assertThat(run("--data", data, changed)).isZero();
        assertThat(output()).isEqualTo("1\tone\n");
    }

    @Test
    void shouldFailIfTheCountsCannotBePrinted() throws IOException {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        WordCountCommand command =
                new WordCountCommand(System.in, full, new PrintStream(err, true, UTF_8), false, SystemClock.instance());

        assertThat(command.run(file("text", "one"))).isEqualTo(1);

        assertThat(errors()).isEqualTo("wordcount: No space left on device\n");
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    private int run(String... args) {
        out.reset();
        err.reset();
        ByteArrayInputStream in = new ByteArrayInputStream(standardInput.getBytes(UTF_8));
        return new WordCountCommand(in, out, new PrintStream(err, true, UTF_8), false, SystemClock.instance())
                .run(args);
    }

    private void assertRefused(int status, String reason) {
        assertThat(errors())
                .startsWith("wordcount: ")
                .contains(reason)
                .endsWith("\n")
                .hasLineCount(1);
        assertThat(status).isEqualTo(2);
        assertThat(output()).isEmpty();
    }

    private static List<String> contentOf(Path directory) throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            return children.map(child -> child.getFileName().toString()).toList();
        }
    }

    private String output() {
        return out.toString(UTF_8);
    }

    private String errors() {
        return err.toString(UTF_8);
    }
}
