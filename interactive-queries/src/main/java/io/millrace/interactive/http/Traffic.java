package io.millrace.interactive.http;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts answers by status. Safe from any thread. */
final class Traffic {

    private final Map<Integer, LongAdder> byStatus = new ConcurrentHashMap<>();

    void answered(int status) {
        byStatus.computeIfAbsent(status, key -> new LongAdder()).increment();
    }

    /** Answers so far by status. */
    Map<Integer, Long> answers() {
        Map<Integer, Long> all = new TreeMap<>();
        byStatus.forEach((status, count) -> all.put(status, count.sum()));
        return all;
    }
}
