package io.millrace.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.errors.TaskIdFormatException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskIdTest {

    @Test
    void shouldReadWhatItWrites() {
        for (TaskId id : List.of(new TaskId(0, 12), new TaskId(3, 4, "a_b"))) {
            assertThat(TaskId.parse(id.toString())).isEqualTo(id);
        }
        assertThat(new TaskId(3, 4, "n")).hasToString("n__3_4");
        assertThat(new TaskId(3, 4, "")).isEqualTo(new TaskId(3, 4)).hasToString("3_4");
    }

    @Test
    void shouldRefuseWhatIsNoTaskId() {
        for (String text : List.of("", "1", "1-2", "a_1", "1_", "_1", "1_x", "n__1")) {
            assertThatThrownBy(() -> TaskId.parse(text))
                    .as(text)
                    .isInstanceOf(TaskIdFormatException.class)
                    .hasMessageContaining(text);
        }
    }

    @Test
    void shouldOrderByNumbers() {
        assertThat(new TaskId(2, 0)).isLessThan(new TaskId(10, 0));
        assertThat(new TaskId(1, 9)).isLessThan(new TaskId(1, 10));
        assertThat(new TaskId(9, 9, "a")).isLessThan(new TaskId(0, 0, "b"));
        assertThatThrownBy(() -> new TaskId(0, 0, "a").compareTo(new TaskId(0, 0)))
                .isInstanceOf(IllegalStateException.class);
    }
}
