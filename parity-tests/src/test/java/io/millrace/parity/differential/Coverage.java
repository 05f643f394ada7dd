package io.millrace.parity.differential;

import io.millrace.parity.program.Event;
import io.millrace.parity.program.Operator;
import io.millrace.parity.program.Scenario;
import io.millrace.parity.program.Step;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** How many programs had what. */
final class Coverage {

    /** Options whose values are worth a line of their own. */
    private static final Set<String> BY_VALUE =
            Set.of("windows", "kind", "storeKind", "punctuate", "extractor", "default", "supplier", "partitioner");

    /** Options that are numbers or names. */
    private static final Set<String> UNCOUNTED = Set.of(
            "function",
            "keys",
            "predicate",
            "fold",
            "topic",
            "topics",
            "sizeMs",
            "index",
            "branches",
            "intervalMs",
            "differenceMs",
            "foreignKey",
            "pattern",
            "partitions",
            "maxBytes",
            "maxRecords");

    private final Map<String, Integer> counts = new TreeMap<>();
    private final Set<Operator> operators = EnumSet.noneOf(Operator.class);
    private int programs;

    void add(Scenario scenario) {
        programs++;
        Set<String> seen = new LinkedHashSet<>();
        Scenario.Settings settings = scenario.settings();
        seen.add("settings: " + (settings.caching() ? "default cache" : "no cache"));
        seen.add("settings: optimization " + settings.optimization());
        seen.add("settings: " + (settings.inMemory() ? "in memory" : "RocksDB"));
        seen.add("settings: on failure " + settings.handler());
        if (settings.header()) {
            seen.add("settings: stores with headers");
        }
        if (settings.wrapper()) {
            seen.add("settings: processor wrapper");
        }
        for (Step step : scenario.program().steps()) {
            operators.add(step.operator());
            seen.add(step.operator().name());
            step.options().forEach((name, value) -> {
                if (BY_VALUE.contains(name)) {
                    seen.add(step.operator() + " " + name + " " + value);
                } else if (!UNCOUNTED.contains(name)) {
                    seen.add(step.operator() + " " + name);
                }
            });
        }
        for (Event event : scenario.events()) {
            if (event instanceof Event.Pipe pipe) {
                seen.add("record"
                        + (pipe.key() == null ? " without key" : pipe.value() == null ? " without value" : ""));
                if (pipe.timestampMs() < 0) {
                    seen.add("record with negative timestamp");
                }
                if (!pipe.headers().isEmpty()) {
                    seen.add("record with headers");
                }
            } else {
                seen.add("wall clock advances");
            }
        }
        seen.forEach(one -> counts.merge(one, 1, Integer::sum));
    }

    /** What occurred, as the lines of the table name it. */
    Set<String> seen() {
        return counts.keySet();
    }

    int programs() {
        return programs;
    }

    Set<Operator> operators() {
        return operators;
    }

    /** The counts in two columns. */
    String table() {
        StringBuilder text = new StringBuilder();
        int column = 0;
        for (Map.Entry<String, Integer> entry : counts.entrySet()) {
            text.append(String.format("%-52s %7d", entry.getKey(), entry.getValue()));
            text.append(++column % 2 == 0 ? "\n" : "   ");
        }
        return text + (column % 2 == 0 ? "" : "\n");
    }
}
