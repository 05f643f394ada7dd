package io.millrace.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What word count must have written, whatever happened. A naive model: maps and lists, nothing of the engine.
 */
public final class Oracle {

    private final Set<String> acknowledged = new HashSet<>();
    private List<List<Count>> lastOutputs = new ArrayList<>();
    private long checks;

    /** An output record. */
    public record Count(String word, long count) {}

    /** A violation. */
    public static final class Violation extends AssertionError {

        private static final long serialVersionUID = 1L;

        Violation(String message) {
            super(message);
        }
    }

    /** The broker has acknowledged a line; each line has an id of its own as its first word. */
    public void acknowledged(String line) {
        acknowledged.add(line);
    }

    /** How many single facts were checked. */
    public long checks() {
        return checks;
    }

    private void check(boolean holds, String message) {
        checks++;
        if (!holds) {
            throw new Violation(message);
        }
    }

    /** Power failed, and nothing was ever synced: an earlier state may come back, as a whole. */
    public void rolledBack() {
        acknowledged.clear();
        lastOutputs = new ArrayList<>();
    }

    /** After a recovery: nothing that a read_committed reader has seen may be gone or changed, per partition. */
    public void afterRecovery(List<List<Count>> outputs) {
        for (int partition = 0; partition < lastOutputs.size(); partition++) {
            List<Count> before = lastOutputs.get(partition);
            List<Count> now = outputs.get(partition);
            check(
                    now.size() >= before.size(),
                    "partition " + partition + " of the output had " + before.size() + " committed records, and has "
                            + now.size() + " after the recovery");
            check(
                    now.subList(0, before.size()).equals(before),
                    "committed output of partition " + partition + " changed: it was " + before + ", it is " + now);
        }
        lastOutputs = outputs;
    }

    /** Remembers what a read_committed reader sees now. */
    public void seen(List<List<Count>> outputs) {
        lastOutputs = outputs;
    }

    /** When everything is processed: each acknowledged line is in the input once, and the counts are those of the input. */
    public void atEnd(List<String> input, List<List<Count>> outputs) {
        Map<String, Integer> lines = new LinkedHashMap<>();
        input.forEach(line -> lines.merge(line, 1, Integer::sum));
        lines.forEach((line, times) -> check(times == 1, "the input has the line '" + line + "' " + times + " times"));
        for (String line : acknowledged) {
            check(lines.containsKey(line), "the acknowledged line '" + line + "' is gone");
        }
        Map<String, Long> expected = new TreeMap<>();
        for (String line : input) {
            for (String word : line.split(" ")) {
                expected.merge(word, 1L, Long::sum);
            }
        }
        Map<String, Long> counted = new TreeMap<>();
        for (List<Count> partition : outputs) {
            for (Count output : partition) {
                Long before = counted.put(output.word(), output.count());
                check(
                        output.count() > (before == null ? 0 : before),
                        "the count of '" + output.word() + "' went from " + before + " to " + output.count());
            }
        }
        check(counted.equals(expected), "counts are " + difference(expected, counted));
    }

    private static String difference(Map<String, Long> expected, Map<String, Long> actual) {
        StringBuilder text = new StringBuilder();
        Set<String> words = new HashSet<>(expected.keySet());
        words.addAll(actual.keySet());
        for (String word : words) {
            if (!expected.getOrDefault(word, 0L).equals(actual.getOrDefault(word, 0L))) {
                text.append(word)
                        .append(": expected ")
                        .append(expected.get(word))
                        .append(", got ")
                        .append(actual.get(word))
                        .append("; ");
            }
        }
        return text.toString();
    }
}
