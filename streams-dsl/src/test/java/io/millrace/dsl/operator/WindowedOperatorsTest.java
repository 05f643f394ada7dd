package io.millrace.dsl.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dsl.TimeWindows;
import io.millrace.dsl.plan.Combiner;
import io.millrace.dsl.plan.Fold;
import io.millrace.dsl.plan.Windowing;
import io.millrace.serialization.Serdes;
import io.millrace.state.StoreBuilder;
import io.millrace.state.Windowed;
import io.millrace.stores.Stores;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Expected values were observed on Kafka Streams 4.3.1. */
class WindowedOperatorsTest {

    private static final Fold CONCAT = (record, aggregate) -> aggregate + "" + record.value();
    private static final Combiner JOIN = (key, one, two) -> one + "" + two;
    private static final Pattern WINDOW = Pattern.compile("\\[(\\w+)@(\\d+)/(\\d+)\\]");

    @Test
    void shouldCountARecordForEachOfItsHoppingWindows() {
        OperatorHarness windows = running(timeWindows(10, 5, 0), false);

        windows.process("k", "a", 7).process("k", "b", 12);

        assertThat(forwarded(windows))
                .containsExactly(
                        "k0-10=(a<-null)@7", "k5-15=(a<-null)@7", "k5-15=(ab<-null)@12", "k10-20=(b<-null)@12");
    }

    @Test
    void shouldDropRecordLaterThanGraceForClosedWindowsOnly() {
        OperatorHarness windows = running(timeWindows(10, 5, 0), false);

        windows.process("k", "new", 14).process("k", "late", 9);

        assertThat(forwarded(windows))
                .containsExactly("k5-15=(new<-null)@14", "k10-20=(new<-null)@14", "k5-15=(newlate<-null)@14");
        assertThat(windows.dropped()).containsExactly("expired window");
    }

    @Test
    void shouldDropRecordsWithoutKeyAndShowNullValuesToTheAdder() {
        OperatorHarness windows = running(timeWindows(10, 10, 0), false);

        windows.process(null, "a", 1).process("k", null, 1);

        assertThat(forwarded(windows)).containsExactly("k0-10=(null<-null)@1");
        assertThat(windows.dropped()).containsExactly("null key");
    }

    @Test
    void shouldForgetObservedTimeOfAnAbortedTransaction() {
        OperatorHarness windows = running(timeWindows(10, 10, 0), false);
        windows.process("k", "a", 5).committed();
        windows.process("k", "b", 100).rewind();
        windows.forwarded();

        windows.process("k", "c", 6);

        assertThat(forwarded(windows)).containsExactly("k0-10=(ac<-null)@6");
        assertThat(windows.dropped()).isEmpty();
    }

    @Test
    void shouldEmitClosedWindowsOnceAndNotBeforeTheIntervalHasPassed() {
        OperatorHarness windows = running(timeWindows(10, 10, 0), true);

        windows.process("k", "a", 1).process("k", "b", 10);
        assertThat(forwarded(windows)).isEmpty();

        windows.wallClockAt(1000).process("k", "c", 11);
        assertThat(forwarded(windows)).containsExactly("k0-10=(a<-null)@1");

        windows.wallClockAt(2000).process("k", "d", 12);
        assertThat(forwarded(windows)).isEmpty();
        assertThat(windows.savedProgress()).isEqualTo(11);
    }

    @Test
    void shouldMakeLeftAndRightSlidingWindows() {
        OperatorHarness windows = new OperatorHarness()
                .with(windowStore(10))
                .running(SlidingAggregate.supplier(settings(false), new Windowing.Sliding(10, 50)));

        windows.process("k", "a", 20).process("k", "b", 25).process("k", "c", 15);

        assertThat(forwarded(windows))
                .containsExactly(
                        "k10-20=(a<-null)@20",
                        "k21-31=(b<-null)@25",
                        "k15-25=(ab<-null)@25",
                        "k15-25=(abc<-null)@25",
                        "k10-20=(ac<-null)@20",
                        "k5-15=(c<-null)@15",
                        "k16-26=(ab<-null)@25");
    }

