package io.millrace.test;

import io.millrace.test.log.HeapRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the topology has written, for the test to read, and for the driver to hand on. Confined to the test's thread. */
final class DriverTopics {

    private final Map<String, Output> outputs = new HashMap<>();
    private List<HeapRecord> fresh = new ArrayList<>();

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
        fresh.add(record);
    }

    /** What was written since the last call, over all topics in the order in which it was written. */
    List<HeapRecord> takeFresh() {
        if (fresh.isEmpty()) {
            return List.of();
        }
        List<HeapRecord> taken = fresh;
        fresh = new ArrayList<>();
        return taken;
    }

    Set<String> producedNames() {
        return new TreeSet<>(outputs.keySet());
    }

    @Nullable
    TestRecord<byte[], byte[]> next(String topic) {
        Output output = outputs.get(topic);
        HeapRecord record = output == null ? null : output.unread.poll();
        return record == null
                ? null
                : new TestRecord<>(record.key(), record.value(), record.headers(), (Long) record.timestampMs());
    }

    long unread(String topic) {
        Output output = outputs.get(topic);
        return output == null ? 0 : output.unread.size();
    }

    String describeEmpty(String topic) {
        Output output = outputs.get(topic);
        if (output == null) {
            return "Topic '" + topic
                    + "' has no records: the topology has not written to it. Topics that it has written to: "
                    + producedNames();
        }
        return "Topic '" + topic + "' has no further records: the topology has written " + output.total
                + " to it, and all of them were read. Topics that it has written to: " + producedNames();
    }
}
