package io.millrace.simulation.reference;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Rows of a global table. If they change, a task may see any of those that the table has ever had; but for what it processes behind {@code settledNumber}.
 *
 * @param now by key
 * @param ever the values that each key has had
 * @param settledNumber the number of the journal from which on everybody has seen {@code now}; {@link Long#MAX_VALUE} if not everybody has yet
 */
public record GlobalRows(Map<String, String> now, Map<String, Set<String>> ever, long settledNumber) {

    public GlobalRows {
        now = Map.copyOf(now);
        ever = Map.copyOf(ever);
    }

    /** Rows that do not change. */
    public static GlobalRows unchanging(Map<String, String> rows) {
        Map<String, Set<String>> ever = new TreeMap<>();
        rows.forEach((key, value) -> ever.put(key, Set.of(value)));
        return new GlobalRows(rows, ever, 0);
    }
}
