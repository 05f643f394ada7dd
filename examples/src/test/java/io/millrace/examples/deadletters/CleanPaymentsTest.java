package io.millrace.examples.deadletters;

import static io.millrace.examples.Monday.at;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.errors.StreamsException;
import io.millrace.serialization.StringDeserializer;
import io.millrace.serialization.StringSerializer;
import io.millrace.test.TestInputTopic;
import io.millrace.test.TestOutputTopic;
import io.millrace.test.TestRecord;
import io.millrace.test.TopologyTestDriver;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CleanPaymentsTest {

    private final TopologyTestDriver driver =
            new TopologyTestDriver(CleanPayments.topology(), properties()).separateTasks();
    private final TestInputTopic<String, String> payments =
            driver.createInputTopic(CleanPayments.PAYMENTS, new StringSerializer(), new StringSerializer());
    private final TestOutputTopic<String, Payment> accepted = driver.createOutputTopic(
            CleanPayments.ACCEPTED,
            new StringDeserializer(),
            CleanPayments.payments().deserializer());
    private final TestOutputTopic<String, String> deadLetters =
            driver.createOutputTopic(CleanPayments.DEAD_LETTERS, new StringDeserializer(), new StringDeserializer());

    private static Properties properties() {
        Properties properties = new Properties();
        properties.putAll(CleanPayments.settings());
        return properties;
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void shouldAcceptAPaymentOnce() {
        payments.pipeInput("acc", "{\"id\":\"p1\",\"cents\":5}", at("09:00:00"));
        payments.pipeInput("acc", "{\"id\":\"p1\",\"cents\":5}", at("09:59:59.999"));
        payments.pipeInput("acc", "{\"id\":\"p2\",\"cents\":5}", at("09:59:59.999"));

        assertThat(accepted.readValuesToList()).containsExactly(new Payment("p1", 5), new Payment("p2", 5));
    }

    @Test
    void shouldAcceptTheSameIdAgainAfterTheWindow() {
        payments.pipeInput("acc", "{\"id\":\"p1\",\"cents\":5}", at("09:00:00"));
        payments.pipeInput("acc", "{\"id\":\"p1\",\"cents\":5}", at("10:00:00"));

        assertThat(accepted.readValuesToList()).hasSize(2);
    }

    @Test
    void shouldFindARepeatThatArrivesFirst() {
        payments.pipeInput("acc", "{\"id\":\"p1\",\"cents\":5}", at("09:30:00"));
        payments.pipeInput("acc", "{\"id\":\"p1\",\"cents\":5}", at("09:00:00.001"));

        assertThat(accepted.readValuesToList()).hasSize(1);
    }

    @Test
    void shouldRememberWhatWasAcceptedThroughACrash() {
        payments.pipeInput("acc", "{\"id\":\"p1\",\"cents\":5}", at("09:00:00"));

        driver.crashAndRecover();
        payments.pipeInput("acc", "{\"id\":\"p1\",\"cents\":5}", at("09:00:01"));

        assertThat(accepted.readValuesToList()).hasSize(1);
    }

    @Test
    void shouldSendWhatCannotBeDecodedToTheDeadLettersAsItCame() {
        payments.pipeInput("acc", "no json", at("09:00:00"));
        payments.pipeInput("acc", "{\"id\":\"p1\",\"cents\":5}", at("09:00:01"));

        TestRecord<String, String> letter = deadLetters.readRecord();
        assertThat(letter.key()).isEqualTo("acc");
        assertThat(letter.value()).isEqualTo("no json");
        assertThat(letter.timestamp()).isEqualTo(at("09:00:00").toEpochMilli());
        assertThat(header(letter, "topic")).isEqualTo(CleanPayments.PAYMENTS);
        assertThat(header(letter, "offset")).isEqualTo("0");
        assertThat(header(letter, "exception")).endsWith("SerializationException");
        assertThat(accepted.readValue()).isEqualTo(new Payment("p1", 5));
    }

    @Test
    void shouldSendWhatIsWrongToTheDeadLettersAndAcceptItPutRight() {
        payments.pipeInput("acc", "{\"id\":\"p1\",\"cents\":-5}", at("09:00:00"));
        payments.pipeInput("acc", "{\"id\":\"p1\",\"cents\":5}", at("09:00:01"));

        TestRecord<String, String> letter = deadLetters.readRecord();
        assertThat(letter.value()).isEqualTo("{\"id\":\"p1\",\"cents\":-5}");
        assertThat(header(letter, "message")).isEqualTo("Payment p1 is of -5 cents");
        assertThat(accepted.readValuesToList()).containsExactly(new Payment("p1", 5));
    }

    @Test
    void shouldStopAtTheFirstMistakeWithoutTheSettings() {
        try (TopologyTestDriver strict = new TopologyTestDriver(CleanPayments.topology())) {
            TestInputTopic<String, String> in =
                    strict.createInputTopic(CleanPayments.PAYMENTS, new StringSerializer(), new StringSerializer());

            assertThatThrownBy(() -> in.pipeInput("acc", "no json"))
                    .isInstanceOf(StreamsException.class)
                    .hasMessageContaining("cannot be decoded");
        }
    }

    private static String header(TestRecord<?, ?> letter, String name) {
        return new String(
                letter.headers().lastHeader("__streams.errors." + name).value(), UTF_8);
    }
}
