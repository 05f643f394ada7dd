package io.millrace.examples.cardfraud;

import static io.millrace.examples.Monday.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.examples.Monday;
import io.millrace.serialization.LongDeserializer;
import io.millrace.serialization.StringSerializer;
import io.millrace.serialization.json.JsonSerializer;
import io.millrace.state.Windowed;
import io.millrace.test.TestInputTopic;
import io.millrace.test.TestOutputTopic;
import io.millrace.test.TopologyTestDriver;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CardFraudTest {

    private final TopologyTestDriver driver = new TopologyTestDriver(CardFraud.topology());
    private final TestInputTopic<String, Attempt> attempts =
            driver.createInputTopic(CardFraud.ATTEMPTS, new StringSerializer(), new JsonSerializer<>());
    private final TestOutputTopic<Windowed<String>, Long> alerts =
            driver.createOutputTopic(CardFraud.ALERTS, CardFraud.windowedKeys().deserializer(), new LongDeserializer());

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void shouldNotAlertForThreeAttempts() {
        tried("card", "20:00:00", "20:00:01", "20:00:02");

        assertThat(results()).isEmpty();
    }

    @Test
    void shouldAlertForTheFourthAttemptOnBothSidesOfAnyBound() {
        tried("card", "20:00:03", "20:00:04", "20:00:06", "20:00:07");

        assertThat(results()).containsExactly("card 20:00:02-20:00:07 4");
    }

    @Test
    void shouldTakeBothEndsOfTheFiveSeconds() {
        tried("card", "20:00:00", "20:00:01", "20:00:02", "20:00:05");

        assertThat(results()).containsExactly("card 20:00:00-20:00:05 4");
    }

    @Test
    void shouldNotAlertForFourAttemptsInMoreThanFiveSeconds() {
        tried("card", "20:00:00", "20:00:01", "20:00:02", "20:00:05.001");

        assertThat(results()).isEmpty();
    }

    @Test
    void shouldAlertForAFourthAttemptThatArrivesOutOfOrder() {
        tried("card", "20:00:00", "20:00:01", "20:00:03", "20:00:02");

        assertThat(results()).containsExactly("card 19:59:58-20:00:03 4");
    }

    @Test
    void shouldNotMixCards() {
        tried("one", "20:00:00", "20:00:01");
        tried("other", "20:00:01", "20:00:02");

        assertThat(results()).isEmpty();
    }

    private void tried(String card, String... times) {
        for (String time : times) {
            attempts.pipeInput(card, new Attempt("shop", 100), at(time));
        }
    }

    private List<String> results() {
        return alerts.readKeyValuesToList().stream()
                .map(alert -> alert.key.key() + " " + Monday.span(alert.key.window()) + " " + alert.value)
                .toList();
    }
}
