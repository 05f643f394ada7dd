package io.millrace.test;

import io.millrace.test.log.HeapRecord;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the topology has written, for the test to read. Confined to the test's thread. */
final class DriverTopics {

    /** In place of a partition's number: whatever partition. */
    static final int ANY_PARTITION = -1;

    private final Map<String, Output> outputs = new HashMap<>();

    private static final class Output {

        final Deque<HeapRecord> unread = new ArrayDeque<>();
        long total;
    }

    /** A record has become visible. */
    void written(HeapRecord record) {
        Output output = outputs.get(record.partition().topic());
        if (output == null) {
            output = new Output();
            outputs.put(record.partition().topic(), output);
        }
        output.unread.add(record);
        output.total++;
    }

    /** What was written is as if it had never been. */
    void clear() {
        outputs.clear();
    }

    Set<String> producedNames() {
        return new TreeSet<>(outputs.keySet());
    }

    /** Takes the next record; null if all were read. */
    @Nullable
    TestRecord<byte[], byte[]> next(String topic, int partition) {
        Output output = outputs.get(topic);
        HeapRecord record = output == null
                ? null
                : partition == ANY_PARTITION ? output.unread.poll() : takeFirst(output.unread, partition);
        return record == null
                ? null
                : new TestRecord<>(record.key(), record.value(), record.headers(), (Long) record.timestampMs());
    }

    private static @Nullable HeapRecord takeFirst(Deque<HeapRecord> unread, int partition) {
        for (Iterator<HeapRecord> all = unread.iterator(); all.hasNext(); ) {
            HeapRecord record = all.next();
            if (record.partition().partition() == partition) {
                all.remove();
                return record;
            }
        }
        return null;
    }

    long unread(String topic, int partition) {
        Output output = outputs.get(topic);
        if (output == null) {
            return 0;
        }
        return partition == ANY_PARTITION
                ? output.unread.size()
                : output.unread.stream()
                        .filter(record -> record.partition().partition() == partition)
                        .count();
    }

    /** Why a read found nothing, and where there is something to read. */
    String describeEmpty(String topic, int partition) {
        Output output = outputs.get(topic);
        String name = partition == ANY_PARTITION
                ? "Topic '" + topic + "'"
                : "Partition " + partition + " of topic '" + topic + "'";
        String why = output == null
                ? " has no records: the topology has not written to the topic."
                : " has no further records: the topology has written " + output.total + " to the topic, of which "
                        + (output.total - output.unread.size()) + " were read.";
        Map<String, Integer> elsewhere = new TreeMap<>();
        outputs.forEach((other, records) -> {
            if (!records.unread.isEmpty()) {
                elsewhere.put(other, records.unread.size());
            }
        });
        return name
                + why
                + (elsewhere.isEmpty()
                        ? " No topic has unread records; the topology has written to " + producedNames()
                        : " Unread records are in " + elsewhere);
    }
}
