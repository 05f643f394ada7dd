package io.millrace.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Names, numbers, order and text of descriptions are those of Kafka Streams 4.3.1. */
class DescriptionParityTest {

    static Set<String> programs() {
        return DescribedPrograms.all().keySet();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void shouldDescribeProgramAsKafkaStreamsDoes(String program) throws IOException {
        String expected = recorded(program);

        String described = DescribedPrograms.all().get(program).get().describe().toString();

        assertThat(described).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("programs")
    void shouldDescribeProgramTwiceInTheSameWay(String program) {
        String first = DescribedPrograms.all().get(program).get().describe().toString();

        String second = DescribedPrograms.all().get(program).get().describe().toString();

        assertThat(second).isEqualTo(first);
    }

    private static String recorded(String program) throws IOException {
        try (InputStream text = DescriptionParityTest.class.getResourceAsStream("/describe/" + program + ".txt")) {
            return new String(Objects.requireNonNull(text, program).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
