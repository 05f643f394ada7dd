package io.millrace.examples.wordcount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class WordsTest {

    /** Letters, digits, what looks like them and is none, and characters whose lower case is longer or depends on neighbours. */
    private static final String[] PIECES = {
        "a",
        "b",
        "Z",
        "Q",
        "0",
        "9",
        " ",
        "  ",
        "\t",
        "\r",
        ".",
        "-",
        "'",
        "_",
        "\u00e9",
        "\u00c9",
        "\u00df",
        "\u0130",
        "\u212a",
        "\u03a3",
        "\u03c3",
        "\u03b1",
        "\u0391",
        "\u0301",
        "\u01c4",
        "\u00b2",
        "\u0663",
        "\u6771",
        "\ufffd",
        "\u2019",
        "\ud801\udc00",
        "\ud83d\ude00",
        "\ud835\udc9c",
        "\ufb01",
        "\u00a0",
        "\u00ad"
    };

    @Test
    void shouldSplitOnEverythingThatIsNeitherLetterNorDigit() {
        assertThat(Words.of("To be, or_not--to be?\t3rd\r"))
                .containsExactly("to", "be", "or", "not", "to", "be", "3rd");
    }

    @Test
    void shouldFindNoWordInALineOfSeparators() {
        assertThat(Words.of("")).isEmpty();
        assertThat(Words.of(" \t\u2014 \u00b2\u00bd \ufffd")).isEmpty();
    }

    @Test
    void shouldLowerCaseBeforeSplitting() {
        // The lower case of U+0130 is an i and a combining dot, which is no letter.
        assertThat(Words.of("AB\u0130C")).containsExactly("abi", "c");
    }

    @Test
    void shouldKeepLettersBeyondTheBasicPlaneWhole() {
        assertThat(Words.of("\ud801\udc00x \ud83d\ude00y")).containsExactly("\ud801\udc28x", "y");
    }

    @Test
    void shouldTakeDigitsOfAllScriptsButNoOtherNumbers() {
        assertThat(Words.of("\u0663\u0664 x\u00b2 \u2167")).containsExactly("\u0663\u0664", "x");
    }

    @Test
    void shouldThrowBehindTheLastWord() {
        Iterator<String> words = Words.of("one").iterator();

        words.next();

        assertThat(words.hasNext()).isFalse();
        assertThatThrownBy(words::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void shouldStartAnewForEachIterator() {
        Iterable<String> words = Words.of("one two");

        assertThat(words).containsExactly("one", "two");
        assertThat(words).containsExactly("one", "two");
    }

    @RepeatedTest(20)
    void shouldAgreeWithASplitByRegularExpression(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        for (int i = 0; i < 500; i++) {
            String line = randomLine(random);

            List<String> words = new ArrayList<>();
            Words.of(line).forEach(words::add);

            assertThat(words)
                    .as("line '%s' of seed %d", line, repetition.getCurrentRepetition())
                    .isEqualTo(naive(line));
        }
    }

    private static String randomLine(Random random) {
        int kinds = random.nextBoolean() ? 14 : PIECES.length;
        StringBuilder line = new StringBuilder();
        for (int n = random.nextInt(30); n > 0; n--) {
            line.append(PIECES[random.nextInt(kinds)]);
        }
        return line.toString();
    }

    private static List<String> naive(String line) {
        return Arrays.stream(LowerCase.of(line).split("[^\\p{L}\\p{Nd}]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
