package io.millrace.examples.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {

    @Test
    void shouldAlignTextToTheLeftAndNumbersToTheRight() {
        TextTable table = new TextTable(
                List.of("name", "count", "rate"),
                List.of(List.of("a", "5", "1.5 %"), List.of("longer", "1,234,567", "-20 %")));

        assertThat(table.lines())
                .containsExactly(
                        "name        count   rate", //
                        "a               5  1.5 %",
                        "longer  1,234,567  -20 %");
    }

    @Test
    void shouldTakeAColumnForTextIfOneCellIs() {
        TextTable table = new TextTable(List.of("cell", "next"), List.of(List.of("12", "x"), List.of("n/a", "y")));

        assertThat(table.lines()).containsExactly("cell  next", "12    x", "n/a   y");
    }

    @Test
    void shouldCountLettersNotCodeUnits() {
        TextTable table =
                new TextTable(List.of("n", "next"), List.of(List.of("\uD835\uDC9C", "x"), List.of("be", "y")));

        assertThat(table.lines()).containsExactly("n   next", "\uD835\uDC9C   x", "be  y");
    }

    @Test
    void shouldLeaveNoSpaceAtTheEndOfLines() {
        TextTable table = new TextTable(List.of("a", "b"), List.of(List.of("x", ""), List.of("y", "long")));

        assertThat(table.lines()).containsExactly("a  b", "x", "y  long");
    }
}
