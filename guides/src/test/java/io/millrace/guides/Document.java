package io.millrace.guides;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A page of the documentation, with its blocks of code. The line before a block may say what the block is, as a comment that readers do not see:
 *
 * <pre>
 * &lt;!-- snippet: FilterTest.java#filter --&gt;   the region of that name in that source file
 * &lt;!-- snippet: pom.xml --&gt;                   the whole file
 * &lt;!-- not compiled: a reason --&gt;
 * </pre>
 */
record Document(Path file, List<String> lines) {

    static final Path ROOT = Path.of("..");

    /**
     * @param language what stands behind the three ticks
     * @param note what the comment before the block says, or null
     * @param firstLine index of the first line of code
     */
    record Block(
            Document document, String language, @Nullable String note, int firstLine, List<String> code) {

        @Override
        public String toString() {
            return ROOT.relativize(document.file()) + ":" + (firstLine + 1);
        }
    }

    /** The README and all guides; decisions are history. */
    static List<Document> all() {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(Stream.of(ROOT.resolve("README.md")), docs.sorted())
                    .filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !file.startsWith(ROOT.resolve("docs/decisions")))
                    .map(file -> new Document(file, linesOf(file)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Document of(String file) {
        return new Document(ROOT.resolve(file), linesOf(ROOT.resolve(file)));
    }

    static List<String> linesOf(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).startsWith("```")) {
                continue;
            }
            int end = i + 1;
            while (!lines.get(end).equals("```")) {
                end++;
            }
            String before = i == 0 ? "" : lines.get(i - 1);
            String note = before.startsWith("<!-- ") ? before.substring(5, before.length() - " -->".length()) : null;
            blocks.add(new Block(this, lines.get(i).substring(3), note, i + 1, lines.subList(i + 1, end)));
            i = end;
        }
        return blocks;
    }
}
