package io.millrace.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads the planted bugs that {@code bin/mutants} tries: each can still be planted in the source that it names. */
class MutantsTest {

    private static final Path ROOT = Path.of("..");
    private static final Path MUTANTS = Path.of("mutants");
    private static final String ORIGINAL = "--- original\n";
    private static final String CHANGED = "--- changed\n";

    private static List<Path> mutants() throws IOException {
        try (Stream<Path> files = Files.list(MUTANTS)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void shouldFindTheLinesOfAPlantedBugOnceInItsSource(Path mutant) throws IOException {
        String text = Files.readString(mutant);
        assertThat(text).containsOnlyOnce(ORIGINAL).containsOnlyOnce(CHANGED);
        int original = text.indexOf(ORIGINAL);
        int changed = text.indexOf(CHANGED);
        Map<String, String> fields = text.substring(0, original)
                .lines()
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf(": ")), line -> line.substring(line.indexOf(": ") + 2)));
        String lines = text.substring(original + ORIGINAL.length(), changed);

        assertThat(fields).containsKeys("title", "step", "source");
        assertThat(lines).isNotBlank().isNotEqualTo(text.substring(changed + CHANGED.length()));
        assertThat(Files.readString(ROOT.resolve(fields.get("source"))))
                .as("the source has moved on: mend %s", mutant)
                .containsOnlyOnce(lines);
    }

    @Test
    void shouldHaveAtLeast30PlantedBugs() throws IOException {
        assertThat(mutants())
                .hasSizeGreaterThanOrEqualTo(30)
                .allSatisfy(path -> assertThat(path).asString().endsWith(".mutant"));
    }
}
