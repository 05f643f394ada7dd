package io.millrace.runtime.graph;

import io.millrace.errors.ProductionExceptionHandler.SerializationExceptionOrigin;
import io.millrace.errors.StreamsException;
import io.millrace.log.InvalidRecordException;
import io.millrace.log.KeyHash;
import io.millrace.log.RecordTooLargeException;
import io.millrace.processor.Record;
import io.millrace.processor.StreamPartitioner;
import io.millrace.processor.TopicNameExtractor;
import io.millrace.record.ProducerRecord;
import io.millrace.runtime.output.TopicWriter;
import io.millrace.serialization.Serializer;
import io.millrace.stores.table.KeyFormat;
import io.millrace.stores.table.RecordCoordinates;
import io.millrace.topology.dag.RawKeyRecord;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes records to a topic. Key bytes that were read from an internal topic are written as they are if the sink's key serializer makes the same
 * format.
 */
final class SinkPart extends GraphNode {

    private static final byte[] NOTHING = {};
    private static final Optional<Set<Integer>> NOT_CHOSEN = Optional.empty();

    private final TaskScope task;
    private final RecordCoordinates coordinates;
    private final @Nullable String topic;
    private final @Nullable TopicNameExtractor<Object, Object> topics;
    private final Serializer<Object> keySerializer;
    private final Serializer<Object> valueSerializer;
    private final @Nullable StreamPartitioner<Object, Object> partitioner;
    private final @Nullable KeyFormat keyFormat;
    private final boolean valuesWithoutHeaders;
    private @Nullable TopicWriter writer;

    /** What a sink is made of; exactly one of {@code topic} and {@code topics} is not null. */
    record Spec(
            @Nullable String topic,
            @Nullable TopicNameExtractor<Object, Object> topics,
            Serializer<Object> keySerializer,
            Serializer<Object> valueSerializer,
            @Nullable StreamPartitioner<Object, Object> partitioner) {}

    SinkPart(String name, TaskScope task, Spec spec) {
        super(name);
        this.task = task;
        this.coordinates = task.coordinates();
        this.topic = spec.topic();
        this.topics = spec.topics();
        this.keySerializer = spec.keySerializer();
        this.valueSerializer = spec.valueSerializer();
        this.partitioner = spec.partitioner();
        this.keyFormat = KeyFormat.madeBy(keySerializer);
        this.valuesWithoutHeaders = KeyFormat.madeBy(valueSerializer) != null;
    }

    @Override
    void init() {
        if (topic != null) {
            writer = task.output().topic(topic);
        }
    }

    @Override
    void process(Record<Object, Object> record) {
        TopicWriter target = writer;
        if (target == null) {
            target = dynamicTarget(record);
        }
        if (keyFormat != null
                && partitioner == null
                && record instanceof RawKeyRecord<Object, Object> raw
                && raw.keyFormat() == keyFormat) {
            write(target, NOT_CHOSEN, record, raw.keyArray(), raw.keyOffset(), raw.keyLength());
            return;
        }
        Optional<Set<Integer>> chosen = partitioner == null
                ? NOT_CHOSEN
                : partitioner.partitions(target.topic(), record.key(), record.value(), target.partitionCount());
        if (chosen.isPresent() && chosen.get().isEmpty()) {
            dropped(target);
            return;
        }
        byte[] key;
        try {
            key = serializeKey(target.topic(), record);
        } catch (RuntimeException e) {
            refused(target, record, SerializationExceptionOrigin.KEY, e);
            return;
        }
        write(target, chosen, record, key, 0, key == null ? -1 : key.length);
    }

    private void dropped(TopicWriter target) {
        task.drops()
                .dropped(
                        "the partitioner chose no partition of '" + target.topic() + "'",
                        name(),
                        String.valueOf(coordinates.topic),
                        coordinates.partition,
                        coordinates.offset);
    }

    private TopicWriter dynamicTarget(Record<Object, Object> record) {
        if (topics == null) {
            throw new IllegalStateException("Sink '" + name() + "' was not initialised");
        }
        String name = topics.extract(record.key(), record.value(), new CoordinatesView(coordinates));
        if (name == null) {
            throw new StreamsException("Sink '" + name() + "': the topic name extractor returned null");
        }
        return task.output().topic(name);
    }

    private byte @Nullable [] serializeKey(String topicName, Record<Object, Object> record) {
        return keyFormat != null
                ? keySerializer.serialize(topicName, record.key())
                : keySerializer.serialize(topicName, record.headers(), record.key());
    }

    private byte @Nullable [] serializeValue(String topicName, Record<Object, Object> record) {
        return valuesWithoutHeaders
                ? valueSerializer.serialize(topicName, record.value())
                : valueSerializer.serialize(topicName, record.headers(), record.value());
    }

    private void write(
            TopicWriter target,
            Optional<Set<Integer>> chosen,
            Record<Object, Object> record,
            byte @Nullable [] key,
            int keyOffset,
            int keyLength) {
        byte[] value;
        try {
            value = serializeValue(target.topic(), record);
        } catch (RuntimeException e) {
            refused(target, record, SerializationExceptionOrigin.VALUE, e);
            return;
        }
        if (chosen.isEmpty()) {
            append(
                    target,
                    defaultPartition(target, key, keyOffset, keyLength),
                    record,
                    key,
                    keyOffset,
                    keyLength,
                    value);
            return;
        }
        for (int partition : chosen.get()) {
            append(target, partition, record, key, keyOffset, keyLength, value);
        }
    }

    /** By key; without one by the input's offset, which spreads records and comes out the same when they are processed again. */
    private int defaultPartition(TopicWriter target, byte @Nullable [] key, int keyOffset, int keyLength) {
        int count = target.partitionCount();
        if (count == 1) {
            return 0;
        }
        return key == null
                ? (int) Math.floorMod(coordinates.offset, (long) count)
                : KeyHash.partition(key, keyOffset, keyLength, count);
    }

    private void append(
            TopicWriter target,
            int partition,
            Record<Object, Object> record,
            byte @Nullable [] key,
            int keyOffset,
            int keyLength,
            byte @Nullable [] value) {
        try {
            target.append(
                    partition,
                    record.timestamp(),
                    key == null ? NOTHING : key,
                    keyOffset,
                    key == null ? -1 : keyLength,
                    value,
                    record.hasHeaders() ? record.headers() : null);
        } catch (RecordTooLargeException | InvalidRecordException e) {
            byte[] keyBytes = key == null ? null : java.util.Arrays.copyOfRange(key, keyOffset, keyOffset + keyLength);
            task.errors()
                    .inAppend(
                            name(),
                            task,
                            new ProducerRecord<>(
                                    target.topic(), partition, record.timestamp(), keyBytes, value, record.headers()),
                            e);
        }
    }

    private void refused(
            TopicWriter target,
            Record<Object, Object> record,
            SerializationExceptionOrigin origin,
            RuntimeException e) {
        task.errors()
                .inSerializer(
                        name(),
                        task,
                        new ProducerRecord<>(
                                target.topic(),
                                null,
                                record.timestamp(),
                                record.key(),
                                record.value(),
                                record.headers()),
                        origin,
                        e);
    }
}
