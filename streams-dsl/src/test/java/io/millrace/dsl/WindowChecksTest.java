package io.millrace.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.errors.StreamsException;
import io.millrace.record.Bytes;
import io.millrace.serialization.Serdes;
import io.millrace.state.SessionStore;
import io.millrace.state.WindowStore;
import io.millrace.stores.Stores;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is said about windows that cannot work, or cost too much, while a program is built. */
class WindowChecksTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final StreamsBuilder builder = new StreamsBuilder();
    private final KStream<String, String> stream =
            builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()));

    private static Materialized<String, Long, WindowStore<Bytes, byte[]>> kept(Duration retention) {
        return Materialized.<String, Long, WindowStore<Bytes, byte[]>>as("s").withRetention(retention);
    }

    @Test
    void shouldRefuseARetentionThatIsShorterThanAWindowAndItsGrace() {
        TimeWindowedKStream<String, String> windows =
                stream.groupByKey().windowedBy(TimeWindows.ofSizeAndGrace(MINUTE, MINUTE));

        assertThatThrownBy(() -> windows.count(kept(MINUTE.multipliedBy(2).minusMillis(1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("window store s")
                .hasMessageContaining("120000 ms")
                .hasMessageContaining("119999 ms");
        assertThatCode(() -> windows.count(kept(MINUTE.multipliedBy(2)))).doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseARetentionThatIsShorterThanASlidingWindowNeeds() {
        TimeWindowedKStream<String, String> windows =
                stream.groupByKey().windowedBy(SlidingWindows.ofTimeDifferenceAndGrace(MINUTE, MINUTE));

        assertThatThrownBy(() -> windows.count(kept(MINUTE.multipliedBy(3).minusMillis(1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("179999 ms");
    }

    @Test
    void shouldRefuseARetentionInWhichSessionsCouldStillMerge() {
        SessionWindowedKStream<String, String> sessions =
                stream.groupByKey().windowedBy(SessionWindows.ofInactivityGapAndGrace(MINUTE, MINUTE));
        Materialized<String, Long, SessionStore<Bytes, byte[]>> tooShort =
                Materialized.<String, Long, SessionStore<Bytes, byte[]>>as("s")
                        .withRetention(MINUTE.multipliedBy(2).minusMillis(1));

        assertThatThrownBy(() -> sessions.count(tooShort))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("119999 ms");
    }

    @Test
    void shouldRefuseAStoreOfAJoinThatDoesNotFitItsWindows() {
        StreamJoined<String, String, String> stores = StreamJoined.with(
                        Serdes.String(), Serdes.String(), Serdes.String())
                .withThisStoreSupplier(Stores.persistentWindowStore("a", MINUTE, MINUTE, true))
                .withOtherStoreSupplier(Stores.persistentWindowStore("b", MINUTE, MINUTE, true));

        assertThatThrownBy(() -> stream.join(
                        stream, (one, other) -> one, JoinWindows.ofTimeDifferenceAndGrace(MINUTE, MINUTE), stores))
                .isInstanceOf(StreamsException.class)
                .hasMessageContaining("Window settings mismatch");
    }

    @Test
    void shouldWarnOfWindowsThatOverlapTooMuchAndTellHowMany() {
        TimeWindows yearly = TimeWindows.ofSizeWithNoGrace(Duration.ofDays(365)).advanceBy(Duration.ofSeconds(1));

        assertThat(CostlyWindows.warningOf(yearly)).contains("31536000 windows", "larger advance", "SlidingWindows");
        assertThat(CostlyWindows.warningOf(TimeWindows.ofSizeWithNoGrace(Duration.ofDays(365))))
                .isNull();
        assertThat(CostlyWindows.warningOf(
                        TimeWindows.ofSizeWithNoGrace(Duration.ofHours(2)).advanceBy(Duration.ofSeconds(1))))
                .isNull();
    }
}
