package io.millrace.parity.oracle;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** Writes down the records of all topics but changelogs, whose records Millrace has one of per key and commit. */
final class OutputReader {

    private final TopologyTestDriver driver;
    private final Transcript transcript;
    private final Map<String, TestOutputTopic<byte[], byte[]>> topics = new HashMap<>();

    OutputReader(TopologyTestDriver driver, Transcript transcript) {
        this.driver = driver;
        this.transcript = transcript;
    }

    void read() {
        for (String name : new TreeSet<>(driver.producedTopicNames())) {
            if (!name.endsWith("-changelog")) {
                TestOutputTopic<byte[], byte[]> topic = topics.computeIfAbsent(
                        name,
                        n -> driver.createOutputTopic(n, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
                while (!topic.isEmpty()) {
                    write(name, topic.readRecord());
                }
            }
        }
    }

    private void write(String topic, TestRecord<byte[], byte[]> record) {
        transcript.note(topic + " <- " + Transcript.bytes(record.key()) + " = " + Transcript.bytes(record.value())
                + " @" + record.timestamp() + " " + Transcript.headers(record.headers()));
    }
}
