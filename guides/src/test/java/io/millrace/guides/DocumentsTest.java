package io.millrace.guides;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.guides.Document.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No page shows Java that is not compiled and run here. With {@code -Dguides.write=true} the pages get the code as it is now.
 */
class DocumentsTest {

    private static final String SNIPPET = "snippet: ";
    private static final String NOT_COMPILED = "not compiled: ";

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]*)(#[^)\\s]*)?\\)");

    static Stream<Block> javaBlocks() {
        return Document.all().stream()
                .flatMap(document -> document.blocks().stream())
                .filter(block ->
                        block.language().equals("java") || noteOf(block).startsWith(SNIPPET));
    }

    private static String noteOf(Block block) {
        return Objects.requireNonNullElse(block.note(), "");
    }

    @ParameterizedTest
    @MethodSource("javaBlocks")
    void shouldShowWhatIsCompiledAndRun(Block block) throws IOException {
        String note = noteOf(block);
        if (note.startsWith(NOT_COMPILED)) {
            assertThat(note.substring(NOT_COMPILED.length())).isNotBlank();
            return;
        }
        assertThat(note)
                .as("the line before the block at %s names a snippet", block)
                .startsWith(SNIPPET);
        List<String> code = Snippets.find(note.substring(SNIPPET.length()));

        if (Boolean.getBoolean("guides.write")) {
            write(block, code);
        } else {
            assertThat(block.code()).as("%s is %s as it is now", block, note).isEqualTo(code);
        }
    }

    private static void write(Block block, List<String> code) throws IOException {
        Path file = block.document().file();
        List<String> lines = new ArrayList<>(Document.linesOf(file));
        int comment = lines.indexOf("<!-- " + block.note() + " -->");
        int end = comment + 2;
        while (!lines.get(end).equals("```")) {
            end++;
        }
        lines.subList(comment + 2, end).clear();
        lines.addAll(comment + 2, code);
        Files.write(file, lines);
    }

    @Test
    void shouldShowEverySnippetOnce() {
        List<String> shown = javaBlocks()
                .map(DocumentsTest::noteOf)
                .filter(note -> note.startsWith(SNIPPET))
                .map(note -> note.substring(SNIPPET.length()))
                .toList();

        assertThat(shown).doesNotHaveDuplicates().containsAll(Snippets.regions());
    }

    @Test
    void shouldLinkToWhatIsThere() {
        for (Document document : Document.all()) {
            for (String line : document.lines()) {
                Matcher link = LINK.matcher(line);
                while (link.find()) {
                    if (link.group(1).startsWith("http")) {
                        continue;
                    }
                    Path target = link.group(1).isEmpty()
                            ? document.file()
                            : document.file().resolveSibling(link.group(1)).normalize();
                    assertThat(target)
                            .as("link in %s: %s", document.file(), line)
                            .exists();
                    if (link.group(2) != null) {
                        assertThat(anchors(target))
                                .as("link in %s: %s", document.file(), line)
                                .contains(link.group(2).substring(1));
                    }
                }
            }
        }
    }

    /** Headings as hosts of Markdown turn them into anchors. */
    private static Set<String> anchors(Path file) {
        Set<String> anchors = new HashSet<>();
        for (String line : Document.linesOf(file)) {
            if (line.startsWith("#")) {
                anchors.add(line.replaceFirst("#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9 _-]", "")
                        .replace(' ', '-'));
            }
        }
        return anchors;
    }
}
