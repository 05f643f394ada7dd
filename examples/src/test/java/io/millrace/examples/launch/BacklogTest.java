package io.millrace.examples.launch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.broker.EmbeddedProducer;
import io.millrace.log.CommittedOffset;
import io.millrace.log.ConsumerOptions;
import io.millrace.log.LogConsumer;
import io.millrace.record.ProducerRecord;
import io.millrace.record.TopicPartition;
import io.millrace.serialization.ByteArraySerializer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BacklogTest {

    private static final String GROUP = "group";
    private static final TopicPartition FIRST = new TopicPartition("first", 0);

    private final EmbeddedBroker broker = EmbeddedBroker.inMemory();
    private final EmbeddedProducer<byte[], byte[]> producer =
            broker.producer(new ByteArraySerializer(), new ByteArraySerializer(), "producer");
    private final Backlog backlog = new Backlog(broker, GROUP, List.of("first", "second"));

    @BeforeEach
    void createTopic() {
        broker.createTopic("first", 1);
    }

    @AfterEach
    void close() {
        backlog.close();
        producer.close();
        broker.close();
    }

    @Test
    void shouldBeEmptyIfNothingWasWrittenAndATopicDoesNotExistYet() {
        assertThat(backlog.isEmpty()).isTrue();
        assertThat(backlog.offsetsBehind("first")).isZero();
        assertThat(backlog.offsetsBehind("second")).isZero();
    }

    @Test
    void shouldNotBeEmptyBeforeTheFirstCommit() {
        write("first");

        assertThat(backlog.isEmpty()).isFalse();
    }

    @Test
    void shouldLookAtTopicsInAnyOrder() {
        try (Backlog backwards = new Backlog(broker, GROUP, List.of("second", "first"))) {
            write("first");
            assertThat(backwards.isEmpty()).isFalse();

            commit(FIRST, 1);
            broker.createTopic("second", 1);
            write("second");
            assertThat(backwards.isEmpty()).isFalse();

            commit(new TopicPartition("second", 0), 1);
            assertThat(backwards.isEmpty()).isTrue();
        }
    }

    @Test
    void shouldTakeMarkersBehindTheLastRecordForNothing() {
        write("first");

        commit(FIRST, 1);

        assertThat(backlog.offsetsBehind("first")).isEqualTo(1);
        assertThat(backlog.isEmpty()).isTrue();
    }

    @Test
    void shouldNotBeEmptyWhileARecordFollows() {
        write("first");
        write("first");

        commit(FIRST, 2);

        assertThat(backlog.isEmpty()).isFalse();
    }

    @Test
    void shouldTakeAbortedRecordsForNothing() {
        producer.beginTransaction();
        producer.send(new ProducerRecord<>("first", "record".getBytes(UTF_8)));
        producer.flush();
        producer.abortTransaction();

        assertThat(backlog.isEmpty()).isTrue();
    }

    @Test
    void shouldLookAtTopicsDownstream() {
        broker.createTopic("second", 2);
        write("second");

        assertThat(backlog.isEmpty()).isFalse();
    }

    @Test
    void shouldDeleteWhatIsProcessedAndNothingElse() {
        write("first");
        write("first");
        commit(FIRST, 2);

        backlog.deleteProcessed("first");
        backlog.deleteProcessed("first");

        assertThat(broker.topics().startOffset(FIRST)).isEqualTo(2);
        assertThat(backlog.isEmpty()).isFalse();
    }

    private void write(String topic) {
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(topic, "record".getBytes(UTF_8)));
        producer.commitTransaction();
    }

    private void commit(TopicPartition partition, long offset) {
        try (LogConsumer consumer = broker.consumer(ConsumerOptions.member("test", GROUP))) {
            consumer.assign(List.of(partition));
            consumer.commit(Map.of(partition, new CommittedOffset(offset, "")));
        }
    }
}
