package io.millrace.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class WindowTest {

    @Test
    void shouldExcludeTheEndOfATimeWindow() {
        TimeWindow window = new TimeWindow(10, 20);

        assertThat(window.overlap(new TimeWindow(19, 30))).isTrue();
        assertThat(window.overlap(new TimeWindow(20, 30))).isFalse();
        assertThat(window.overlap(new TimeWindow(0, 10))).isFalse();
        assertThat(window.overlap(new TimeWindow(0, 11))).isTrue();
    }

    @Test
    void shouldIncludeTheEndOfASessionWindow() {
        SessionWindow window = new SessionWindow(10, 20);

        assertThat(window.overlap(new SessionWindow(20, 30))).isTrue();
        assertThat(window.overlap(new SessionWindow(21, 30))).isFalse();
        assertThat(window.overlap(new SessionWindow(0, 10))).isTrue();
        assertThat(window.overlap(new SessionWindow(0, 9))).isFalse();
    }

    @Test
    void shouldRefuseImpossibleBounds() {
        assertThatThrownBy(() -> new TimeWindow(-1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TimeWindow(5, 4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TimeWindow(5, 5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new UnlimitedWindow(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new SessionWindow(5, 5).end()).isEqualTo(5);
    }

    @Test
    void shouldNotCompareDifferentKindsOfWindows() {
        Window time = new TimeWindow(1, 2);
        Window session = new SessionWindow(1, 2);

        assertThat(time).isNotEqualTo(session);
        assertThatThrownBy(() -> time.overlap(session)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new UnlimitedWindow(0).overlap(time)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new UnlimitedWindow(0).overlap(new UnlimitedWindow(5))).isTrue();
    }

    @Test
    void shouldEqualAKeyInAnEqualWindow() {
        Windowed<String> key = new Windowed<>("k", new TimeWindow(1, 2));

        assertThat(key)
                .isEqualTo(new Windowed<>("k", new TimeWindow(1, 2)))
                .hasSameHashCodeAs(new Windowed<>("k", new TimeWindow(1, 2)))
                .hasToString("[k@1/2]");
        assertThat(key).isNotEqualTo(new Windowed<>("k", new TimeWindow(1, 3)));
        assertThat(key).isNotEqualTo(new Windowed<>("k", new SessionWindow(1, 2)));
        assertThat(key.window().startTime()).isEqualTo(Instant.ofEpochMilli(1));
    }
}
