package io.millrace.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs each example as its command does, and compares what it prints with what README.md of the module shows. */
class ReadmeTest {

    private static final Path README = Path.of("README.md");

    /** A block that shows a command, and what it prints; a line of dots at its end stands for the rest. */
    private static final Pattern BLOCK = Pattern.compile("(?s)```\\n\\$ bin/example ?([\\w-]*)\\n(.*?)```\\n");

    private record Shown(String name, List<String> lines) {

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Shown> shownExamples() throws IOException {
        List<Shown> all = new ArrayList<>();
        Matcher block = BLOCK.matcher(Files.readString(README, UTF_8));
        while (block.find()) {
            all.add(new Shown(block.group(1), block.group(2).lines().toList()));
        }
        return all;
    }

    @Test
    void shouldShowTheListAndEveryExampleInItsOrder() throws IOException {
        List<String> expected = new ArrayList<>(List.of(""));
        expected.addAll(Examples.names());

        assertThat(shownExamples()).extracting(Shown::name).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("shownExamples")
    void shouldPrintWhatIsShown(Shown shown) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        int status = new ExampleCommand(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8))
                .run(shown.name().isEmpty() ? List.of() : List.of(shown.name()));

        assertThat(err.toString(UTF_8)).isEmpty();
        assertThat(status).isZero();
        List<String> printed = out.toString(UTF_8).lines().toList();
        List<String> lines = shown.lines();
        if (lines.get(lines.size() - 1).equals("...")) {
            List<String> head = lines.subList(0, lines.size() - 1);
            assertThat(printed).hasSizeGreaterThan(head.size()).startsWith(head.toArray(String[]::new));
        } else {
            assertThat(printed).isEqualTo(lines);
        }
    }
}
