package io.millrace.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.serialization.Serde;
import io.millrace.serialization.Serdes;
import io.millrace.serialization.StringDeserializer;
import io.millrace.serialization.StringSerializer;
import io.millrace.state.SessionWindow;
import io.millrace.state.TimeWindow;
import io.millrace.state.Windowed;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WindowedKeysTest {

    @Test
    void shouldWriteStartOfTimeWindowBehindKey() {
        Serde<Windowed<String>> serde = WindowedSerdes.timeWindowedSerdeFrom(String.class, 10);
        Windowed<String> key = new Windowed<>("k", new TimeWindow(5, 15));

        byte[] bytes = serde.serializer().serialize("t", key);

        assertThat(bytes).containsExactly('k', 0, 0, 0, 0, 0, 0, 0, 5);
        assertThat(serde.deserializer().deserialize("t", bytes)).isEqualTo(key);
    }

    @Test
    void shouldWriteEndBeforeStartOfSession() {
        Serde<Windowed<String>> serde = WindowedSerdes.sessionWindowedSerdeFrom(String.class);
        Windowed<String> key = new Windowed<>("k", new SessionWindow(5, 15));

        byte[] bytes = serde.serializer().serialize("t", key);

        assertThat(bytes).containsExactly('k', 0, 0, 0, 0, 0, 0, 0, 15, 0, 0, 0, 0, 0, 0, 0, 5);
        assertThat(serde.deserializer().deserialize("t", bytes)).isEqualTo(key);
    }

    @Test
    void shouldSkipSequenceNumberOfChangelogKeys() {
        TimeWindowedDeserializer<String> keys = new TimeWindowedDeserializer<>(new StringDeserializer(), 10L);
        keys.setIsChangelogTopic(true);

        Windowed<String> key = keys.deserialize("t", new byte[] {'k', 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 1});

        assertThat(key).isEqualTo(new Windowed<>("k", new TimeWindow(5, 15)));
    }

    @Test
    void shouldFindInnerSerdeAndSizeInConfiguration() {
        TimeWindowedDeserializer<String> keys = new TimeWindowedDeserializer<>();

        keys.configure(
                Map.of(
                        TimeWindowedDeserializer.WINDOW_SIZE_MS_CONFIG,
                        "10",
                        TimeWindowedDeserializer.WINDOWED_INNER_DESERIALIZER_CLASS,
                        Serdes.StringSerde.class.getName()),
                true);

        assertThat(keys.getWindowSize()).isEqualTo(10L);
        assertThat(keys.deserialize("t", new byte[] {'k', 0, 0, 0, 0, 0, 0, 0, 5}))
                .isEqualTo(new Windowed<>("k", new TimeWindow(5, 15)));
    }

    @Test
    void shouldRejectContradictingInnerSerdes() {
        TimeWindowedSerializer<String> keys = new TimeWindowedSerializer<>(new StringSerializer());

        assertThatThrownBy(() -> keys.configure(
                        Map.of(
                                TimeWindowedSerializer.WINDOWED_INNER_SERIALIZER_CLASS,
                                Serdes.LongSerde.class.getName()),
                        true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("different");
    }

    @Test
    void shouldRejectWindowsThatCannotBe() {
        Duration ten = Duration.ofMillis(10);

        assertThatThrownBy(() -> TimeWindows.ofSizeWithNoGrace(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TimeWindows.ofSizeWithNoGrace(ten).advanceBy(Duration.ofMillis(11)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JoinWindows.ofTimeDifferenceWithNoGrace(ten).before(Duration.ofMillis(-11)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JoinWindows.ofTimeDifferenceWithNoGrace(ten).grace(ten))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> SessionWindows.ofInactivityGapWithNoGrace(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldGiveOldJoinWindowsWhatIsLeftOfADayAsGrace() {
        assertThat(JoinWindows.of(Duration.ofHours(1)).gracePeriodMs())
                .isEqualTo(Duration.ofHours(22).toMillis());
    }
}
