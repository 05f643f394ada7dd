package io.millrace.runtime.output;

import io.millrace.errors.StreamsException;
import io.millrace.log.PartitionAppender;
import io.millrace.log.UnknownTopicException;
import io.millrace.record.Headers;
import io.millrace.record.RecordHeaders;
import io.millrace.record.TopicPartition;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Appends a task's records to the partitions of one topic. Confined to the task's thread. */
public final class TopicWriter {

    private final TaskOutput output;
    private final String topic;
    private final @Nullable PartitionAppender[] appenders;
    private final boolean[] touched;
    private boolean isTouched;

    TopicWriter(TaskOutput output, String topic, int partitionCount) {
        this.output = output;
        this.topic = topic;
        this.appenders = new PartitionAppender[partitionCount];
        this.touched = new boolean[partitionCount];
    }

    public String topic() {
        return topic;
    }

    public int partitionCount() {
        return appenders.length;
    }

    /**
     * Appends one record.
     *
     * @param keyLength -1 for a record without a key
     * @param value null for a tombstone
     * @param headers null means none
     */
    public void append(
            int partition,
            long timestampMs,
            byte[] key,
            int keyOffset,
            int keyLength,
            byte @Nullable [] value,
            @Nullable Headers headers) {
        if (!output.holdsBack()) {
            appendNow(partition, timestampMs, key, keyOffset, keyLength, value, headers);
            return;
        }
        appender(partition).requireFits(keyLength < 0 ? null : key, keyLength, value, headers);
        Headers own = headers == null ? null : new RecordHeaders(headers);
        output.hold(new HeldSend(this, partition, timestampMs, key, keyOffset, keyLength, value, own));
    }

    /** As {@link #append}, without waiting for the end of the record that is being processed. */
    void appendNow(
            int partition,
            long timestampMs,
            byte[] key,
            int keyOffset,
            int keyLength,
            byte @Nullable [] value,
            @Nullable Headers headers) {
        output.beforeAppend();
        PartitionAppender appender = appender(partition);
        int bytes = appender.append(
                timestampMs,
                keyLength < 0 ? null : key,
                keyOffset,
                keyLength,
                value,
                0,
                value == null ? -1 : value.length,
                headers);
        touched[Math.min(partition, touched.length - 1)] = true;
        if (!isTouched) {
            isTouched = true;
            output.touched(this);
        }
        output.appended(bytes);
    }

    private PartitionAppender appender(int partition) {
        PartitionAppender appender = partition < appenders.length && partition >= 0 ? appenders[partition] : null;
        return appender == null ? open(partition) : appender;
    }

    /** Whether a partition that the topic does not have is an error is for the log to say: that of a test driver takes any. */
    private PartitionAppender open(int partition) {
        if (partition < 0) {
            throw new IllegalArgumentException("A partitioner chose partition " + partition + " of topic '" + topic
                    + "': partitions are counted from 0");
        }
        PartitionAppender appender;
        try {
            appender = output.producer().appender(new TopicPartition(topic, partition));
        } catch (UnknownTopicException e) {
            throw new StreamsException(
                    "A partitioner chose partition " + partition + " of topic '" + topic + "', which has "
                            + appenders.length + " partitions, counted from 0",
                    e);
        }
        if (partition < appenders.length) {
            appenders[partition] = appender;
        }
        return appender;
    }

    /** Whether the transaction has written to a partition. */
    boolean isTouched(int partition) {
        return partition < touched.length && touched[partition];
    }

    void forget() {
        Arrays.fill(touched, false);
        isTouched = false;
    }
}
