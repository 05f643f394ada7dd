package io.millrace.parity.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.JoinWindows;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.SessionWindows;
import org.apache.kafka.streams.kstream.SlidingWindows;
import org.apache.kafka.streams.kstream.TimeWindows;

/** Keys and values that are null. */
final class NullRules {

    private static final Map<String, Object> CACHED = Map.of(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 1 << 20);

    private final StreamsBuilder builder = new StreamsBuilder();

    @Rule(17)
    void statelessOperatorsPassNullsThrough() {
        builder.<String, String>stream("in")
                .filter((key, value) -> true)
                .mapValues(value -> value)
                .map(KeyValue::pair)
                .peek((key, value) -> {})
                .to("out");
        try (Run run = Run.of(builder)) {
            run.pipe("in", null, "x", 1).pipe("in", "a", null, 2).pipe("in", null, null, 3);

            assertThat(run.out("out")).containsExactly("null=x@1", "a=null@2", "null=null@3");
        }
    }

    @Rule(18)
    void aSourceTableDropsNullKeysAndTakesNullValuesForDeletes() {
        builder.<String, String>table("in", Materialized.as("store")).toStream().to("out");
        try (Run run = Run.of(builder)) {
            run.pipe("in", null, "x", 1).pipe("in", "a", "x", 2).pipe("in", "a", null, 3);

            assertThat(run.out("out")).containsExactly("a=x@2", "a=null@3");
            assertThat(run.dropped()).isEqualTo(1);
            assertThat(run.driver().getKeyValueStore("store").get("a")).isNull();
        }
    }

    @Rule(18)
    void aCachedTableSwallowsTheDeleteOfAnUnknownKeyAndOneWithoutAStoreForwardsIt() {
        builder.<String, String>table("cached", Materialized.as("store"))
                .toStream()
                .to("of-cached");
        builder.<String, String>table("bare").toStream().to("of-bare");
        try (Run run = Run.of(builder, CACHED)) {
            run.pipe("cached", "a", null, 1).pipe("bare", "a", null, 1);

            assertThat(run.out("of-cached")).isEmpty();
            assertThat(run.out("of-bare")).containsExactly("a=null@1");
        }
    }

    @Rule(19)
    void aggregatesOfGroupedStreamsDropNullKeysAndNullValues() {
        builder.<String, String>stream("in")
                .groupByKey()
                .count()
                .toStream()
                .mapValues(String::valueOf)
                .to("out");
        try (Run run = Run.of(builder)) {
            run.pipe("in", null, "x", 1).pipe("in", "a", null, 2).pipe("in", "a", "x", 3);

            assertThat(run.out("out")).containsExactly("a=1@3");
            assertThat(run.dropped()).isEqualTo(2);
        }
    }

