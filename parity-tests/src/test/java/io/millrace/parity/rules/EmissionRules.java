package io.millrace.parity.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.TopologyException;
import org.apache.kafka.streams.kstream.EmitStrategy;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Suppressed;
import org.apache.kafka.streams.kstream.Suppressed.BufferConfig;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.kstream.UnlimitedWindows;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.state.Stores;

/** What comes out when: suppression and the record cache. */
final class EmissionRules {

    private static final Map<String, Object> CACHED = Map.of(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 1 << 20);

    private final StreamsBuilder builder = new StreamsBuilder();

    private static Duration ms(long ms) {
        return Duration.ofMillis(ms);
    }

    private KTable<Windowed<String>, Long> windowed(long graceMs) {
        return builder.<String, String>stream("in")
                .groupByKey()
                .windowedBy(TimeWindows.ofSizeAndGrace(ms(10), ms(graceMs)))
                .count(Materialized.with(Serdes.String(), Serdes.Long()));
    }

    private static void show(KTable<Windowed<String>, Long> table) {
        table.toStream((window, value) -> Run.text(window))
                .mapValues(String::valueOf)
                .to("out");
    }

    private KTable<String, String> limited(long limitMs, BufferConfig<?> buffer) {
        KTable<String, String> table = builder.table("in", Materialized.with(Serdes.String(), Serdes.String()));
        return table.suppress(Suppressed.untilTimeLimit(ms(limitMs), buffer));
    }

    @Rule(48)
    void unlimitedWindowsCannotBeEmittedOnClose() {
        assertThatThrownBy(() -> builder.<String, String>stream("in")
                        .groupByKey()
                        .windowedBy(UnlimitedWindows.of())
                        .emitStrategy(EmitStrategy.onWindowClose()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Rule(50)
    void untilWindowsCloseEachResultComesOutOnceAndOnlyOfWindowedTables() {
        show(windowed(5).suppress(Suppressed.untilWindowCloses(BufferConfig.unbounded())));
        try (Run run = Run.of(builder)) {
            run.pipe("in", "a", "x", 1).pipe("in", "a", "x", 2).pipe("in", "b", "x", 14);
            assertThat(run.out("out")).isEmpty();
            run.pipe("in", "b", "x", 15);
            assertThat(run.out("out")).containsExactly("a[0,10]=2@2");
        }
        StreamsBuilder unwindowed = new StreamsBuilder();
        assertThatThrownBy(() -> {
                    KTable<Windowed<String>, String> table = unwindowed.table("in");
                    table.suppress(Suppressed.untilWindowCloses(BufferConfig.unbounded()));
                    unwindowed.build();
                })
                .isInstanceOf(TopologyException.class);
    }

    @Rule({51, 52})
    void aTimeLimitCountsFromTheFirstUpdateAndIsCheckedWhenRecordsArrive() {
        limited(10, BufferConfig.unbounded()).toStream().to("out");
        try (Run run = Run.of(builder)) {
            run.pipe("in", "a", "1", 1).pipe("in", "b", "1", 2).pipe("in", "a", "2", 9);
            run.driver().advanceWallClockTime(Duration.ofHours(1));
            assertThat(run.out("out")).isEmpty();
            run.pipe("in", "c", "1", 11);
            assertThat(run.out("out")).containsExactly("a=2@9");
            run.pipe("in", "c", "2", 12);
            assertThat(run.out("out")).containsExactly("b=1@2");
        }
    }

    @Rule(52)
    void aFullBufferEmitsTheOldestEarlyOrFails() {
        limited(1000, BufferConfig.maxRecords(1).emitEarlyWhenFull()).toStream().to("out");
        try (Run run = Run.of(builder)) {
            run.pipe("in", "a", "1", 1).pipe("in", "b", "1", 2);
            assertThat(run.out("out")).containsExactly("a=1@1");
        }
        StreamsBuilder strict = new StreamsBuilder();
        strict.table("in", Materialized.with(Serdes.String(), Serdes.String()))
                .suppress(Suppressed.untilTimeLimit(
                        ms(1000), BufferConfig.maxRecords(1).shutDownWhenFull()));
        try (Run run = Run.of(strict)) {
            run.pipe("in", "a", "1", 1);
            assertThatThrownBy(() -> run.pipe("in", "b", "1", 2)).isInstanceOf(StreamsException.class);
        }
    }

    @Rule(53)
    void whatWasSuppressedComesOutUnderItsOwnContext() {
        limited(10, BufferConfig.unbounded()).toStream().to("out");
        try (Run run = Run.of(builder)) {
            run.pipe("in", "a", "1", 1, new RecordHeaders().add("own", new byte[0]));
            run.pipe("in", "b", "1", 20, new RecordHeaders().add("trigger", new byte[0]));

            assertThat(run.out("out")).containsExactly("a=1@1 own");
        }
    }

    @Rule(54)
    void aSuppressedTableShowsWhatItEmittedLast() {
        KTable<String, String> suppressed = limited(10, BufferConfig.unbounded());
        builder.<String, String>stream("questions")
                .leftJoin(suppressed, (question, row) -> question + ":" + row)
                .to("out");
        try (Run run = Run.of(builder)) {
            run.pipe("in", "a", "1", 1).pipe("questions", "a", "before", 2);
            run.pipe("in", "b", "1", 20).pipe("questions", "a", "emitted", 21);
            run.pipe("in", "a", "2", 22).pipe("questions", "a", "changed", 23);

            assertThat(run.out("out")).containsExactly("a=before:null@2", "a=emitted:1@21", "a=changed:1@23");
        }
    }

    @Rule(55)
    void aVersionedTableCannotBeSuppressed() {
        KTable<String, String> versioned =
                builder.table("in", Materialized.as(Stores.persistentVersionedKeyValueStore("versions", ms(1000))));

        assertThatThrownBy(() -> {
                    versioned.suppress(Suppressed.untilTimeLimit(ms(10), BufferConfig.unbounded()));
                    builder.build();
                })
                .isInstanceOf(TopologyException.class);
    }

    @Rule(56)
    void aCachedAggregateForwardsTheLastValueOfEachKeyWithEachCommit() {
        builder.<String, String>stream("in")
                .flatMapValues(value -> List.of(value.split(" ")))
                .groupByKey()
                .aggregate(() -> "", (key, value, aggregate) -> aggregate + value)
                .toStream()
                .to("out");
        try (Run run = Run.of(builder, CACHED)) {
            run.pipe("in", "a", "x y z", 1).pipe("in", "a", "u v", 2);

            assertThat(run.out("out")).containsExactly("a=xyz@1", "a=xyzuv@2");
        }
    }

    @Rule(58)
    void withoutACacheEachUpdateIsForwardedAtOnce() {
        builder.<String, String>stream("in")
                .flatMapValues(value -> List.of(value.split(" ")))
                .groupByKey()
                .aggregate(() -> "", (key, value, aggregate) -> aggregate + value)
                .toStream()
                .to("out");
        try (Run run = Run.of(builder)) {
            run.pipe("in", "a", "x y z", 1);

            assertThat(run.out("out")).containsExactly("a=x@1", "a=xy@1", "a=xyz@1");
        }
    }
}
