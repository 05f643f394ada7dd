package io.millrace.simulation.reference;

import io.millrace.simulation.program.TwoStores;
import java.util.Map;
import java.util.TreeMap;

/** The user's processor with two stores. */
final class TwoMaps extends Operator {

    private final String name;
    private final TreeMap<String, Long> counts = new TreeMap<>();
    private final Map<String, TreeMap<Long, String>> rows = new TreeMap<>();
    /** The tick that is next, on a grid that begins with time itself: the first comes as soon as time is known. */
    private long nextTickMs;

    TwoMaps(String name) {
        this.name = name;
    }

    @Override
    void accept(int input, Row row) {
        if (row.key() == null) {
            return;
        }
        if (row.value() == null) {
            counts.remove(row.key());
            return;
        }
        long count = counts.merge(row.key(), 1L, Long::sum);
        TreeMap<Long, String> ofKey = rows.computeIfAbsent(row.key(), key -> new TreeMap<>());
        ofKey.put(row.timeMs(), row.value());
        int near = ofKey.subMap(row.timeMs() - 5_000, true, row.timeMs() + 5_000, true)
                .size();
        out(row.with(row.value() + "#" + count + "/" + near));
    }

    @Override
    void tick(boolean wallClock, long timeMs) {
        if (wallClock) {
            String first = counts.firstKey();
            counts.remove(first);
            out(new Row(first, "forgotten", timeMs));
        } else {
            nextTickMs = timeMs - timeMs % TwoStores.STREAM_TICK_MS + TwoStores.STREAM_TICK_MS;
            new TreeMap<>(counts).forEach((key, count) -> out(new Row(key, "tick " + count, timeMs)));
        }
    }

    @Override
    boolean missesTick(long streamTimeMs) {
        return nextTickMs <= streamTimeMs;
    }

    @Override
    void restart() {
        nextTickMs = 0;
    }

    @Override
    Map<String, Map<String, String>> stores() {
        Map<String, String> countRows = new TreeMap<>();
        counts.forEach((key, count) -> countRows.put(key, Long.toString(count)));
        Map<String, String> windowRows = new TreeMap<>();
        rows.forEach((key, ofKey) -> ofKey.forEach((time, value) -> windowRows.put(key + "@" + time, value)));
        return Map.of(name + "-counts", countRows, name + "-rows", windowRows);
    }
}
