package io.millrace.runtime.output;

import io.millrace.errors.StreamsException;
import io.millrace.log.CommittedOffset;
import io.millrace.log.FencedException;
import io.millrace.log.GroupMembership;
import io.millrace.log.KeyHash;
import io.millrace.log.LogProducer;
import io.millrace.log.TopicAdmin;
import io.millrace.log.TopicDescription;
import io.millrace.log.TopicSpec;
import io.millrace.record.ProducerRecord;
import io.millrace.record.TopicPartition;
import io.millrace.stores.table.UndoLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The output of one task: a producer, and a writer per topic. With transactions, one is begun at the first append after a commit. Confined to
 * the task's thread.
 */
public final class TaskOutput implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TaskOutput.class);
    private static final byte[] NOTHING = {};

    private final LogProducer producer;
    private final TopicAdmin topics;
    private final boolean transactional;
    private final int newTopicPartitions;
    private final Map<String, TopicWriter> writers = new HashMap<>();
    /** Those that were written to since the last commit. */
    private final List<TopicWriter> touched = new ArrayList<>();

    /** Sends of the record that is being processed, which may be skipped still. */
    private final List<HeldSend> held = new ArrayList<>();

    private @Nullable UndoLog undo;
    private boolean open;
    private long pendingBytes;

    /**
     * @param transactional whether the producer has a transactional id
     * @param newTopicPartitions partition count of topics that do not exist when they are first written to; 0: they are not made
     */
    public TaskOutput(LogProducer producer, TopicAdmin topics, boolean transactional, int newTopicPartitions) {
        this.producer = producer;
        this.topics = topics;
        this.transactional = transactional;
        this.newTopicPartitions = newTopicPartitions;
    }

    /** For a standby, which writes nothing: whoever tries fails. */
    public static TaskOutput none(TopicAdmin topics) {
        return new TaskOutput(new NoProducer(), topics, false, 0);
    }

    /** The writer of a topic; look it up once for a topic that does not change. */
    public TopicWriter topic(String name) {
        TopicWriter writer = writers.get(name);
        if (writer == null) {
            TopicDescription description = topics.describe(name).orElseGet(() -> make(name));
            writer = new TopicWriter(this, name, description.partitionCount());
            writers.put(name, writer);
        }
        return writer;
    }

    private TopicDescription make(String name) {
        if (newTopicPartitions == 0) {
            throw new StreamsException("There is no topic '" + name
                    + "' to write to. Create it, or check the name extractor that chose it.");
        }
        return topics.create(new TopicSpec(name, newTopicPartitions));
    }

    /** Has sends wait while a record is processed that may be skipped, until {@link #release}. */
    public void holdBackFor(UndoLog newUndo) {
        undo = newUndo;
    }

    /** Whether what is sent now may have to be taken back. */
    boolean holdsBack() {
        return undo != null && undo.isOpen();
    }

    void hold(HeldSend send) {
        held.add(send);
        if (undo != null) {
            undo.add(() -> held.remove(held.size() - 1));
        }
    }

    /** The record was processed: what it sent goes out, in its order. */
    public void release() {
        if (!held.isEmpty()) {
            List<HeldSend> sent = List.copyOf(held);
            held.clear();
            sent.forEach(HeldSend::append);
        }
    }

    /** Sends a record that is serialised already, at once: it stays when the record that is being processed is skipped. */
    public void send(ProducerRecord<byte[], byte[]> record, long defaultTimestampMs) {
        TopicWriter writer = topic(record.topic());
        byte[] key = record.key();
        Integer chosen = record.partition();
        int partition = chosen != null
                ? chosen
                : key == null ? 0 : KeyHash.partition(key, 0, key.length, writer.partitionCount());
        Long timestampMs = record.timestamp();
        writer.appendNow(
                partition,
                Math.max(0, timestampMs == null ? defaultTimestampMs : timestampMs),
                key == null ? NOTHING : key,
                0,
                key == null ? -1 : key.length,
                record.value(),
                record.headers());
    }

    LogProducer producer() {
        return producer;
    }

    void beforeAppend() {
        if (!open) {
            begin();
        }
    }

    private void begin() {
        if (transactional) {
            producer.begin();
        }
        open = true;
    }

    void touched(TopicWriter writer) {
        touched.add(writer);
    }

    void appended(int bytes) {
        pendingBytes += bytes;
    }

    /** Whether something was appended since the last commit. */
    public boolean hasPending() {
        return open;
    }

    /** Bytes appended since the last commit, about. */
    public long pendingBytes() {
        return pendingBytes;
    }

    /** Hands everything to the log; afterwards {@link #lastOffset} is right. */
    public void flush() {
        if (open) {
            producer.flush();
        }
    }

    /** Offset of the last record that this transaction wrote to a partition; empty if it wrote none. */
    public OptionalLong lastOffset(TopicPartition partition) {
        TopicWriter writer = writers.get(partition.topic());
        return writer != null && writer.isTouched(partition.partition())
                ? producer.lastOffset(partition)
                : OptionalLong.empty();
    }

    /** Makes input offsets part of the transaction; begins one if nothing was appended. */
    public LogProducer addOffsets(Map<TopicPartition, CommittedOffset> offsets, GroupMembership member) {
        beforeAppend();
        producer.addOffsets(offsets, member);
        return producer;
    }

    /** Commits input offsets without a transaction; they hold only together with what was written. */
    public void commitOffsets(Map<TopicPartition, CommittedOffset> offsets, GroupMembership member) {
        producer.commitOffsets(offsets, member);
    }

    /** The transaction is over, one way or the other. */
    public void finished() {
        held.clear();
        open = false;
        pendingBytes = 0;
        for (TopicWriter writer : touched) {
            writer.forget();
        }
        touched.clear();
    }

    /** Drops what was appended since the last commit. */
    public void abort() {
        if (open && transactional) {
            try {
                producer.abort();
            } catch (FencedException e) {
                // Who fences a producer aborts its open transaction: there is nothing left to drop.
                LOG.debug("The open transaction of a fenced producer was aborted by its successor", e);
            }
        }
        finished();
    }

    @Override
    public void close() {
        producer.close();
    }

    /** Whether outputs become visible with the commit only. */
    public boolean isTransactional() {
        return transactional;
    }
}
