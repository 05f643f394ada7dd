package io.millrace.test;

import io.millrace.record.Headers;
import io.millrace.record.KeyValue;
import io.millrace.serialization.Serializer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Pipes records into a topology; each call processes what it puts in. A record without a time of its own takes the topic's time, which then advances. Confined to
 * the test's thread.
 *
 * @param <K> type of keys
 * @param <V> type of values
 */
public class TestInputTopic<K, V> {

    private final TopologyTestDriver driver;
    private final String topic;
    private final Serializer<K> keySerializer;
    private final Serializer<V> valueSerializer;
    private Instant currentTime;
    private final Duration advance;

    TestInputTopic(
            TopologyTestDriver driver,
            String topic,
            Serializer<K> keySerializer,
            Serializer<V> valueSerializer,
            Instant startTimestamp,
            Duration autoAdvance) {
        this.driver = Objects.requireNonNull(driver, "TopologyTestDriver cannot be null");
        this.topic = Objects.requireNonNull(topic, "topicName cannot be null");
        this.keySerializer = Objects.requireNonNull(keySerializer, "keySerializer cannot be null");
        this.valueSerializer = Objects.requireNonNull(valueSerializer, "valueSerializer cannot be null");
        this.currentTime = Objects.requireNonNull(startTimestamp, "startTimestamp cannot be null");
        this.advance = requireNotNegative(Objects.requireNonNull(autoAdvance, "autoAdvance cannot be null"));
    }

    private static Duration requireNotNegative(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("Time can only be advanced forwards, got " + duration);
        }
        return duration;
    }

    /** Moves the topic's time. */
    public void advanceTime(Duration duration) {
        currentTime = currentTime.plus(requireNotNegative(duration));
    }

    private Instant nextTime() {
        Instant time = currentTime;
        currentTime = currentTime.plus(advance);
        return time;
    }

    /** Pipes a record in. */
    public void pipeInput(TestRecord<K, V> record) {
        pipe(record, null);
    }

    /**
     * Pipes a record into a partition of the test's choice, whatever its key.
     *
     * @param partition counted from 0
     * @throws IllegalArgumentException if the topic has no such partition
     * @see TopologyTestDriver#partitions
     */
    public void pipeInput(TestRecord<K, V> record, int partition) {
        pipe(record, partition);
    }

    private void pipe(TestRecord<K, V> record, @Nullable Integer partition) {
        Instant time = record.getRecordTime() == null ? nextTime() : record.getRecordTime();
        Headers headers = record.headers();
        byte[] key = keySerializer.serialize(topic, headers, record.key());
        byte[] value = valueSerializer.serialize(topic, headers, record.value());
        driver.pipe(new PipedRecord(topic, partition, time.toEpochMilli(), headers, key, value));
    }

    /** Pipes a record without a key in. */
    public void pipeInput(@Nullable V value) {
        pipeInput(new TestRecord<>(value));
    }

    /** Pipes a record in. */
    public void pipeInput(@Nullable K key, @Nullable V value) {
        pipeInput(new TestRecord<>(key, value));
    }

    /** Pipes a record without a key in, with a time of its own. */
    public void pipeInput(@Nullable V value, Instant timestamp) {
        pipeInput(new TestRecord<>(null, value, timestamp));
    }

    /** Pipes a record in, with a time of its own in milliseconds since the epoch. */
    public void pipeInput(@Nullable K key, @Nullable V value, long timestampMs) {
        pipeInput(new TestRecord<>(key, value, null, timestampMs));
    }

    /** Pipes a record in, with a time of its own. */
    public void pipeInput(@Nullable K key, @Nullable V value, Instant timestamp) {
        pipeInput(new TestRecord<>(key, value, timestamp));
    }

    /** Pipes records in. */
    public void pipeRecordList(List<? extends TestRecord<K, V>> records) {
        for (TestRecord<K, V> record : records) {
            pipeInput(record);
        }
    }

    /** Pipes records in. */
    public void pipeKeyValueList(List<KeyValue<K, V>> keyValues) {
        for (KeyValue<K, V> keyValue : keyValues) {
            pipeInput(keyValue.key, keyValue.value);
        }
    }

    /** Pipes records without keys in. */
    public void pipeValueList(List<V> values) {
        for (V value : values) {
            pipeInput(value);
        }
    }

    /** Pipes records in; the first has the given time, and each later one comes {@code step} after it. */
    public void pipeKeyValueList(List<KeyValue<K, V>> keyValues, Instant startTimestamp, Duration step) {
        Instant time = startTimestamp;
        for (KeyValue<K, V> keyValue : keyValues) {
            pipeInput(keyValue.key, keyValue.value, time);
            time = time.plus(step);
        }
    }

    /** Pipes records without keys in; the first has the given time, and each later one comes {@code step} after it. */
    public void pipeValueList(List<V> values, Instant startTimestamp, Duration step) {
        Instant time = startTimestamp;
        for (V value : values) {
            pipeInput(value, time);
            time = time.plus(step);
        }
    }

    @Override
    public String toString() {
        return "TestInputTopic[topic='" + topic + "', keySerializer="
                + keySerializer.getClass().getSimpleName() + ", valueSerializer="
                + valueSerializer.getClass().getSimpleName() + "]";
    }
}
