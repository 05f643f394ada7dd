package io.millrace.runtime.input;

import io.millrace.errors.StreamsException;
import io.millrace.log.RecordBatch;
import io.millrace.processor.Record;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.graph.ErrorHandling;
import io.millrace.runtime.graph.SourcePart;
import io.millrace.runtime.graph.TaskScope;
import io.millrace.stores.table.RecordCoordinates;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The unread batches of one partition. The record at the head is decoded and has its timestamp; the ones behind it are bytes. Confined to the
 * task's thread.
 */
public final class PartitionQueue implements RecordCoordinates.SourceBytes {

    private final TopicPartition partition;
    private final SourcePart source;
    private final String sourceName;
    private final RecordDecoder decoder;
    private final TaskScope scope;
    private final ArrayDeque<RecordBatch> batches = new ArrayDeque<>();
    /** That of the head's record: a test driver puts all topics of a pattern into one queue. */
    private String topic;

    private boolean isMixed;
    private int waitingRecords;
    private @Nullable Record<Object, Object> head;
    private long headOffset;
    /** Behind everything that was read and is not waiting: where a commit continues if the queue is empty. */
    private long nextOffset = -1;

    private long partitionTimeMs = -1;

    public PartitionQueue(
            TopicPartition partition, String sourceName, SourcePart source, RecordDecoder decoder, TaskScope scope) {
        this.partition = partition;
        this.topic = partition.topic();
        this.sourceName = sourceName;
        this.source = source;
        this.decoder = decoder;
        this.scope = scope;
    }

    public TopicPartition partition() {
        return partition;
    }

    /** The topic of the head. */
    public String topic() {
        return topic;
    }

    /** Where its records enter the graph. */
    public SourcePart source() {
        return source;
    }

    /** Adds what was polled. */
    void add(RecordBatch batch) {
        isMixed |= !batch.partition().equals(partition);
        batches.addLast(batch);
        waitingRecords += batch.remaining();
        if (head == null) {
            decodeHead();
        }
    }

    boolean isEmpty() {
        return head == null;
    }

    /** Records that wait, the head included. */
    public int size() {
        return waitingRecords + (head == null ? 0 : 1);
    }

    /** Timestamp of the head; only if the queue is not empty. */
    long headTimestampMs() {
        return requireHead().timestamp();
    }

    private Record<Object, Object> requireHead() {
        Record<Object, Object> record = head;
        if (record == null) {
            throw new IllegalStateException("The queue of " + partition + " is empty");
        }
        return record;
    }

    /** The record at the head, without taking it. */
    public Record<Object, Object> head() {
        return requireHead();
    }

    /** Offset of the head. */
    public long headOffset() {
        return headOffset;
    }

    /** Takes the head, after it was processed, and decodes the next one. */
    void removeHead() {
        partitionTimeMs = Math.max(partitionTimeMs, requireHead().timestamp());
        head = null;
        nextOffset = headOffset + 1;
        decodeHead();
    }

    private void decodeHead() {
        RecordBatch batch = batches.peekFirst();
        while (head == null && batch != null) {
            if (batch.next()) {
                waitingRecords--;
                headOffset = batch.offset();
                if (isMixed) {
                    topic = batch.partition().topic();
                    decoder.readFrom(topic);
                }
                head = decode(batch);
                if (head == null) {
                    nextOffset = headOffset + 1;
                }
            } else {
                nextOffset = batch.nextOffset();
                batches.removeFirst();
                batch = batches.peekFirst();
            }
        }
    }

    private @Nullable Record<Object, Object> decode(RecordBatch batch) {
        Record<Object, Object> record;
        try {
            record = decoder.decode(batch, partitionTimeMs);
        } catch (StreamsException e) {
            // Of the timestamp extractor, which speaks for itself; serdes throw SerializationException.
            throw e;
        } catch (RuntimeException e) {
            undecodable(batch, e);
            return null;
        }
        if (record == null) {
            scope.drops()
                    .dropped("its timestamp is negative", sourceName, topic, partition.partition(), batch.offset());
        }
        return record;
    }

    private void undecodable(RecordBatch batch, RuntimeException e) {
        ErrorHandling errors = scope.errors();
        RecordCoordinates coordinates = scope.coordinates();
        coordinates.set(topic, partition.partition(), batch.offset(), batch.timestamp(), batch.headers());
        coordinates.source = this;
        errors.inDeserializer(sourceName, scope, RecordDecoder.rawRecord(batch), e);
    }

    /** Where processing continues: the waiting record, or behind everything that was read; -1 if nothing was read yet. */
    public long position() {
        return head == null ? nextOffset : headOffset;
    }

    /** The largest timestamp so far in this partition; -1 at first. */
    public long partitionTimeMs() {
        return partitionTimeMs;
    }

    /** Drops what waits and continues as committed. */
    void reset(long committedPosition, long committedTimeMs) {
        batches.clear();
        waitingRecords = 0;
        head = null;
        nextOffset = committedPosition;
        partitionTimeMs = committedTimeMs;
    }

    @Override
    public byte @Nullable [] key() {
        RecordBatch batch = batches.peekFirst();
        return batch == null ? null : RecordDecoder.keyBytes(batch);
    }

    @Override
    public byte @Nullable [] value() {
        RecordBatch batch = batches.peekFirst();
        return batch == null ? null : RecordDecoder.valueBytes(batch);
    }
}
