package io.millrace.simulation.reference;

import io.millrace.simulation.program.Functions;
import io.millrace.simulation.program.Step;
import io.millrace.simulation.program.Step.JoinKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A table that keeps versions, and refuses those that are older than its history. */
final class Versioned extends Operator {

    private final Step.VersionedTable step;
    /** By key, then by time; a version without value is a deletion. */
    private final Map<String, TreeMap<Long, Version>> versions = new HashMap<>();

    private final List<Output> puts = new ArrayList<>();
    private long newest = -1;

    private record Version(@Nullable String value) {}

    Versioned(Step.VersionedTable step) {
        this.step = step;
    }

    @Override
    void accept(int input, Row row) {
        if (row.key() == null || row.timeMs() < newest - step.historyMs()) {
            return;
        }
        newest = Math.max(newest, row.timeMs());
        puts.add(new Output(row.key(), row.value(), row.timeMs()));
        TreeMap<Long, Version> ofKey = versions.computeIfAbsent(row.key(), key -> new TreeMap<>());
        String before = ofKey.isEmpty() ? null : ofKey.lastEntry().getValue().value();
        boolean isLatest = ofKey.higherKey(row.timeMs()) == null;
        if (row.value() == null && before != null && ofKey.lastKey() == row.timeMs()) {
            deleteAtItsTime(ofKey);
        } else {
            ofKey.put(row.timeMs(), new Version(row.value()));
        }
        Row change = row.replacing(before);
        out(isLatest ? change : change.outOfDate());
    }

    /** As in Kafka Streams, such a deletion has no version of its own: it is known only as the end of the version before. */
    private static void deleteAtItsTime(TreeMap<Long, Version> ofKey) {
        Map.Entry<Long, Version> last = ofKey.pollLastEntry();
        if (!ofKey.isEmpty() && ofKey.lastEntry().getValue().value() != null) {
            ofKey.put(last.getKey(), new Version(null));
        }
    }

    @Override
    Map<String, Value> table() {
        Map<String, Value> rows = new TreeMap<>();
        versions.forEach((key, ofKey) -> {
            String value = ofKey.isEmpty() ? null : ofKey.lastEntry().getValue().value();
            if (value != null) {
                rows.put(key, new Value(value, ofKey.lastKey()));
            }
        });
        return rows;
    }

    @Override
    @Nullable
    String asOf(String key, long timeMs) {
        Value latest = table().get(key);
        if (latest != null && latest.timeMs() <= timeMs) {
            return latest.value();
        }
        Map.Entry<Long, Version> then =
                versions.getOrDefault(key, new TreeMap<>()).floorEntry(timeMs);
        return then == null || timeMs < newest - step.historyMs()
                ? null
                : then.getValue().value();
    }

    @Override
    Map<String, List<Output>> puts() {
        return Map.of(step.store(), puts);
    }

    @Override
    Map<String, Map<String, String>> stores() {
        Map<String, String> rows = new TreeMap<>();
        versions.forEach((key, ofKey) -> ofKey.forEach((timeMs, version) -> {
            Long end = ofKey.higherKey(timeMs);
            boolean isForgotten = end != null && end <= newest - step.historyMs();
            if (version.value() != null && !key.startsWith("z") && !isForgotten) {
                rows.put(key + "@" + timeMs, version.value() + (end == null ? "" : "-" + end));
            }
        }));
        return Map.of(step.store(), rows);
    }

    /** Records that wait for the version of their time. */
    static final class Waiting extends Operator {

        private final Step.StreamTableJoin step;
        private final Operator table;
        private final List<Row> waiting = new ArrayList<>();
        private long newest = -1;

        Waiting(Step.StreamTableJoin step, Operator table) {
            this.step = step;
            this.table = table;
        }

        @Override
        void accept(int input, Row row) {
            if (input == 1 || row.value() == null || row.key() == null) {
                return;
            }
            if (row.timeMs() < newest - step.graceMs()) {
                join(row);
                return;
            }
            newest = Math.max(newest, row.timeMs());
            waiting.add(row);
            waiting.sort(Comparator.comparingLong(Row::timeMs).thenComparing(one -> plain(one.key())));
            while (!waiting.isEmpty() && waiting.get(0).timeMs() <= newest - step.graceMs()) {
                join(waiting.remove(0));
            }
        }

        private void join(Row row) {
            String other = table.asOf(plain(row.key()), row.timeMs());
            if (other != null || step.kind() == JoinKind.LEFT) {
                out(row.with(Functions.join(row.value(), other)));
            }
        }
    }
}
