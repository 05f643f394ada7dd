package io.millrace.examples.wordcount;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.examples.launch.Launcher;
import io.millrace.time.SystemClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example and the command are one application: each goes on where the other ended. */
class WordCountExampleTest {

    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void shouldBeCountedOnByTheCommand() throws IOException {
        example("one two two");

        command("two three");

        assertThat(out.toString(UTF_8)).isEqualTo("3\ttwo\n1\tone\n1\tthree\n");
    }

    @Test
    void shouldCountOnWhatTheCommandHasCounted() throws IOException {
        command("two three");

        example("one two two");

        assertThat(out.toString(UTF_8)).endsWith("count  word\n    3  two\n    1  one\n    1  three\n");
    }

    private void example(String text) throws IOException {
        out.reset();
        Path input = Files.writeString(directory.resolve("input of the example"), text);
        int status = new Launcher(new PrintStream(out, true, UTF_8), System.err)
                .run(WordCountExample.example(), List.of("--data", data(), "--input", input.toString()));
        assertThat(status).isZero();
    }

    private void command(String text) throws IOException {
        out.reset();
        Path input = Files.writeString(directory.resolve("input of the command"), text);
        int status = new WordCountCommand(
                        new ByteArrayInputStream(new byte[0]), out, System.err, false, SystemClock.instance())
                .run("--data", data(), input.toString());
        assertThat(status).isZero();
    }

    private String data() {
        return directory.resolve("data").toString();
    }
}
