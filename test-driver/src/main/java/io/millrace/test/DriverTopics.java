package io.millrace.test;

import io.millrace.broker.BrokerOptions;
import io.millrace.broker.EmbeddedBroker;
import io.millrace.log.ConsumerOptions;
import io.millrace.log.LogConsumer;
import io.millrace.log.LogProducer;
import io.millrace.log.ProducerOptions;
import io.millrace.log.RecordBatch;
import io.millrace.log.TopicSpec;
import io.millrace.record.Headers;
import io.millrace.record.TopicPartition;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The topics of a driver, on a broker in memory: writes input, and keeps what was written for the test to read. Confined to the test's thread. */
final class DriverTopics implements AutoCloseable {

    private final EmbeddedBroker broker;
    private final LogProducer input;
    private final Set<String> inputs = new TreeSet<>();
    private final Map<String, Output> outputs = new HashMap<>();

    private final class Output {

        final LogConsumer consumer;
        final Deque<TestRecord<byte[], byte[]>> unread = new ArrayDeque<>();
        long total;

        Output(String topic) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer = broker.consumer(ConsumerOptions.reader("test-" + topic));
            consumer.assign(Set.of(partition));
            consumer.seek(partition, 0);
        }

        void poll() {
            for (RecordBatch batch : consumer.poll(0)) {
                while (batch.next()) {
                    total++;
                    unread.add(new TestRecord<>(
                            copy(batch.keyArray(), batch.keyOffset(), batch.keyLength()),
                            copy(batch.valueArray(), batch.valueOffset(), batch.valueLength()),
                            batch.headers(),
                            (Long) batch.timestamp()));
                }
            }
        }
    }

    private DriverTopics(EmbeddedBroker broker) {
        this.broker = broker;
        this.input = broker.producer(ProducerOptions.idempotent("test-input"));
    }

    static DriverTopics open(DriverClock clock) {
        return new DriverTopics(EmbeddedBroker.open(
                new io.millrace.broker.disk.HeapDisk(), BrokerOptions.inMemory().withClock(clock)));
    }

    private static byte @Nullable [] copy(byte[] array, int offset, int length) {
        return length < 0 ? null : Arrays.copyOfRange(array, offset, offset + length);
    }

    EmbeddedBroker broker() {
        return broker;
    }

    /** Makes a topic that the topology reads, unless it exists. */
    void createInput(String topic) {
        inputs.add(topic);
        broker.topics().create(new TopicSpec(topic, 1));
    }

    boolean isInput(String topic) {
        return inputs.contains(topic);
    }

    void write(String topic, long timestampMs, Headers headers, byte @Nullable [] key, byte @Nullable [] value) {
        input.appender(new TopicPartition(topic, 0)).append(timestampMs, key, value, headers);
        input.flush();
    }

    Set<String> producedNames() {
        Set<String> names = new TreeSet<>();
        for (String topic : broker.topics().list()) {
            boolean written =
                    broker.topics().endOffset(new TopicPartition(topic, 0), io.millrace.log.Isolation.READ_COMMITTED)
                            > 0;
            if (written && !inputs.contains(topic)) {
                names.add(topic);
            }
        }
        return names;
    }

    private @Nullable Output output(String topic) {
        Output output = outputs.get(topic);
        if (output == null && broker.topics().describe(topic).isPresent()) {
            output = new Output(topic);
            outputs.put(topic, output);
        }
        if (output != null) {
            output.poll();
        }
        return output;
    }

    @Nullable
    TestRecord<byte[], byte[]> next(String topic) {
        Output output = output(topic);
        return output == null ? null : output.unread.poll();
    }

    long unread(String topic) {
        Output output = output(topic);
        return output == null ? 0 : output.unread.size();
    }

    String describeEmpty(String topic) {
        Output output = output(topic);
        if (output == null) {
            return "Topic '" + topic
                    + "' has no records: the topology has not written to it. Topics that it has written to: "
                    + producedNames();
        }
        return "Topic '" + topic + "' has no further records: the topology has written " + output.total
                + " to it, and all of them were read. Topics that it has written to: " + producedNames();
    }

    @Override
    public void close() {
        outputs.values().forEach(output -> output.consumer.close());
        input.close();
        broker.close();
    }
}
