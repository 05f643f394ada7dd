package io.millrace.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Reads the table of failure modes: no row is missing, and the tests and invariants that it names exist. */
class FailureModesTest {

    private static final Path PAGE = Path.of("..", "docs", "failure-modes.md");

    /** Rows that the page must have: letter and how many. */
    private static final Map<String, Integer> SECTIONS =
            Map.of("L", 18, "T", 16, "G", 8, "CP", 7, "RT", 6, "P", 13, "S", 25, "X", 28);

    private static final Pattern ROW = Pattern.compile("^\\| ([A-Z]+\\d+) \\|.*\\|([^|]*)\\|$");
    private static final Pattern TEST = Pattern.compile("`(\\w+)\\.(\\w+)`");
    private static final Pattern INVARIANT = Pattern.compile("`(I\\d+_\\w+)`");

    private record Row(String id, String shownBy) {}

    private static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String line : Files.readAllLines(PAGE)) {
            Matcher row = ROW.matcher(line);
            if (row.find()) {
                rows.add(new Row(row.group(1), row.group(2).strip()));
            }
        }
        return rows;
    }

    @Test
    void shouldHaveOneRowPerFailure() throws IOException {
        List<String> ids = rows().stream().map(Row::id).toList();

        Set<String> wanted = new TreeSet<>();
        SECTIONS.forEach(
                (section, count) -> IntStream.rangeClosed(1, count).forEach(number -> wanted.add(section + number)));
        assertThat(ids).doesNotHaveDuplicates().containsAll(wanted);
    }

    @Test
    void shouldNameTestsAndInvariantsThatExist() throws IOException {
        Map<String, String> tests = testSources();
        Set<String> invariants =
                Arrays.stream(Invariant.values()).map(Enum::name).collect(Collectors.toSet());
        List<String> wrong = new ArrayList<>();
        for (Row row : rows()) {
            int named = 0;
            for (Matcher test = TEST.matcher(row.shownBy()); test.find(); named++) {
                String source = tests.getOrDefault(test.group(1), "");
                if (!source.contains("void " + test.group(2) + "(")) {
                    wrong.add(row.id() + ": there is no test " + test.group());
                }
            }
            for (Matcher invariant = INVARIANT.matcher(row.shownBy()); invariant.find(); named++) {
                if (!invariants.contains(invariant.group(1))) {
                    wrong.add(row.id() + ": there is no invariant " + invariant.group());
                }
            }
            if (named == 0 && !row.shownBy().startsWith("Not shown")) {
                wrong.add(row.id() + ": neither a test nor why there is none");
            }
        }

        assertThat(wrong).isEmpty();
    }

    private static Map<String, String> testSources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            for (Path module : modules.map(path -> path.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(module)) {
                    files.filter(file -> file.toString().endsWith("Test.java"))
                            .forEach(file -> sources.put(className(file), read(file)));
                }
            }
        }
        return sources;
    }

    private static String className(Path file) {
        return file.getFileName().toString().replace(".java", "");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
