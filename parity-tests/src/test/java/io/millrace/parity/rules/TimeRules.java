package io.millrace.parity.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.LogAndContinueProcessingExceptionHandler;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Record;

/** Timestamps, stream time and punctuation. */
final class TimeRules {

    private final StreamsBuilder builder = new StreamsBuilder();
    private final List<Object> seen = new ArrayList<>();

    @Rule(1)
    void aNegativeTimestampDropsTheRecordAndLaterOnesGoOn() {
        builder.stream(
                        "in",
                        Consumed.with(Serdes.String(), Serdes.String())
                                .withTimestampExtractor(
                                        (record, time) -> record.value().equals("bad") ? -1 : record.timestamp()))
                .to("out");
        try (Run run = Run.of(builder)) {
            run.pipe("in", "a", "good", 1).pipe("in", "a", "bad", 2).pipe("in", "a", "good", 3);

            assertThat(run.out("out")).containsExactly("a=good@1", "a=good@3");
            assertThat(run.dropped()).isEqualTo(1);
        }
    }

    @Rule(2)
    void theExtractorGetsTheHighestTimestampOfThePartitionSoFar() {
        builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()).withTimestampExtractor((record, time) -> {
                    seen.add(time);
                    return record.timestamp();
                }))
                .to("out");
        try (Run run = Run.of(builder)) {
            run.pipe("in", "a", "", 5)
                    .pipe("in", "a", "", 3)
                    .pipe("in", "a", "", 9)
                    .pipe("in", "a", "", 1);

            assertThat(seen).containsExactly(-1L, 5L, 5L, 9L);
        }
    }

    @Rule(3)
    void streamTimeIsTheLargestTimestampOfAllInputsAndNeverGoesBack() {
        builder.<String, String>stream(List.of("in", "other"))
                .process(Probe.onRecord((context, record) -> seen.add(context.currentStreamTimeMs())));
        try (Run run = Run.of(builder)) {
            run.pipe("in", "a", "", 5).pipe("other", "a", "", 9).pipe("in", "a", "", 7);

            assertThat(seen).containsExactly(5L, 9L, 9L);
        }
    }

    @Rule(4)
    void operatorsKeepAStreamTimeOfTheirOwnThatOnlyRecordsWhichReachThemMove() {
        builder.<String, String>stream("in")
                .filter((key, value) -> !value.equals("dropped"))
                .groupByKey()
                .windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofMillis(10)))
                .count()
                .toStream((window, count) -> Run.text(window))
                .mapValues(String::valueOf)
                .to("out");
        try (Run run = Run.of(builder)) {
            run.pipe("in", "a", "x", 5).pipe("in", "a", "dropped", 100).pipe("in", "a", "x", 6);

            assertThat(run.out("out")).containsExactly("a[0,10]=1@5", "a[0,10]=2@6");
        }
    }

    @Rule(9)
    void anOutputHasTheTimestampOfItsInputUnlessTheProcessorSaysOtherwise() {
        builder.<String, String>stream("in")
                .mapValues(value -> value + "!")
                .process(Probe.onRecord((context, record) -> {
                    context.forward(record);
                    context.forward(record.withTimestamp(77));
                }))
                .to("out");
        try (Run run = Run.of(builder)) {
            run.pipe("in", "a", "x", 5);

            assertThat(run.out("out")).containsExactly("a=x!@5", "a=x!@77");
        }
    }

    @Rule(10)
    void inAPunctuationTheMetadataIsOfNoRecordAndWhatIsForwardedHasNoHeaders() {
        builder.<String, String>stream("in")
                .process(Probe.onInit(context ->
                        context.schedule(Duration.ofMillis(10), PunctuationType.WALL_CLOCK_TIME, now -> {
                            seen.add(context.recordMetadata().map(at -> at.topic() + "@" + at.offset()));
                            context.forward(new Record<>("tick", "t", now));
                        })))
                .to("out");
        try (Run run = Run.of(builder)) {
            run.pipe("in", "a", "x", 5, new RecordHeaders().add("h", new byte[0]));
            run.driver().advanceWallClockTime(Duration.ofMillis(10));

            assertThat(run.out("out")).containsExactly("a=x@5 h", "tick=t@10");
            assertThat(seen).as("metadata of no record").containsExactly(Optional.of("null@-1"));
        }
    }

    @Rule(11)
    void streamTimeTicksAreAlignedToZeroAndWallClockTicksBeginAnIntervalLater() {
        ticking(PunctuationType.STREAM_TIME);
        try (Run run = Run.of(builder)) {
            run.pipe("in", "a", "x", 3)
                    .pipe("in", "a", "x", 9)
                    .pipe("in", "a", "x", 10)
                    .pipe("in", "a", "x", 12);

            assertThat(seen).containsExactly(3L, 10L);
        }
        StreamsBuilder wall = new StreamsBuilder();
        List<Object> ticks = new ArrayList<>();
        wall.<String, String>stream("in")
                .process(Probe.onInit(context ->
                        context.schedule(Duration.ofMillis(10), PunctuationType.WALL_CLOCK_TIME, ticks::add)));
        try (Run run = Run.of(wall)) {
            run.driver().advanceWallClockTime(Duration.ofMillis(9));
            assertThat(ticks).isEmpty();
            run.driver().advanceWallClockTime(Duration.ofMillis(1));
            assertThat(ticks).containsExactly(10L);
        }
    }

    private void ticking(PunctuationType type) {
        builder.<String, String>stream("in")
                .process(Probe.onInit(context -> context.schedule(Duration.ofMillis(10), type, seen::add)));
    }

    @Rule(12)
    void anAnchoredTickFiresAtItsStartAndThenByIntervals() {
        builder.<String, String>stream("in")
                .process(Probe.onInit(context -> context.schedule(
                        Instant.ofEpochMilli(7), Duration.ofMillis(10), PunctuationType.WALL_CLOCK_TIME, seen::add)));
        try (Run run = Run.of(builder)) {
            for (int i = 0; i < 30; i++) {
                run.driver().advanceWallClockTime(Duration.ofMillis(1));
            }

            assertThat(seen).containsExactly(7L, 17L, 27L);
        }
    }

    @Rule(13)
    void missedIntervalsCollapseIntoOneCallAndTheGridStays() {
        ticking(PunctuationType.WALL_CLOCK_TIME);
        try (Run run = Run.of(builder)) {
            run.driver().advanceWallClockTime(Duration.ofMillis(45));
            run.driver().advanceWallClockTime(Duration.ofMillis(4));
            run.driver().advanceWallClockTime(Duration.ofMillis(1));

            assertThat(seen).containsExactly(45L, 50L);
        }
    }

    @Rule(14)
    void theCallbackGetsTheCurrentTimeAndMayCancelItself() {
        List<Cancellable> schedule = new ArrayList<>();
        builder.<String, String>stream("in")
                .process(Probe.onInit(context ->
                        schedule.add(context.schedule(Duration.ofMillis(10), PunctuationType.WALL_CLOCK_TIME, now -> {
                            seen.add(now);
                            schedule.get(0).cancel();
                        }))));
        try (Run run = Run.of(builder)) {
            run.driver().advanceWallClockTime(Duration.ofMillis(13));
            run.driver().advanceWallClockTime(Duration.ofMillis(50));

            assertThat(seen).containsExactly(13L);
        }
    }

    @Rule(15)
    void aTickRunsBehindTheRecordThatMovedTimeAndBeforeTheNext() {
        builder.<String, String>stream("in")
                .process(Probe.onInit(context -> context.schedule(
                        Duration.ofMillis(10),
                        PunctuationType.STREAM_TIME,
                        now -> context.forward(new Record<>("tick", "t", now)))))
                .to("out");
        try (Run run = Run.of(builder)) {
            run.pipe("in", "a", "x", 1).pipe("in", "a", "x", 12).pipe("in", "a", "x", 13);

            assertThat(run.out("out")).containsExactly("a=x@1", "tick=t@1", "a=x@12", "tick=t@12", "a=x@13");
        }
    }

    @Rule(16)
    void whatAPunctuatorThrowsGoesToTheProcessingHandler() {
        builder.<String, String>stream("in")
                .process(Probe.onInit(
                        context -> context.schedule(Duration.ofMillis(10), PunctuationType.WALL_CLOCK_TIME, now -> {
                            throw new IllegalStateException("in a tick");
                        })))
                .to("out");
        try (Run run = Run.of(
                builder,
                Map.of(
                        StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
                        LogAndContinueProcessingExceptionHandler.class))) {
            run.driver().advanceWallClockTime(Duration.ofMillis(10));
            run.pipe("in", "a", "x", 1);

            assertThat(run.out("out")).containsExactly("a=x@1");
        }
    }
}
