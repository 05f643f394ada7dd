package io.millrace.examples.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {

    private static final List<String> NAMES = List.of("card-fraud", "logins", "--data");

    @Test
    void shouldFindANameWithAMistake() {
        assertThat(Nearest.hint("cardfraud", NAMES)).isEqualTo("; did you mean card-fraud?");
        assertThat(Nearest.hint("login", NAMES)).isEqualTo("; did you mean logins?");
        assertThat(Nearest.hint("-data", NAMES)).isEqualTo("; did you mean --data?");
    }

    @Test
    void shouldFindNothingThatIsFarFromAllNames() {
        assertThat(Nearest.hint("weather", NAMES)).isEmpty();
    }
}