    @Rule(20)
    void windowedCountsCountNullValuesButSlidingWindowsDropThem() {
        KStream<String, String> stream = builder.stream("in");
        stream.groupByKey()
                .windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofMillis(10)))
                .count()
                .toStream((window, count) -> window.key())
                .mapValues(String::valueOf)
                .to("time");
        stream.groupByKey()
                .windowedBy(SessionWindows.ofInactivityGapWithNoGrace(Duration.ofMillis(10)))
                .count()
                .toStream((window, count) -> window.key())
                .mapValues(String::valueOf)
                .to("session");
        stream.groupByKey()
                .windowedBy(SlidingWindows.ofTimeDifferenceWithNoGrace(Duration.ofMillis(10)))
                .count()
                .toStream((window, count) -> window.key())
                .mapValues(String::valueOf)
                .to("sliding");
        try (Run run = Run.of(builder)) {
            run.pipe("in", "a", null, 15).pipe("in", null, "x", 15);

            assertThat(run.out("time")).containsExactly("a=1@15");
            assertThat(run.out("session")).containsExactly("a=1@15");
            assertThat(run.out("sliding")).isEmpty();
        }
    }

    @Rule(21)
    void aStreamJoinDropsNullsUnlessItKeepsTheSideThatHasNoKey() {
        KStream<String, String> left = builder.stream("left");
        KStream<String, String> right = builder.stream("right");
        JoinWindows windows = JoinWindows.ofTimeDifferenceWithNoGrace(Duration.ofMillis(10));
        left.join(right, (one, other) -> one + "+" + other, windows).to("inner");
        left.leftJoin(right, (one, other) -> one + "+" + other, windows).to("kept");
        try (Run run = Run.of(builder)) {
            run.pipe("left", null, "l", 1).pipe("left", "a", null, 2).pipe("right", null, "r", 3);

            assertThat(run.out("inner")).isEmpty();
            assertThat(run.out("kept")).containsExactly("null=l+null@1");
        }
    }

    @Rule(22)
    void aStreamTableJoinDropsNullValuesAndKeepsNullKeysOnTheLeftOnly() {
        KStream<String, String> stream = builder.stream("in");
        KTable<String, String> table = builder.table("table");
        stream.join(table, (one, other) -> one + "+" + other).to("inner");
        stream.leftJoin(table, (one, other) -> one + "+" + other).to("kept");
        try (Run run = Run.of(builder)) {
            run.pipe("in", null, "x", 1).pipe("in", "a", null, 2);

            assertThat(run.out("inner")).isEmpty();
            assertThat(run.out("kept")).containsExactly("null=x+null@1");
        }
    }

    @Rule(23)
    void aTableJoinDropsNullKeysAndTakesNullValuesForDeletes() {
        builder.<String, String>table("left")
                .join(builder.<String, String>table("right"), (one, other) -> one + "+" + other)
                .toStream()
                .to("out");
        try (Run run = Run.of(builder)) {
            run.pipe("left", null, "x", 1)
                    .pipe("left", "a", "l", 2)
                    .pipe("right", "a", "r", 3)
                    .pipe("right", "a", null, 4);

            assertThat(run.out("out")).containsExactly("a=l+r@3", "a=null@4");
            assertThat(run.dropped()).isEqualTo(1);
        }
    }

    @Rule(24)
    void groupingATableSkipsPairsWithoutKeyOrValue() {
        builder.<String, String>table("in")
                .groupBy((key, value) ->
                        KeyValue.pair(value.startsWith("k") ? null : value, value.startsWith("v") ? null : value))
                .count()
                .toStream()
                .mapValues(String::valueOf)
                .to("out");
        try (Run run = Run.of(builder)) {
            run.pipe("in", "a", "key", 1).pipe("in", "b", "value", 2).pipe("in", "c", "x", 3);

            assertThat(run.out("out")).containsExactly("x=1@3");
        }
    }

    @Rule(27)
    void repartitioningKeepsNullKeysOnlyForAnOperationThatHasAUseForThem() {
        KStream<String, String> stream = builder.<String, String>stream("in").selectKey((key, value) -> null);
        KTable<String, String> table = builder.table("table");
        stream.repartition().to("dropped");
        stream.leftJoin(table, (one, other) -> one + "+" + other).to("kept");
        stream.merge(builder.stream("other")).to("merged");
        try (Run run = Run.of(builder)) {
            run.pipe("in", "a", "x", 1);

            assertThat(run.out("dropped")).isEmpty();
            assertThat(run.out("kept")).containsExactly("null=x+null@1");
            assertThat(run.out("merged")).containsExactly("null=x@1");
        }
    }

    @Rule(28)
    void anAggregateThatBecomesNullIsDeletedAndStartsAnewWithTheTimeOfItsRecord() {
        builder.<String, String>stream("in")
                .groupByKey()
                .aggregate(() -> "", (key, value, aggregate) -> value.equals("end") ? null : aggregate + value)
                .toStream()
                .to("out");
        try (Run run = Run.of(builder)) {
            run.pipe("in", "a", "x", 10).pipe("in", "a", "end", 12).pipe("in", "a", "y", 5);

            assertThat(run.out("out")).containsExactly("a=x@10", "a=null@12", "a=y@5");
        }
    }
}
