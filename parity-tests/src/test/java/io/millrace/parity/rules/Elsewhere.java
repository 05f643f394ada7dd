package io.millrace.parity.rules;

import io.millrace.parity.api.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a rule is tested that a test driver cannot show.
 *
 * @param test {@code module/TestClass#method}
 */
record Elsewhere(int rule, String test) {

    static List<Elsewhere> read() {
        return Resources.lines("/rules/elsewhere.txt").stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split("\\s+", 3))
                .map(words -> new Elsewhere(Integer.parseInt(words[0]), words[1]))
                .toList();
    }

    /** Whether the sources have a test of that name. */
    boolean exists() {
        String[] parts = test.split("[/#]");
        Path sources = Path.of("..", parts[0], "src", "test", "java");
        try (Stream<Path> files = Files.walk(sources)) {
            List<Path> found =
                    files.filter(file -> file.endsWith(parts[1] + ".java")).toList();
            return found.size() == 1 && Files.readString(found.get(0)).contains(" " + parts[2] + "(");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
