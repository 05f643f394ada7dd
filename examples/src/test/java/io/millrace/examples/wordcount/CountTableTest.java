package io.millrace.examples.wordcount;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CountTableTest {

    @Test
    void shouldPrintTheMostFrequentFirstAndEqualOnesByWord() throws IOException {
        assertThat(printed(10, "b", 2L, "a", 2L, "z", 10L, "é", 2L)).isEqualTo("10\tz\n2\ta\n2\tb\n2\té\n");
    }

    @Test
    void shouldPrintNoMoreThanTheTop() throws IOException {
        assertThat(printed(1, "b", 2L, "a", 2L)).isEqualTo("2\ta\n");
    }

    @Test
    void shouldKeepTheLastCountOfAWord() throws IOException {
        assertThat(printed(10, "a", 1L, "a", 2L)).isEqualTo("2\ta\n");
    }

    @Test
    void shouldOrderWordsAsTheirBytesInUtf8() {
        Random random = new Random(5);
        int[] alphabet = {'a', 'b', 0xE9, 0x3A9, 0x6771, 0xE000, 0xFFFD, 0x10400, 0x1D49C};
        for (int i = 0; i < 10_000; i++) {
            String left = randomWord(random, alphabet);
            String right = randomWord(random, alphabet);

            int order = CountTable.compareCodePoints(left, right);

            int byBytes = Arrays.compareUnsigned(
                    left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
            assertThat(Integer.signum(order)).as("%s and %s", left, right).isEqualTo(Integer.signum(byBytes));
        }
    }

    private static String randomWord(Random random, int[] alphabet) {
        int[] codePoints = random.ints(random.nextInt(4), 0, alphabet.length)
                .map(i -> alphabet[i])
                .toArray();
        return new String(codePoints, 0, codePoints.length);
    }

    private static String printed(int top, Object... wordsAndCounts) throws IOException {
        CountTable table = new CountTable();
        for (int i = 0; i < wordsAndCounts.length; i += 2) {
            table.put((String) wordsAndCounts[i], (Long) wordsAndCounts[i + 1]);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        table.print(out, top);
        return out.toString(StandardCharsets.UTF_8);
    }
}
