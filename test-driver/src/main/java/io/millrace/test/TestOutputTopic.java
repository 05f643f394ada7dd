package io.millrace.test;

import io.millrace.record.KeyValue;
import io.millrace.serialization.Deserializer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a topology has written to a topic, each record once, in the order in which the records were committed, over all partitions. Confined to the test's
 * thread.
 *
 * @param <K> type of keys
 * @param <V> type of values
 */
public class TestOutputTopic<K, V> {

    private final TopologyTestDriver driver;
    private final String topic;
    private final Deserializer<K> keyDeserializer;
    private final Deserializer<V> valueDeserializer;
    private final int partition;

    TestOutputTopic(
            TopologyTestDriver driver,
            String topic,
            Deserializer<K> keyDeserializer,
            Deserializer<V> valueDeserializer,
            int partition) {
        this.driver = Objects.requireNonNull(driver, "TopologyTestDriver cannot be null");
        this.topic = Objects.requireNonNull(topic, "topicName cannot be null");
        this.keyDeserializer = Objects.requireNonNull(keyDeserializer, "keyDeserializer cannot be null");
        this.valueDeserializer = Objects.requireNonNull(valueDeserializer, "valueDeserializer cannot be null");
        this.partition = partition;
    }

    /**
     * One partition of the topic, to see what went where. A record is read once: here or there.
     *
     * @param number counted from 0
     * @throws IllegalArgumentException if the number is negative
     */
    public TestOutputTopic<K, V> partition(int number) {
        if (number < 0) {
            throw new IllegalArgumentException("Partitions are counted from 0, got " + number);
        }
        return new TestOutputTopic<>(driver, topic, keyDeserializer, valueDeserializer, number);
    }

    /** Reads one value. Throws {@link NoSuchElementException} if there is no further record. */
    public @Nullable V readValue() {
        return readRecord().value();
    }

    /** Reads one record's key and value. Throws {@link NoSuchElementException} if there is no further record. */
    public KeyValue<K, V> readKeyValue() {
        TestRecord<K, V> record = readRecord();
        return new KeyValue<>(record.key(), record.value());
    }

    /** Reads one record. Throws {@link NoSuchElementException} if there is no further record. */
    public TestRecord<K, V> readRecord() {
        TestRecord<byte[], byte[]> raw = driver.nextOutput(topic, partition);
        if (raw == null) {
            throw new NoSuchElementException(driver.describeEmpty(topic, partition));
        }
        K key = keyDeserializer.deserialize(topic, raw.headers(), raw.key());
        V value = valueDeserializer.deserialize(topic, raw.headers(), raw.value());
        return new TestRecord<>(key, value, raw.headers(), raw.timestamp());
    }

    /** Reads all further records. */
    public List<TestRecord<K, V>> readRecordsToList() {
        List<TestRecord<K, V>> records = new ArrayList<>();
        while (!isEmpty()) {
            records.add(readRecord());
        }
        return records;
    }

    /**
     * Reads all further records into a map: the last value of each key.
     *
     * @throws IllegalStateException if a record has no key
     */
    public Map<K, V> readKeyValuesToMap() {
        Map<K, V> values = new HashMap<>();
        for (TestRecord<K, V> record : readRecordsToList()) {
            if (record.key() == null) {
                throw new IllegalStateException(
                        "Topic '" + topic + "' has a record without a key, which cannot be in a map: " + record);
            }
            values.put(record.key(), record.value());
        }
        return values;
    }

    /** Reads all further records. */
    public List<KeyValue<K, V>> readKeyValuesToList() {
        List<KeyValue<K, V>> keyValues = new ArrayList<>();
        for (TestRecord<K, V> record : readRecordsToList()) {
            keyValues.add(new KeyValue<>(record.key(), record.value()));
        }
        return keyValues;
    }

    /** Reads all further values. */
    public List<V> readValuesToList() {
        List<V> values = new ArrayList<>();
        for (TestRecord<K, V> record : readRecordsToList()) {
            values.add(record.value());
        }
        return values;
    }

    /** Number of records that were not read yet. */
    public final long getQueueSize() {
        return driver.outputSize(topic, partition);
    }

    /** Whether every record was read. */
    public final boolean isEmpty() {
        return getQueueSize() == 0;
    }

    @Override
    public String toString() {
        return "TestOutputTopic[topic='" + topic + "'"
                + (partition == DriverTopics.ANY_PARTITION ? "" : ", partition=" + partition) + ", keyDeserializer="
                + keyDeserializer.getClass().getSimpleName() + ", valueDeserializer="
                + valueDeserializer.getClass().getSimpleName() + ", size=" + getQueueSize() + "]";
    }
}
