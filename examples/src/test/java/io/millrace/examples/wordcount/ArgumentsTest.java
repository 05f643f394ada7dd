package io.millrace.examples.wordcount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.examples.launch.Refusal;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {

    @Test
    void shouldReadOptionsAndFilesInAnyOrder() throws Refusal {
        Arguments arguments =
                Arguments.parse("a.txt", "--top", "5", "--data=dir with space", "-", "--threads", "3", "b");

        assertThat(arguments.files()).containsExactly("a.txt", "-", "b");
        assertThat(arguments.top()).isEqualTo(5);
        assertThat(arguments.data()).contains(Path.of("dir with space"));
        assertThat(arguments.threads()).isEqualTo(3);
    }

    @Test
    void shouldPrintAllWordsWithoutDataDirectoryUnlessToldOtherwise() throws Refusal {
        Arguments arguments = Arguments.parse("a.txt");

        assertThat(arguments.top()).isEqualTo(Integer.MAX_VALUE);
        assertThat(arguments.data()).isEmpty();
        assertThat(arguments.threads()).isBetween(1, 4);
    }

    @Test
    void shouldTakeEverythingBehindTwoDashesForAFile() throws Refusal {
        assertThat(Arguments.parse("--", "--top", "--help").files()).containsExactly("--top", "--help");
        assertThat(Arguments.askForHelp("--", "--help")).isFalse();
        assertThat(Arguments.askForHelp("a", "--help")).isTrue();
    }

    @Test
    void shouldRefuseACommandLineWithoutFiles() {
        assertThatThrownBy(() -> Arguments.parse("--top", "3"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("FILE");
    }

    @Test
    void shouldNameTheUnknownOption() {
        assertThatThrownBy(() -> Arguments.parse("--tpo=3", "a"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("--tpo");
    }

    @Test
    void shouldRefuseAnOptionWithoutValue() {
        assertThatThrownBy(() -> Arguments.parse("a", "--data"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("--data");
        assertThatThrownBy(() -> Arguments.parse("a", "--data="))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("--data");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "x", "1.5", "99999999999"})
    void shouldRefuseWhatIsNotAPositiveNumber(String number) {
        assertThatThrownBy(() -> Arguments.parse("--threads", number, "a"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("--threads")
                .hasMessageContaining(number);
    }
}
