package io.millrace.examples.wordcount;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgressLineTest {

    @Test
    void shouldTellLinesDoneTotalAndRate() {
        assertThat(ProgressLine.text(1_500, 20_000, false, 0.5)).isEqualTo("1,500 / 20,000 lines, 3,000 lines/s");
    }

    @Test
    void shouldMarkATotalThatIsAGuess() {
        assertThat(ProgressLine.text(0, 20_000, true, 0)).isEqualTo("0 / about 20,000 lines, 0 lines/s");
    }
}
