package io.millrace.broker;

import static io.millrace.broker.BrokerFixture.A0;
import static io.millrace.broker.BrokerFixture.append;
import static io.millrace.broker.BrokerFixture.drain;
import static io.millrace.broker.BrokerFixture.standalone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.log.CommittedOffset;
import io.millrace.log.ConsumerOptions;
import io.millrace.log.LogConsumer;
import io.millrace.log.LogProducer;
import io.millrace.log.UnknownTopicException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What those see who were reading, or about to commit, when a topic was deleted. */
class DeletedTopicTest {

    private final BrokerFixture fixture = new BrokerFixture();

    @BeforeEach
    void makeTopics() {
        fixture.broker.createTopic("a", 1);
        fixture.broker.createTopic("b", 1);
    }

    @Test
    void shouldTellAReaderAtTheEndThatItsTopicWasDeletedEvenIfOneOfThatNameIsThereAgain() {
        fixture.write(A0, "1");
        try (LogConsumer consumer = fixture.broker.consumer(ConsumerOptions.reader("reader"))) {
            consumer.assign(List.of(A0));
            consumer.seek(A0, 0);
            assertThat(drain(consumer)).containsExactly("1");

            fixture.broker.topics().delete("a");
            fixture.broker.createTopic("a", 1);

            assertThatThrownBy(() -> consumer.poll(0))
                    .isInstanceOf(UnknownTopicException.class)
                    .hasMessageContaining("a-0");
        }
    }

    @Test
    void shouldRefuseAnOffsetOfADeletedTopicForTheNewOneOfThatName() {
        UUID old = fixture.broker.topics().describe("a").orElseThrow().id();
        fixture.broker.topics().delete("a");
        fixture.broker.createTopic("a", 1);
        fixture.write(A0, "1", "2", "3");
        LogProducer producer = fixture.transactional("p");
        producer.begin();
        append(producer, BrokerFixture.B0, "x");

        assertThatThrownBy(() -> producer.addOffsets(Map.of(A0, new CommittedOffset(2, "", old)), standalone("g")))
                .isInstanceOf(UnknownTopicException.class)
                .hasMessageContaining("made again");
        assertThat(fixture.committedOffset("g", A0)).isNull();
    }

    @Test
    void shouldTakeAnOffsetOfTheTopicThatIsMeant() {
        UUID id = fixture.broker.topics().describe("a").orElseThrow().id();
        fixture.write(A0, "1", "2", "3");
        LogProducer producer = fixture.transactional("p");
        producer.begin();
        producer.addOffsets(Map.of(A0, new CommittedOffset(2, "note", id)), standalone("g"));

        fixture.commit(producer);

        assertThat(fixture.committedOffset("g", A0)).isEqualTo(new CommittedOffset(2, "note"));
    }
}
