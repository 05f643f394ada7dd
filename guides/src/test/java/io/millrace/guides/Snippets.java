package io.millrace.guides;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What pages quote: files under {@code src} of this module, or regions of them, without the indentation that all their lines have.
 *
 * <pre>
 * // region filter
 * ...
 * // end
 * </pre>
 */
final class Snippets {

    private static final Path SOURCES = Path.of("src");

    private Snippets() {}

    /** @param name {@code File.java#region} or {@code file} */
    static List<String> find(String name) {
        String[] parts = name.split("#", 2);
        List<Path> files = sources().stream()
                .filter(file -> file.getFileName().toString().equals(parts[0]))
                .toList();
        assertThat(files).as("files called %s under guides/src", parts[0]).hasSize(1);
        List<String> lines = Document.linesOf(files.get(0));
        return parts.length == 1 ? lines : region(lines, parts[1]);
    }

    private static List<String> region(List<String> lines, String region) {
        int begin = indexOf(lines, "// region " + region, 0);
        List<String> inside = lines.subList(begin + 1, indexOf(lines, "// end", begin));
        int indent = inside.stream()
                .filter(line -> !line.isBlank())
                .mapToInt(line -> line.length() - line.stripLeading().length())
                .min()
                .orElseThrow();
        return inside.stream()
                .map(line -> line.isBlank() ? "" : line.substring(indent))
                .toList();
    }

    private static int indexOf(List<String> lines, String marker, int from) {
        for (int i = from; i < lines.size(); i++) {
            if (lines.get(i).strip().equals(marker)) {
                return i;
            }
        }
        throw new AssertionError("There is no line '" + marker + "'");
    }

    /** Names of all regions, as {@link #find} takes them. */
    static List<String> regions() {
        List<String> names = new ArrayList<>();
        for (Path file : sources()) {
            for (String line : Document.linesOf(file)) {
                if (line.strip().startsWith("// region ")) {
                    names.add(file.getFileName() + "#" + line.strip().substring("// region ".length()));
                }
            }
        }
        return names;
    }

    private static List<Path> sources() {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
