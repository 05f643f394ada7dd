package io.millrace.parity.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.KGroupedStream;
import org.apache.kafka.streams.kstream.KGroupedTable;
import org.apache.kafka.streams.kstream.KTable;

/** Aggregations without windows. */
final class AggregationRules {

    private final StreamsBuilder builder = new StreamsBuilder();

    @Rule(29)
    void aResultHasTheLargestTimestampOfItsRecords() {
        builder.<String, String>stream("in")
                .groupByKey()
                .count()
                .toStream()
                .mapValues(String::valueOf)
                .to("out");
        try (Run run = Run.of(builder)) {
            run.pipe("in", "a", "x", 5).pipe("in", "a", "x", 3).pipe("in", "a", "x", 8);

            assertThat(run.out("out")).containsExactly("a=1@5", "a=2@5", "a=3@8");
        }
    }

    /** Rows of a table by value, as texts of what was added and taken away. */
    private KTable<String, String> history(String topic) {
        return grouped(topic)
                .aggregate(
                        () -> "0",
                        (key, value, aggregate) -> aggregate + "+" + value,
                        (key, value, aggregate) -> aggregate + "-" + value);
    }

    private KGroupedTable<String, String> grouped(String topic) {
        return builder.<String, String>table(topic)
                .groupBy((key, value) -> KeyValue.pair(value.substring(0, 1), value));
    }

    @Rule(30)
    void aTableAggregateSubtractsBeforeItAdds() {
        history("in").toStream().to("out");
        try (Run run = Run.of(builder)) {
            run.pipe("in", "row", "a1", 1).pipe("in", "row", "a2", 2).pipe("in", "row", null, 3);

            assertThat(run.out("out")).containsExactly("a=0+a1@1", "a=0+a1-a1+a2@2", "a=0+a1-a1+a2-a2@3");
        }
    }

    @Rule(31)
    void aRowThatMovesToAnotherGroupLeavesTheOldOneFirst() {
        history("in").toStream().to("out");
        try (Run run = Run.of(builder)) {
            run.pipe("in", "row", "a1", 1).pipe("in", "row", "b1", 2);

            assertThat(run.out("out")).containsExactly("a=0+a1@1", "a=0+a1-a1@2", "b=0+b1@2");
        }
    }

    @Rule(33)
    void aTableCountIsWhatAddingAndTakingAwayGives() {
        grouped("in").count().toStream().mapValues(String::valueOf).to("out");
        try (Run run = Run.of(builder)) {
            run.pipe("in", "row", "a", 1).pipe("in", "row", "a", 2).pipe("in", "row", null, 3);

            assertThat(run.out("out")).containsExactly("a=1@1", "a=1@2", "a=0@3");
        }
    }

    @Rule({34, 35})
    void aCogroupedAggregateHasOneRowForAllItsInputs() {
        KGroupedStream<String, String> one =
                builder.<String, String>stream("one").groupByKey();
        KGroupedStream<String, String> two =
                builder.<String, String>stream("two").groupByKey();
        one.<String>cogroup((key, value, aggregate) -> aggregate + "1" + value)
                .cogroup(two, (key, value, aggregate) -> aggregate + "2" + value)
                .aggregate(() -> "0")
                .toStream()
                .to("out");
        try (Run run = Run.of(builder)) {
            run.pipe("one", "a", "x", 1).pipe("two", "a", "y", 2).pipe("one", "a", "z", 1);

            assertThat(run.out("out")).containsExactly("a=01x@1", "a=01x2y@2", "a=01x2y1z@2");
        }
    }
}
