package io.millrace.parity.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.kstream.JoinWindows;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.StreamJoined;
import org.apache.kafka.streams.kstream.ValueJoiner;
import org.apache.kafka.streams.state.Stores;

/** Joins of two streams. */
final class StreamJoinRules {

    private static final ValueJoiner<String, String, String> PAIR = (one, other) -> one + "+" + other;

    private final StreamsBuilder builder = new StreamsBuilder();
    private final KStream<String, String> left = builder.stream("left");
    private final KStream<String, String> right = builder.stream("right");

    private static Duration ms(long ms) {
        return Duration.ofMillis(ms);
    }

    @Rule({64, 65})
    void aPairIsWithinBeforeAndAfterAndHasTheLargerTimestampAndTheHeadersOfTheLater() {
        left.join(
                        right,
                        PAIR,
                        JoinWindows.ofTimeDifferenceWithNoGrace(ms(0))
                                .before(ms(2))
                                .after(ms(5)))
                .to("out");
        try (Run run = Run.of(builder)) {
            run.pipe("left", "a", "l", 10, new RecordHeaders().add("left", new byte[0]))
                    .pipe("right", "a", "r7", 7)
                    .pipe("right", "a", "r8", 8, new RecordHeaders().add("right", new byte[0]))
                    .pipe("right", "a", "r15", 15)
                    .pipe("right", "a", "r16", 16);

            assertThat(run.out("out")).containsExactly("a=l+r8@10 right", "a=l+r15@15");
        }
    }

    @Rule(66)
    void aRepeatedKeyIsPairedWithAllOfTheOtherSide() {
        left.join(right, PAIR, JoinWindows.ofTimeDifferenceWithNoGrace(ms(10))).to("out");
        try (Run run = Run.of(builder)) {
            run.pipe("left", "a", "l1", 1)
                    .pipe("left", "a", "l2", 1)
                    .pipe("right", "a", "r1", 2)
                    .pipe("right", "a", "r2", 2);

            assertThat(run.out("out")).containsExactly("a=l1+r1@2", "a=l2+r1@2", "a=l1+r2@2", "a=l2+r2@2");
        }
    }

    @Rule(67)
    void anUnmatchedRecordComesOutUnderItsOwnTimeWithTheHeadersOfWhatMovedTimePastItsWindow() {
        left.leftJoin(right, PAIR, JoinWindows.ofTimeDifferenceAndGrace(ms(10), ms(5)))
                .to("out");
        try (Run run = Run.of(builder)) {
            run.pipe("left", "a", "l", 10, new RecordHeaders().add("own", new byte[0]));
            run.driver().advanceWallClockTime(Duration.ofSeconds(2));
            run.pipe("right", "b", "r", 25);
            assertThat(run.out("out")).isEmpty();
            run.driver().advanceWallClockTime(Duration.ofSeconds(2));
            run.pipe("right", "b", "r", 26, new RecordHeaders().add("trigger", new byte[0]));

            assertThat(run.out("out")).containsExactly("a=l+null@10 trigger");
        }
    }

    @Rule({68, 69, 70})
    void aRecordBehindItsWindowComesOutUnmatchedAtOnceAndIsNotKept() {
        left.outerJoin(right, PAIR, JoinWindows.ofTimeDifferenceWithNoGrace(ms(10)))
                .to("out");
        try (Run run = Run.of(builder)) {
            run.pipe("right", "b", "now", 100).pipe("left", "b", "now", 100);
            run.pipe("left", "a", "late", 50);
            assertThat(run.out("out")).containsExactly("b=now+now@100", "a=late+null@50");

            run.pipe("right", "a", "late too", 50);
            assertThat(run.out("out")).containsExactly("a=null+late too@50");
        }
    }

    @Rule(71)
    @SuppressWarnings("deprecation") // the rule is about it
    void oldJoinWindowsEmitUnmatchedRecordsAtOnce() {
        left.leftJoin(right, PAIR, JoinWindows.of(ms(10))).to("out");
        try (Run run = Run.of(builder)) {
            run.pipe("left", "a", "l", 10).pipe("right", "a", "r", 11);

            assertThat(run.out("out")).containsExactly("a=l+null@10", "a=l+r@11");
        }
    }

    @Rule(72)
    void aStoreGivenByHandHasToFitTheWindows() {
        JoinWindows windows = JoinWindows.ofTimeDifferenceAndGrace(ms(10), ms(5));

        assertThatThrownBy(() -> joinWithStore(windows, 25, 20, false)).isInstanceOf(StreamsException.class);
        assertThatThrownBy(() -> joinWithStore(windows, 30, 20, true)).isInstanceOf(StreamsException.class);
        assertThatThrownBy(() -> joinWithStore(windows, 25, 21, true)).isInstanceOf(StreamsException.class);
        joinWithStore(windows, 25, 20, true);
    }

    private void joinWithStore(JoinWindows windows, long retentionMs, long sizeMs, boolean keepsDuplicates) {
        left.join(
                right,
                PAIR,
                windows,
                StreamJoined.with(Serdes.String(), Serdes.String(), Serdes.String())
                        .withThisStoreSupplier(
                                Stores.inMemoryWindowStore("this", ms(retentionMs), ms(sizeMs), keepsDuplicates))
                        .withOtherStoreSupplier(
                                Stores.inMemoryWindowStore("other", ms(retentionMs), ms(sizeMs), keepsDuplicates)));
    }
}
