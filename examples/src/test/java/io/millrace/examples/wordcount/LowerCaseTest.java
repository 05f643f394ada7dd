package io.millrace.examples.wordcount;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class LowerCaseTest {

    @Test
    void shouldMakeASigmaFinalAtTheEndOfAWord() {
        assertThat(LowerCase.of("ΟΔΟΣ ΣΑΣ, Σ")).isEqualTo("οδος σας, σ");
    }

    @Test
    void shouldLookPastWhatCaseIgnores() {
        assertThat(LowerCase.of("ΑΣ\u0301 ΑΣ.Β Α'Σ ΑΣ\u00ADΒ")).isEqualTo("ας\u0301 ασ.β α'ς ασ\u00ADβ");
    }

    @Test
    void shouldEndAWordAtHyphensAndDigits() {
        assertThat(LowerCase.of("ΕΛΛΑΣ-ΚΥΠΡΟΣ ΑΣ1Β")).isEqualTo("ελλας-κυπρος ας1β");
    }

    @Test
    void shouldLeaveOtherCharactersToTheStandardLibrary() {
        StringBuilder all = new StringBuilder();
        for (int codePoint = 0; codePoint < Character.MIN_SURROGATE; codePoint++) {
            if (codePoint != '\u03A3') {
                all.appendCodePoint(codePoint).append(' ');
            }
        }

        assertThat(LowerCase.of("Σ " + all)).isEqualTo("σ " + all.toString().toLowerCase(Locale.ROOT));
    }

    @Test
    void shouldTakeTimeInProportionToTheLine() {
        String line = "ΟΔΟΣ".repeat(1_000_000);

        String lower = Assertions.assertTimeout(Duration.ofSeconds(20), () -> LowerCase.of(line));

        assertThat(lower).endsWith("οδοσοδος");
    }
}
