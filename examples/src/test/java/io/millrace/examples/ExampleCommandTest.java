package io.millrace.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.examples.launch.Example;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExampleCommandTest {

    private static final String READING =
            "{\"time\": \"%s\", \"topic\": \"temperature-readings\", \"key\": \"%s\", \"value\": {\"celsius\": %s}}\n";

    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void shouldListTheExamples() {
        assertThat(run()).isZero();

        assertThat(output().lines()).hasSameSizeAs(Examples.all());
        for (Example example : Examples.all()) {
            assertThat(output())
                    .containsPattern("(?m)^" + example.name() + " +" + Pattern.quote(example.title()) + "$");
        }
    }

    @Test
    void shouldTellTheUsage() {
        assertThat(run("--help")).isZero();

        assertThat(output()).startsWith("Usage: example NAME").contains("card-fraud");
    }

    @Test
    void shouldTellTheOptionsOfAnExampleAndItsFormat() {
        assertThat(run("temperature", "--help")).isZero();

        assertThat(output())
                .startsWith("Usage: example temperature [--data DIR] [--input FILE]\n")
                .contains("temperature: average temperature per sensor", "--data DIR", "temperature-readings")
                .endsWith("\"value\": {\"celsius\": 70.0}}\n");
    }

    @Test
    void shouldSuggestTheNearestName() {
        assertThat(run("temprature")).isEqualTo(2);

        assertThat(errors())
                .isEqualTo(
                        "example: there is no example temprature; did you mean temperature? (without a name, all are listed)\n");
        assertThat(output()).isEmpty();
    }

    @Test
    void shouldSuggestNothingForANameThatIsLikeNoOther() {
        assertThat(run("zzzzzzzzzzzz")).isEqualTo(2);

        assertThat(errors()).isEqualTo("example: there is no example zzzzzzzzzzzz (without a name, all are listed)\n");
    }

    @Test
    void shouldRefuseAnUnknownOption() {
        assertThat(run("temperature", "--dat", "x")).isEqualTo(2);

        assertThat(errors())
                .isEqualTo("temperature: unknown option --dat; did you mean --data? (--help tells the options)\n");
    }

    @Test
    void shouldRefuseAnOptionWithoutItsValue() {
        assertThat(run("temperature", "--data")).isEqualTo(2);

        assertThat(errors()).startsWith("temperature: --data needs a value");
    }

    @Test
    void shouldKeepResultsInADataDirectoryAndFeedNothingTwice() {
        String data = directory.resolve("data").toString();
        assertThat(run("temperature", "--data", data)).isZero();
        List<String> first = table();

        assertThat(run("temperature", "--data", data)).isZero();

        assertThat(output()).contains("0 events fed from readings.jsonl: nothing in it is new");
        assertThat(table()).isEqualTo(first);
    }

    @Test
    void shouldGoOnWithWhatIsAppendedToTheInput() throws IOException {
        String data = directory.resolve("data").toString();
        Path file = Files.writeString(
                directory.resolve("more.jsonl"), READING.formatted("2026-03-03T00:00:00Z", "attic", "20"));
        assertThat(run("temperature", "--data", data, "--input=" + file)).isZero();
        assertThat(output()).contains("1 event fed from " + file + "\n");
        Files.writeString(file, READING.formatted("2026-03-03T00:00:09Z", "attic", "21"), StandardOpenOption.APPEND);

        assertThat(run("temperature", "--data", data, "--input", file.toString()))
                .isZero();

        assertThat(output()).contains("1 event fed from " + file + "\n");
        assertThat(table()).containsExactly("2026-03-03 00:00:00 - 00:00:10  attic     20.50");
    }

    @Test
    void shouldKeepExamplesApartInOneDataDirectory() {
        String data = directory.resolve("data").toString();
        assertThat(run("platinum-views", "--data", data)).isZero();
        assertThat(run("enriched-orders", "--data", data)).isZero();
        assertThat(output()).contains("o4", "13 events fed");

        assertThat(run("platinum-views", "--data", data)).isZero();

        assertThat(table()).hasSize(4);
    }

    @Test
    void shouldRefuseAMissingInputAndChangeNothing() {
        Path data = directory.resolve("data");

        assertThat(run("temperature", "--data", data.toString(), "--input", "missing"))
                .isEqualTo(2);

        assertThat(errors()).isEqualTo("temperature: cannot read --input missing: no such file\n");
        assertThat(data).doesNotExist();
    }

    @Test
    void shouldRefuseInputThatIsNotWhatTheExampleReads() throws IOException {
        assertRefused("is not JSON: ", "time=now");
        assertRefused("has no text \"time\"", "{\"topic\": \"temperature-readings\"}");
        assertRefused("has the time \"now\"", "{\"time\": \"now\", \"topic\": \"temperature-readings\"}");
        assertRefused(
                "is for topic other, which temperature does not read; it reads temperature-readings",
                "{\"time\": \"2026-03-03T00:00:00Z\", \"topic\": \"other\"}");
    }

    private void assertRefused(String reason, String line) throws IOException {
        Path file = Files.writeString(directory.resolve("input"), "\n# a remark\n" + line + "\n");

        assertThat(run("temperature", "--input", file.toString())).isEqualTo(2);

        assertThat(errors())
                .startsWith("temperature: " + file + " line 3 " + reason)
                .hasLineCount(1);
        assertThat(output()).isEmpty();
    }

    @Test
    void shouldRefuseInputThatGotShorter() throws IOException {
        String data = directory.resolve("data").toString();
        String line = READING.formatted("2026-03-03T00:00:00Z", "attic", "20");
        Path file = Files.writeString(directory.resolve("input"), line + line);
        assertThat(run("temperature", "--data", data, "--input", file.toString()))
                .isZero();
        Files.writeString(file, line);

        assertThat(run("temperature", "--data", data, "--input", file.toString()))
                .isEqualTo(2);

        assertThat(errors())
                .isEqualTo("temperature: " + file
                        + " has 1 lines, but 2 were read by an earlier run: it is not the file that it was\n");
    }

    @Test
    void shouldRefuseAForeignDirectory() throws IOException {
        Files.writeString(directory.resolve("mine"), "mine");

        assertThat(run("temperature", "--data", directory.toString())).isEqualTo(2);

        assertThat(errors()).startsWith("temperature: cannot use --data " + directory);
    }

    @Test
    void shouldTellWhyProcessingFailed() throws IOException {
        Path file = Files.writeString(
                directory.resolve("input"), READING.formatted("2026-03-03T00:00:00Z", "attic", "\"warm\""));

        assertThat(run("temperature", "--input", file.toString())).isEqualTo(1);

        assertThat(errors())
                .contains("temperature: processing failed: ", "temperature-readings-0@0", "cannot be decoded");
    }

    /** The rows of the last table that was printed. */
    private List<String> table() {
        List<String> lines = output().lines().toList();
        return lines.subList(lines.lastIndexOf("") + 3, lines.size());
    }

    private int run(String... args) {
        out.reset();
        err.reset();
        return new ExampleCommand(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8))
                .run(List.of(args));
    }

    private String output() {
        return out.toString(UTF_8);
    }

    private String errors() {
        return err.toString(UTF_8);
    }
}
