package io.millrace.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.metrics.Sensor.RecordingLevel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SensorTest {

    private final List<String> recorded = new ArrayList<>();

    @Test
    void shouldRecordUpToTheConfiguredLevelAndTellParents() {
        Sensor parent = sensor("parent", RecordingLevel.INFO, RecordingLevel.DEBUG, List.of());
        Sensor child = sensor("child", RecordingLevel.DEBUG, RecordingLevel.DEBUG, List.of(parent));

        child.record();
        child.record(2.5, 7);

        assertThat(recorded).containsExactly("child 1.0@99", "parent 1.0@99", "child 2.5@7", "parent 2.5@7");
        assertThat(child.shouldRecord()).isTrue();
    }

    @Test
    void shouldRecordNothingAboveTheConfiguredLevel() {
        Sensor sensor = sensor("s", RecordingLevel.DEBUG, RecordingLevel.INFO, List.of());

        sensor.record(1);

        assertThat(recorded).isEmpty();
        assertThat(sensor.shouldRecord()).isFalse();
    }

    @Test
    void shouldFindLevelsByNameAndNumber() {
        assertThat(RecordingLevel.forName("debug")).isEqualTo(RecordingLevel.DEBUG);
        assertThat(RecordingLevel.forId(2)).isEqualTo(RecordingLevel.TRACE);
        assertThatThrownBy(() -> RecordingLevel.forId(3)).isInstanceOf(IllegalArgumentException.class);
    }

    private Sensor sensor(String name, RecordingLevel level, RecordingLevel configured, List<Sensor> parents) {
        return new Sensor(
                name,
                level,
                configured,
                () -> 99,
                List.of((value, timeMs) -> recorded.add(name + " " + value + "@" + timeMs)),
                parents);
    }
}
