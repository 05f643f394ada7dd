package io.millrace.runtime.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class DropLogTest {

    private static final Clock STANDING = new Clock() {
        @Override
        public long wallMs() {
            return 0;
        }

        @Override
        public long monotonicNanos() {
            return 0;
        }
    };

    private final Map<String, LongSupplier> totals = new LinkedHashMap<>();
    private final DropLog drops =
            new DropLog(STANDING, (reason, operator, total) -> totals.put(operator + ": " + reason, total));

    @Test
    void shouldCountByReasonAndOperator() {
        drops.dropped("late", "one", "topic", 0, 1);
        drops.dropped("late", "one", "topic", 0, 2);
        drops.dropped("late", "other", "topic", 0, 3);
        drops.dropped("null key", "one", "topic", 0, 4);

        assertThat(drops.total()).isEqualTo(4);
        assertThat(counted()).containsExactly("one: late 2", "other: late 1", "one: null key 1");
    }

    @Test
    void shouldNotKeepAnythingForDetailsThatDifferWithEachRecord() {
        for (int i = 0; i < 1000; i++) {
            drops.dropped("it cannot be decoded", "Unrecognized token '" + i + "'", "source", "topic", 0, i);
        }

        assertThat(counted()).containsExactly("source: it cannot be decoded 1000");
    }

    private List<String> counted() {
        List<String> counted = new ArrayList<>();
        totals.forEach((cause, total) -> counted.add(cause + " " + total.getAsLong()));
        return counted;
    }
}
