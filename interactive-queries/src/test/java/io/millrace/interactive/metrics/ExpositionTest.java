package io.millrace.interactive.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.interactive.metrics.Exposition.Type;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExpositionTest {

    private final Exposition text = new Exposition();

    @Test
    void shouldEscapeNamesHelpAndLabels() {
        text.add("9 a-b", Type.GAUGE, "back\\slash\nline", Map.of("task-id", "a\"b\\c\nd"), 1.5);

        assertThat(text.toString())
                .isEqualTo("# HELP _9_a_b back\\\\slash\\nline\n# TYPE _9_a_b gauge\n"
                        + "_9_a_b{task_id=\"a\\\"b\\\\c\\nd\"} 1.5\n");
    }

    @Test
    void shouldWriteASeriesOnceAndAFamilyTogether() {
        text.add("b", Type.COUNTER, "B", Map.of("x", "1"), 1);
        text.add("a", Type.GAUGE, "A", Map.of(), Double.NaN);
        text.add("b", Type.COUNTER, "B", Map.of("x", "2"), Double.POSITIVE_INFINITY);
        text.add("b", Type.COUNTER, "B", Map.of("x", "1"), 3);

        assertThat(text.toString())
                .isEqualTo("# HELP a A\n# TYPE a gauge\na NaN\n"
                        + "# HELP b B\n# TYPE b counter\nb{x=\"1\"} 1\nb{x=\"2\"} +Inf\n");
    }
}
