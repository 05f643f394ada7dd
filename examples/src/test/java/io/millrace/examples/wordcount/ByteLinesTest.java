package io.millrace.examples.wordcount;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class ByteLinesTest {

    @Test
    void shouldCutAtNewlinesAndKeepCarriageReturns() throws IOException {
        assertThat(linesOf("one\r\n\ntwo\n")).containsExactly("one\r", "", "two");
    }

    @Test
    void shouldTakeWhatIsBehindTheLastNewlineForALine() throws IOException {
        assertThat(linesOf("one\ntwo")).containsExactly("one", "two");
    }

    @Test
    void shouldFindNoLineInAnEmptyText() throws IOException {
        assertThat(linesOf("")).isEmpty();
    }

    @Test
    void shouldStayAtTheEnd() throws IOException {
        ByteLines lines = lines("one", new Random(1));

        assertThat(lines.next()).isTrue();
        assertThat(lines.next()).isFalse();
        assertThat(lines.next()).isFalse();
        assertThat(lines.position().bytes()).isEqualTo(3);
    }

    @RepeatedTest(20)
    void shouldTellThePositionBehindEachLineOfAnyTextReadInAnyPieces(RepetitionInfo repetition) throws IOException {
        Random random = new Random(repetition.getCurrentRepetition());
        byte[] text = randomText(random);
        ByteLines lines = new ByteLines(new Pieces(text, random), 0, new CRC32C());
        int start = 0;

        while (lines.next()) {
            int newline = indexOfNewline(text, start);
            byte[] line = Arrays.copyOfRange(lines.array(), lines.offset(), lines.offset() + lines.length());
            assertThat(line).isEqualTo(Arrays.copyOfRange(text, start, newline));
            start = Math.min(newline + 1, text.length);
            if (random.nextInt(4) == 0) {
                assertThat(lines.position()).isEqualTo(new Position(start, crcOf(text, start)));
            }
        }

        assertThat(start).isEqualTo(text.length);
        assertThat(lines.position()).isEqualTo(new Position(text.length, crcOf(text, text.length)));
    }

    private static byte[] randomText(Random random) {
        // Some texts are longer than the buffer, some lines as well.
        byte[] text = new byte[random.nextInt(3) == 0 ? 3_000_000 : random.nextInt(10_000)];
        random.nextBytes(text);
        boolean longLines = random.nextBoolean();
        for (int i = 0; longLines && i < text.length; i++) {
            text[i] = text[i] == '\n' && i % 997 != 0 ? 0 : text[i];
        }
        if (longLines && text.length > 1_500_000) {
            Arrays.fill(text, 100_000, 1_400_000, (byte) 'x');
        }
        return text;
    }

    private static int indexOfNewline(byte[] text, int start) {
        int at = start;
        while (at < text.length && text[at] != '\n') {
            at++;
        }
        return at;
    }

    private static int crcOf(byte[] text, int length) {
        CRC32C crc = new CRC32C();
        crc.update(text, 0, length);
        return (int) crc.getValue();
    }

    private static List<String> linesOf(String text) throws IOException {
        ByteLines lines = lines(text, new Random(1));
        List<String> found = new ArrayList<>();
        while (lines.next()) {
            found.add(new String(lines.array(), lines.offset(), lines.length(), StandardCharsets.UTF_8));
        }
        return found;
    }

    private static ByteLines lines(String text, Random random) {
        return new ByteLines(new Pieces(text.getBytes(StandardCharsets.UTF_8), random), 0, new CRC32C());
    }

    /** Returns fewer bytes than asked for, as a pipe does. */
    private static final class Pieces extends InputStream {

        private final ByteArrayInputStream text;
        private final Random random;

        Pieces(byte[] text, Random random) {
            this.text = new ByteArrayInputStream(text);
            this.random = random;
        }

        @Override
        public int read() {
            return text.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            return text.read(target, offset, Math.min(length, 1 + random.nextInt(200_000)));
        }
    }
}
