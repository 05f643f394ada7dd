package io.millrace.broker;

import static io.millrace.broker.BrokerFixture.A0;
import static io.millrace.broker.BrokerFixture.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.log.InvalidRecordException;
import io.millrace.log.LogProducer;
import io.millrace.log.ProducerOptions;
import io.millrace.log.UnknownTopicException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TopicSettingsTest {

    private final BrokerFixture fixture = new BrokerFixture();

    @Test
    void shouldShowSettingsThatNobodyHasSet() {
        fixture.broker.createTopic("a", 1, Map.of("retention.ms", "1000", "flush.ms", "7"));

        assertThat(fixture.broker.topics().settings("a"))
                .containsEntry("retention.ms", "1000")
                .containsEntry("flush.ms", "7")
                .containsEntry("retention.bytes", "-1")
                .containsEntry("cleanup.policy", "delete")
                .containsEntry("min.cleanable.dirty.ratio", "0.5")
                .containsEntry("segment.bytes", Integer.toString(BrokerOptions.IN_MEMORY_SEGMENT_BYTES));
        assertThatThrownBy(() -> fixture.broker.topics().settings("b"))
                .isInstanceOf(UnknownTopicException.class)
                .hasMessageContaining("[a]");
    }

    @Test
    void shouldChangeSettingsOfATopicThatIsInUseAndKeepThemOverARestart() {
        fixture.broker.createTopic("a", 1);
        LogProducer producer = fixture.broker.producer(ProducerOptions.idempotent("p"));
        producer.appender(A0).append(1_000, null, utf8("v"), null);
        producer.flush();

        fixture.broker.alterTopic("a", Map.of("cleanup.policy", "compact,delete", "segment.bytes", "100"));

        assertThatThrownBy(() -> producer.appender(A0).append(1_000, null, utf8("v"), null))
                .isInstanceOf(InvalidRecordException.class);
        for (int i = 0; i < 5; i++) {
            producer.appender(A0).append(1_000, utf8("k"), utf8("v"), null);
            producer.flush();
        }
        assertThat(fixture.disk.list("a-0").stream().filter(name -> name.endsWith(".log")))
                .hasSizeGreaterThan(3);
        fixture.killAndReopen();
        assertThat(fixture.broker.topics().settings("a"))
                .containsEntry("cleanup.policy", "compact,delete")
                .containsEntry("segment.bytes", "100");
        fixture.closeAndReopen();
        fixture.broker.topics().alter("a", Map.of("segment.bytes", Optional.empty()));
        assertThat(fixture.broker.topics().describe("a").orElseThrow().config())
                .isEqualTo(Map.of("cleanup.policy", "compact,delete"));
        assertThat(fixture.committed(A0)).hasSize(6);
    }

    @Test
    void shouldChangeNothingIfOneSettingIsWrong() {
        fixture.broker.createTopic("a", 1, Map.of("millrace.internal.repartition.group", "g"));

        for (Map<String, String> wrong : java.util.List.of(
                Map.of("retention.ms", "1", "segment.byte", "5"),
                Map.of("retention.ms", "1", "segment.bytes", "0"),
                Map.of("retention.ms", "1", "millrace.internal.repartition.group", "h"))) {
            assertThatThrownBy(() -> fixture.broker.alterTopic("a", wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Nothing was changed");
        }

        assertThat(fixture.broker.topics().settings("a")).containsEntry("retention.ms", "-1");
        assertThatThrownBy(() -> fixture.broker.alterTopic("missing", Map.of()))
                .isInstanceOf(UnknownTopicException.class);
    }

    @Test
    void shouldDeleteATopic() {
        fixture.broker.createTopic("a", 1);
        fixture.write(A0, "1");

        fixture.broker.deleteTopic("a");
        fixture.broker.deleteTopic("a");

        assertThat(fixture.broker.topics().list()).isEmpty();
        assertThat(fixture.disk.list("a-0")).isEmpty();
    }
}
