package io.millrace.broker.segment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which batches belong to aborted transactions: per producer, ranges from the first record of a transaction to its abort marker. Immutable;
 * an abort makes a new one.
 */
final class AbortedIndex {

    static final AbortedIndex EMPTY = new AbortedIndex(Map.of());

    /** One aborted transaction. */
    record Range(long producerId, long firstOffset, long markerOffset) {}

    // Per producer: first offset, marker offset, first offset, marker offset, ... ascending.
    private final Map<Long, long[]> rangesByProducer;

    private AbortedIndex(Map<Long, long[]> rangesByProducer) {
        this.rangesByProducer = rangesByProducer;
    }

    static AbortedIndex of(List<Range> ranges) {
        AbortedIndex index = EMPTY;
        for (Range range : ranges) {
            index = index.with(range);
        }
        return index;
    }

    AbortedIndex with(Range range) {
        Map<Long, long[]> copy = new HashMap<>(rangesByProducer);
        long[] before = copy.getOrDefault(range.producerId(), new long[0]);
        long[] after = Arrays.copyOf(before, before.length + 2);
        after[before.length] = range.firstOffset();
        after[before.length + 1] = range.markerOffset();
        copy.put(range.producerId(), after);
        return new AbortedIndex(copy);
    }

    boolean isEmpty() {
        return rangesByProducer.isEmpty();
    }

    boolean contains(long producerId, long offset) {
        if (rangesByProducer.isEmpty()) {
            return false;
        }
        long[] ranges = rangesByProducer.get(producerId);
        if (ranges == null) {
            return false;
        }
        int low = 0;
        int high = ranges.length / 2 - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (offset < ranges[2 * middle]) {
                high = middle - 1;
            } else if (offset > ranges[2 * middle + 1]) {
                low = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }

    /** Without transactions that ended before {@code startOffset}. */
    AbortedIndex from(long startOffset) {
        if (rangesByProducer.isEmpty()) {
            return this;
        }
        return of(ranges().stream()
                .filter(range -> range.markerOffset() >= startOffset)
                .toList());
    }

    /** Without the transactions that these markers ended. */
    AbortedIndex without(Set<Long> markerOffsets) {
        if (markerOffsets.isEmpty()) {
            return this;
        }
        return of(ranges().stream()
                .filter(range -> !markerOffsets.contains(range.markerOffset()))
                .toList());
    }

    /** All ranges, by producer and then offset. */
    List<Range> ranges() {
        List<Range> all = new ArrayList<>();
        for (Long producerId : rangesByProducer.keySet().stream().sorted().toList()) {
            long[] ranges = rangesByProducer.getOrDefault(producerId, new long[0]);
            for (int i = 0; i < ranges.length; i += 2) {
                all.add(new Range(producerId, ranges[i], ranges[i + 1]));
            }
        }
        return all;
    }
}
