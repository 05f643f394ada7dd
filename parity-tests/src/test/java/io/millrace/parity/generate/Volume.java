package io.millrace.parity.generate;

import io.millrace.parity.program.Step;
import java.util.List;

/** Guesses how many records come out of a step, so that joins of joins do not fill the memory. */
final class Volume {

    /** More is too much. */
    static final long MOST = 10_000;

    private static final long SOURCE = 30;
    /** One in so many pairs has the same key and falls into the window. */
    private static final long PAIRS_PER_MATCH = 6;

    private Volume() {}

    static long of(Step step, List<Long> inputs) {
        long sum = inputs.stream().mapToLong(Long::longValue).sum();
        return switch (step.operator()) {
            case STREAM, STREAM_PATTERN, TABLE, GLOBAL_TABLE, GLOBAL_STORE, TOPOLOGY -> SOURCE;
            case FLAT_MAP, FLAT_MAP_VALUES -> 3 * sum;
            case PROCESS, PROCESS_VALUES -> 2 * sum;
            case STREAM_JOIN -> sum + inputs.get(0) * inputs.get(1) / PAIRS_PER_MATCH;
            case TABLE_JOIN -> 2 * sum;
            case FOREIGN_KEY_JOIN -> 4 * sum;
            case COUNT, REDUCE, AGGREGATE, COGROUP -> sum * windowsPerRecord(step);
            default -> sum;
        };
    }

    private static long windowsPerRecord(Step step) {
        if (step.has("advanceMs")) {
            return Math.max(1, Long.parseLong(step.require("sizeMs")) / Long.parseLong(step.require("advanceMs")));
        }
        return step.has("windows") ? 3 : 1;
    }
}
