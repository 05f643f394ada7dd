package io.millrace.simulation.process;

import io.millrace.simulation.process.Snapshot.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What follows from the input of the {@link Workload}, worked out in the plainest way. The last value of each key where a topic has updates; every record where each comes once.
 */
final class Consequences {

    final Map<String, String> sums = new TreeMap<>();
    final Map<String, String> windows = new TreeMap<>();
    final Map<String, String> latest = new TreeMap<>();
    final Map<String, String> sessions = new TreeMap<>();
    final Map<String, String> owners = new TreeMap<>();
    private final Map<String, Long> rounds = new TreeMap<>();
    final List<Entry> closed = new ArrayList<>();
    final List<Entry> pairs = new ArrayList<>();
    final List<Entry> named = new ArrayList<>();

    /** @param input records of each partition, in order; the numbers of a partition rise, and with them its time */
    Consequences(List<List<Entry>> input) {
        for (List<Entry> partition : input) {
            Map<String, List<Long>> byKey = new TreeMap<>();
            for (Entry record : partition) {
                long number = Long.parseLong(record.value());
                byKey.computeIfAbsent(record.key(), key -> new ArrayList<>()).add(number);
                add(record.key(), number);
            }
            byKey.forEach(this::addNeighbours);
            if (!partition.isEmpty()) {
                long lastNumber =
                        Long.parseLong(partition.get(partition.size() - 1).value());
                byKey.forEach((key, numbers) -> addClosed(key, numbers, Workload.timestampMs(lastNumber)));
            }
        }
        latest.forEach((key, number) -> {
            Long round = rounds.get(Workload.group(Long.parseLong(number)));
            if (round != null) {
                owners.put(key, number + "/" + round);
            }
        });
    }

    private void add(String key, long number) {
        String group = Workload.group(number);
        sums.merge(group, Workload.add("0,0", number), (sum, first) -> Workload.add(sum, number));
        windows.merge(Workload.window(key, number), "1", (count, one) -> "" + (Long.parseLong(count) + 1));
        latest.merge(key, "" + number, (before, now) -> "" + Math.max(Long.parseLong(before), number));
        if (Workload.beginsRound(number)) {
            rounds.merge(group, number, Math::max);
        }
        named.add(new Entry(key, number + ":" + Workload.name(group)));
    }

    private void addNeighbours(String key, List<Long> numbers) {
        int sessionFrom = 0;
        for (int i = 0; i < numbers.size(); i++) {
            for (int j = i; j < numbers.size() && areClose(numbers.get(i), numbers.get(j)); j++) {
                pairs.add(new Entry(key, numbers.get(i) + "+" + numbers.get(j)));
                if (i != j) {
                    pairs.add(new Entry(key, numbers.get(j) + "+" + numbers.get(i)));
                }
            }
            boolean isLast = i + 1 == numbers.size();
            if (isLast || !areClose(numbers.get(i), numbers.get(i + 1))) {
                long startMs = Workload.timestampMs(numbers.get(sessionFrom));
                long endMs = Workload.timestampMs(numbers.get(i));
                sessions.put(Workload.session(key, startMs, endMs), "" + (i + 1 - sessionFrom));
                sessionFrom = i + 1;
            }
        }
    }

    private static boolean areClose(long number, long later) {
        return Workload.timestampMs(later) - Workload.timestampMs(number) <= Workload.CLOSE_MS;
    }

    private void addClosed(String key, List<Long> numbers, long nowMs) {
        numbers.stream()
                .filter(number -> Workload.windowStartMs(number) + Workload.WINDOW_MS <= nowMs)
                .map(number -> Workload.window(key, number))
                .distinct()
                .forEach(window -> closed.add(new Entry(window, Objects.requireNonNull(windows.get(window)))));
    }
}
