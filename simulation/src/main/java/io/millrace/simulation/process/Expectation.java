package io.millrace.simulation.process;

import io.millrace.simulation.process.Snapshot.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What a snapshot of the {@link Workload} must show, given which numbers were acknowledged. Knows arithmetic, and nothing of the engine. Counts its checks, so that a run
 * without any can be told from one without a violation.
 */
final class Expectation {

    private final Workload workload;
    private final List<String> violations = new ArrayList<>();
    private long checks;

    Expectation(Workload workload) {
        this.workload = workload;
    }

    long checks() {
        return checks;
    }

    private void check(boolean holds, String what) {
        check(holds, () -> what);
    }

    private void check(boolean holds, Supplier<String> what) {
        checks++;
        if (!holds) {
            violations.add(what.get());
        }
    }

    /**
     * Says what is wrong with a snapshot; nothing if all is well.
     *
     * @param acknowledged numbers that the broker said it has
     * @param sentBelow numbers from here on were never sent
     */
    List<String> check(Snapshot snapshot, Set<Long> acknowledged, long sentBelow) {
        violations.clear();
        List<List<Entry>> input = snapshot.topic(Workload.INPUT);
        checkInput(input, acknowledged, sentBelow);
        checkPassed(input, snapshot.topic(Workload.PASSED));
        Consequences expected = new Consequences(input);
        checkUpdates(Workload.SUMS, snapshot, expected.sums);
        checkUpdates(Workload.WINDOWS, snapshot, expected.windows);
        checkUpdates(Workload.LATEST, snapshot, expected.latest);
        checkRows(snapshot, Workload.SUMS, expected.sums);
        checkRows(snapshot, Workload.LATEST, expected.latest);
        checkLast(Workload.SESSIONS, snapshot, expected.sessions);
        checkLast(Workload.OWNERS, snapshot, expected.owners);
        checkEach(Workload.CLOSED, snapshot, expected.closed);
        checkEach(Workload.PAIRS, snapshot, expected.pairs);
        checkEach(Workload.NAMED, snapshot, expected.named);
        return List.copyOf(violations);
    }

    private void checkInput(List<List<Entry>> input, Set<Long> acknowledged, long sentBelow) {
        Set<Long> there = new HashSet<>();
        for (List<Entry> partition : input) {
            for (Entry record : partition) {
                long number = Long.parseLong(record.value());
                check(there.add(number), "the input has the number " + number + " twice");
                check(number < sentBelow, "the input has the number " + number + ", which was never sent");
                check(
                        workload.key(number).equals(record.key()),
                        "the number " + number + " has the key " + record.key());
            }
        }
        for (long number : acknowledged) {
            check(there.contains(number), "the acknowledged number " + number + " is gone");
        }
    }

    private void checkPassed(List<List<Entry>> input, List<List<Entry>> passed) {
        for (int i = 0; i < input.size(); i++) {
            check(
                    input.get(i).equals(passed.get(i)),
                    "what was passed on in partition " + i + " is not the input: "
                            + difference(input.get(i), passed.get(i)));
        }
    }

    private static String difference(List<Entry> expected, List<Entry> actual) {
        for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
            if (!expected.get(i).equals(actual.get(i))) {
                return "record " + i + " should be " + expected.get(i) + " and is " + actual.get(i) + " ("
                        + expected.size() + " expected, " + actual.size() + " there)";
            }
        }
        return expected.size() + " expected, " + actual.size() + " there";
    }

    /** The last update of each key is the state, and no update of a key says less than the one before. */
    private void checkUpdates(String topic, Snapshot snapshot, Map<String, String> expected) {
        Map<String, String> last = new HashMap<>();
        for (List<Entry> partition : snapshot.topic(topic)) {
            for (Entry update : partition) {
                String before = last.put(update.key(), update.value());
                check(
                        before == null || leading(update.value()) > leading(before),
                        topic + ": " + update.key() + " went from " + before + " to " + update.value());
            }
        }
        check(
                last.equals(expected),
                topic + ": the last updates are not those of the input: " + difference(expected, last));
    }

    /** The last update of each key is the state; one that says "null" ends its row. */
    private void checkLast(String topic, Snapshot snapshot, Map<String, String> expected) {
        Map<String, String> last = new HashMap<>();
        snapshot.topic(topic).forEach(partition -> partition.forEach(update -> last.put(update.key(), update.value())));
        last.values().removeIf("null"::equals);
        check(
                last.equals(expected),
                topic + ": the last updates are not those of the input: " + difference(expected, last));
    }

    /** Each record is there once, in whatever order. */
    private void checkEach(String topic, Snapshot snapshot, List<Entry> expected) {
        Map<Entry, Integer> missing = new HashMap<>();
        expected.forEach(record -> missing.merge(record, 1, Integer::sum));
        snapshot.topic(topic)
                .forEach(partition -> partition.forEach(record -> check(
                        missing.merge(record, -1, Integer::sum) >= 0,
                        topic + " has " + record + " once too often, or it does not follow from the input")));
        missing.values().removeIf(count -> count <= 0);
        check(
                missing.isEmpty(),
                () -> topic + " lacks " + missing.keySet().stream().limit(5).toList()
                        + (missing.size() > 5 ? " and more" : ""));
    }

    private static long leading(String value) {
        int comma = value.indexOf(',');
        return Long.parseLong(comma < 0 ? value : value.substring(0, comma));
    }

    private void checkRows(Snapshot snapshot, String store, Map<String, String> expected) {
        Map<String, String> rows = snapshot.stores().getOrDefault(store, Map.of());
        Map<String, String> changelog = snapshot.changelogs().getOrDefault(store, Map.of());
        check(
                rows.equals(expected),
                "store " + store + " is not what follows from the input: " + difference(expected, rows));
        check(
                changelog.equals(expected),
                "the changelog of " + store + " is not what follows from the input: "
                        + difference(expected, changelog));
    }

    private static String difference(Map<String, String> expected, Map<String, String> actual) {
        Set<String> keys = new HashSet<>(expected.keySet());
        keys.addAll(actual.keySet());
        StringBuilder text = new StringBuilder();
        keys.stream()
                .filter(key -> !String.valueOf(expected.get(key)).equals(actual.get(key)))
                .limit(5)
                .forEach(key ->
                        text.append(key + " should be " + expected.get(key) + " and is " + actual.get(key) + "; "));
        return text.toString();
    }
}