    @Test
    void shouldCombineSlidingWindowsThatWouldBeginBeforeZero() {
        OperatorHarness windows = new OperatorHarness()
                .with(windowStore(10))
                .running(SlidingAggregate.supplier(settings(false), new Windowing.Sliding(10, 50)));

        windows.process("k", "a", 3).process("k", "b", 5);

        assertThat(forwarded(windows)).containsExactly("k0-10=(a<-null)@3", "k4-14=(b<-null)@5", "k0-10=(ab<-null)@5");
    }

    @Test
    void shouldDeleteSessionsThatARecordMerges() {
        OperatorHarness sessions = sessions();

        sessions.process("k", "a", 10).process("k", "b", 30).process("k", "c", 20);

        assertThat(forwarded(sessions))
                .containsExactly(
                        "k10-10=(a<-null)@10",
                        "k30-30=(b<-null)@30",
                        "k10-10=(null<-null)@10",
                        "k30-30=(null<-null)@30",
                        "k10-30=(abc<-null)@30");
    }

    @Test
    void shouldDropRecordWhoseSessionIsClosed() {
        OperatorHarness sessions = sessions();

        sessions.process("k", "a", 100).process("k", "late", 10);

        assertThat(forwarded(sessions)).containsExactly("k100-100=(a<-null)@100");
        assertThat(sessions.dropped()).containsExactly("expired window");
    }

    private static OperatorHarness sessions() {
        return new OperatorHarness()
                .with(Stores.sessionStoreBuilder(
                        Stores.inMemorySessionStore("store", Duration.ofMillis(60)), Serdes.String(), Serdes.String()))
                .running(SessionAggregate.supplier(settings(false), new Windowing.Session(10, 20), JOIN));
    }

    private static Windowing.Fixed timeWindows(long sizeMs, long advanceMs, long graceMs) {
        TimeWindows windows = TimeWindows.ofSizeAndGrace(Duration.ofMillis(sizeMs), Duration.ofMillis(graceMs))
                .advanceBy(Duration.ofMillis(advanceMs));
        return new Windowing.Fixed(windows::windowsFor, sizeMs, graceMs);
    }

    private static OperatorHarness running(Windowing.Fixed windows, boolean emitsOnClose) {
        return new OperatorHarness()
                .with(windowStore(windows.sizeMs()))
                .running(WindowAggregate.supplier(settings(emitsOnClose), windows));
    }

    private static StoreBuilder<?> windowStore(long sizeMs) {
        return Stores.timestampedWindowStoreBuilder(
                Stores.inMemoryWindowStore("store", Duration.ofMillis(1000), Duration.ofMillis(sizeMs), false),
                Serdes.String(),
                Serdes.String());
    }

    private static WindowAggregate.Settings settings(boolean emitsOnClose) {
        Fold adder = (record, aggregate) ->
                record.value() == null ? null : CONCAT.add(record, aggregate == null ? "" : aggregate);
        return new WindowAggregate.Settings("store", () -> "", adder, emitsOnClose, false);
    }

    /** With windowed keys as key, start and end. */
    private static List<String> forwarded(OperatorHarness harness) {
        return harness.forwarded().stream()
                .map(text -> {
                    Matcher matcher = WINDOW.matcher(text);
                    return matcher.find()
                            ? matcher.replaceFirst(matcher.group(1) + matcher.group(2) + "-" + matcher.group(3))
                            : text;
                })
                .toList();
    }

    @Test
    void shouldPrintWindowedKeysAsExpectedHere() {
        String printed = new Windowed<>("k", new io.millrace.state.TimeWindow(0, 10)).toString();

        assertThat(printed).matches(WINDOW.pattern());
    }
}
