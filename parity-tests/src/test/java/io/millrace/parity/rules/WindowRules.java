package io.millrace.parity.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.EmitStrategy;
import org.apache.kafka.streams.kstream.JoinWindows;
import org.apache.kafka.streams.kstream.KGroupedStream;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.SessionWindows;
import org.apache.kafka.streams.kstream.SlidingWindows;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.state.WindowStore;

/** Windowed aggregations. */
final class WindowRules {

    private static final Map<String, Object> CACHED = Map.of(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 1 << 20);

    private final StreamsBuilder builder = new StreamsBuilder();

    private static Duration ms(long ms) {
        return Duration.ofMillis(ms);
    }

    private KGroupedStream<String, String> input() {
        return builder.<String, String>stream("in").groupByKey();
    }

    private static void show(KTable<Windowed<String>, ?> table) {
        table.toStream((window, value) -> Run.text(window))
                .mapValues(value -> value == null ? null : value.toString())
                .to("out");
    }

    @Rule(36)
    void hoppingWindowsBeginAtMultiplesOfTheAdvanceAndNeverBelowZero() {
        show(input().windowedBy(TimeWindows.ofSizeWithNoGrace(ms(10)).advanceBy(ms(5)))
                .count());
        try (Run run = Run.of(builder)) {
            run.pipe("in", "a", "x", 3).pipe("in", "a", "x", 10);

            assertThat(run.out("out")).containsExactly("a[0,10]=1@3", "a[5,15]=1@10", "a[10,20]=1@10");
        }
    }

    @Rule(37)
    void aLateRecordIsSkippedByEachClosedWindowAlone() {
        show(input().windowedBy(TimeWindows.ofSizeAndGrace(ms(10), ms(2)).advanceBy(ms(5)))
                .count());
        try (Run run = Run.of(builder)) {
            run.pipe("in", "b", "x", 14).pipe("in", "a", "x", 8);
            assertThat(run.out("out")).containsExactly("b[5,15]=1@14", "b[10,20]=1@14", "a[5,15]=1@8");
            assertThat(run.dropped()).isEqualTo(1);
        }
    }

    @Rule(38)
    void aSlidingWindowEndsAtARecordOrBeginsRightBehindOne() {
        show(input().windowedBy(SlidingWindows.ofTimeDifferenceWithNoGrace(ms(10)))
                .count());
        try (Run run = Run.of(builder)) {
            run.pipe("in", "a", "x", 20).pipe("in", "a", "x", 25);

            assertThat(run.out("out")).containsExactly("a[10,20]=1@20", "a[21,31]=1@25", "a[15,25]=2@25");
        }
    }

    @Rule(38)
    void slidingWindowsThatWouldBeginBeforeZeroAreOne() {
        show(input().windowedBy(SlidingWindows.ofTimeDifferenceWithNoGrace(ms(10)))
                .count());
        try (Run run = Run.of(builder)) {
            run.pipe("in", "a", "x", 3).pipe("in", "a", "x", 7);

            assertThat(run.out("out")).containsExactly("a[0,10]=1@3", "a[4,14]=1@7", "a[0,10]=2@7");
        }
    }

    @Rule({39, 40, 41})
    void aSessionTakesInAllThatItsRecordConnectsAndDeletesThemFirst() {
        show(input().windowedBy(SessionWindows.ofInactivityGapAndGrace(ms(10), ms(100)))
                .aggregate(
                        () -> "",
                        (key, value, aggregate) -> aggregate + value,
                        (key, one, other) -> "(" + one + other + ")"));
        try (Run run = Run.of(builder)) {
            run.pipe("in", "a", "x", 10)
                    .pipe("in", "a", "y", 30)
                    .pipe("in", "a", "z", 20, new RecordHeaders().add("h", new byte[0]));

            assertThat(run.out("out"))
                    .containsExactly(
                            "a[10,10]=x@10",
                            "a[30,30]=y@30",
                            "a[10,10]=null@10",
                            "a[30,30]=null@30",
                            "a[10,30]=((x)y)z@30");
        }
    }

    @Rule(39)
    void aRecordWhoseSessionIsClosedIsDropped() {
        show(input().windowedBy(SessionWindows.ofInactivityGapAndGrace(ms(10), ms(5)))
                .count());
        try (Run run = Run.of(builder)) {
            run.pipe("in", "a", "x", 100).pipe("in", "b", "x", 85).pipe("in", "b", "x", 84);

            assertThat(run.out("out")).containsExactly("a[100,100]=1@100", "b[85,85]=1@85");
            assertThat(run.dropped()).isEqualTo(1);
        }
    }

    @Rule(41)
    void cachedSessionsCarryTheHeadersOfTheRecordThatIsProcessed() {
        show(input().windowedBy(SessionWindows.ofInactivityGapAndGrace(ms(10), ms(100)))
                .count());
        try (Run run = Run.of(builder, CACHED)) {
            run.pipe("in", "a", "x", 10, new RecordHeaders().add("h", new byte[0]));

            assertThat(run.out("out")).containsExactly("a[10,10]=1@10 h");
        }
    }

    @Rule(42)
    @SuppressWarnings("deprecation") // the rule is about it, among others
    void graceIsZeroUnlessGivenAndADayForOldJoinWindows() {
        assertThat(TimeWindows.ofSizeWithNoGrace(ms(10)).gracePeriodMs()).isZero();
        assertThat(SessionWindows.ofInactivityGapWithNoGrace(ms(10)).gracePeriodMs())
                .isZero();
        assertThat(SlidingWindows.ofTimeDifferenceWithNoGrace(ms(10)).gracePeriodMs())
                .isZero();
        assertThat(JoinWindows.ofTimeDifferenceWithNoGrace(ms(10)).gracePeriodMs())
                .isZero();
        assertThat(JoinWindows.of(ms(10)).gracePeriodMs())
                .isEqualTo(Duration.ofDays(1).toMillis() - 2 * 10);
    }

    @Rule(43)
    void aStoreHasToKeepWindowsForSizeAndGrace() {
        Materialized<String, Long, WindowStore<Bytes, byte[]>> kept = Materialized.as("s");
        assertThatThrownBy(() -> input().windowedBy(TimeWindows.ofSizeAndGrace(ms(10), ms(5)))
                        .count(kept.withRetention(ms(14))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Rule(48)
    void onCloseEachWindowComesOutOnceWhenARecordHasMovedTimePastItsEnd() {
        show(input().windowedBy(TimeWindows.ofSizeWithNoGrace(ms(10)))
                .emitStrategy(EmitStrategy.onWindowClose())
                .count());
        try (Run run = Run.of(builder)) {
            run.pipe("in", "a", "x", 1).pipe("in", "a", "x", 9);
            assertThat(run.out("out")).isEmpty();

            run.driver().advanceWallClockTime(Duration.ofSeconds(2));
            run.pipe("in", "b", "x", 10, new RecordHeaders().add("h", new byte[0]));
            run.driver().advanceWallClockTime(Duration.ofSeconds(2));
            run.pipe("in", "b", "x", 11);
            assertThat(run.out("out")).containsExactly("a[0,10]=2@9 h");
        }
    }
}
