package io.millrace.parity.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.parity.generate.ScenarioGenerator;
import io.millrace.parity.program.Scenario;
import io.millrace.parity.program.ScenarioText;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs on which the two libraries once differed, shrunk: a file each, as a campaign shows them, under {@code pinned}; those on which 4.3.1 fails by a
 * mistake of its own under {@code mistakes}. The first line is a sentence that says what they are about.
 */
class PinnedProgramsTest {

    @TempDir
    Path directory;

    @TestFactory
    Stream<DynamicTest> shouldShowWhatKafkaStreamsShows() throws IOException, URISyntaxException {
        return tests("pinned", Verdict.Kind.SAME);
    }

    @TestFactory
    Stream<DynamicTest> shouldTellMistakesOfKafkaStreamsApart() throws IOException, URISyntaxException {
        return tests("mistakes", Verdict.Kind.OWN_ERROR);
    }

    @TestFactory
    Stream<DynamicTest> shouldShowWhatKafkaStreamsShowsIfSkippedRecordsHadNotCome()
            throws IOException, URISyntaxException {
        return tests("skipped", Verdict.Kind.HALF_EFFECTS);
    }

    private Stream<DynamicTest> tests(String folder, Verdict.Kind expected) throws IOException, URISyntaxException {
        Differential differential = new Differential(directory.toString());
        try (Stream<Path> files = Files.list(
                Path.of(Objects.requireNonNull(PinnedProgramsTest.class.getResource("/differential/" + folder))
                        .toURI()))) {
            List<Path> sorted = files.sorted().toList();
            return sorted.stream().map(file -> test(differential, file, expected));
        }
    }

    private static DynamicTest test(Differential differential, Path file, Verdict.Kind expected) {
        String text = read(file);
        String sentence = text.lines().findFirst().orElseThrow().substring(1).strip();
        return DynamicTest.dynamicTest(sentence, () -> {
            Verdict verdict = differential.compare(ScenarioText.parse(text));

            assertThat(verdict.kind()).as(verdict::explanation).isEqualTo(expected);
        });
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void shouldReadBackEveryScenarioThatACampaignShows() {
        ScenarioGenerator generator = new ScenarioGenerator(Set.of());
        for (long seed = 1; seed <= 2_000; seed++) {
            Scenario scenario = generator.scenario(seed);

            assertThat(ScenarioText.parse(scenario.toString())).isEqualTo(scenario);
        }
    }
}
