package io.millrace.parity.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.GlobalKTable;
import org.apache.kafka.streams.kstream.Joined;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.ValueJoiner;
import org.apache.kafka.streams.state.Stores;

/** Joins with tables. */
final class TableJoinRules {

    private static final ValueJoiner<String, String, String> PAIR = (one, other) -> one + "+" + other;

    private final StreamsBuilder builder = new StreamsBuilder();

    private KTable<String, String> versioned(String topic, long historyMs) {
        return builder.table(
                topic,
                Materialized.<String, String>as(
                                Stores.persistentVersionedKeyValueStore(topic + "-store", Duration.ofMillis(historyMs)))
                        .withKeySerde(Serdes.String())
                        .withValueSerde(Serdes.String()));
    }

    @Rule({73, 74, 75})
    void aStreamRecordMeetsTheRowAsItIsAndKeepsItsTimestampAndHeaders() {
        KStream<String, String> stream = builder.stream("in");
        stream.join(builder.<String, String>table("table"), PAIR).to("out");
        try (Run run = Run.of(builder)) {
            run.pipe("table", "a", "new", 100);
            run.pipe("in", "a", "x", 5, new RecordHeaders().add("stream", new byte[0]));
            run.pipe("table", "a", "newer", 200);

            assertThat(run.out("out")).containsExactly("a=x+new@5 stream");
        }
    }

    @Rule(75)
    void aVersionedTableIsAskedAsOfTheTimeOfTheStreamRecord() {
        builder.<String, String>stream("in")
                .join(versioned("table", 1000), PAIR)
                .to("out");
        try (Run run = Run.of(builder)) {
            run.pipe("table", "a", "v10", 10).pipe("table", "a", "v20", 20);
            run.pipe("in", "a", "x", 15).pipe("in", "a", "x", 25).pipe("in", "a", "x", 5);

            assertThat(run.out("out")).containsExactly("a=x+v10@15", "a=x+v20@25");
        }
    }

    @Rule(76)
    void withAGraceAStreamRecordWaitsUntilTheTableMayHaveCaughtUp() {
        builder.<String, String>stream("in")
                .join(
                        versioned("table", 1000),
                        PAIR,
                        Joined.with(Serdes.String(), Serdes.String(), Serdes.String(), "join", Duration.ofMillis(10)))
                .to("out");
        try (Run run = Run.of(builder)) {
            run.pipe("in", "a", "x", 10).pipe("table", "a", "late row", 9);
            assertThat(run.out("out")).isEmpty();
            run.pipe("in", "b", "y", 21);
            assertThat(run.out("out")).containsExactly("a=x+late row@10");
            run.pipe("in", "a", "late", 9);
            assertThat(run.out("out")).containsExactly("a=late+late row@9");
        }
        StreamsBuilder unversioned = new StreamsBuilder();
        assertThatThrownBy(() -> {
                    unversioned.<String, String>stream("in")
                            .join(
                                    unversioned.<String, String>table("table"),
                                    PAIR,
                                    Joined.with(
                                            Serdes.String(),
                                            Serdes.String(),
                                            Serdes.String(),
                                            "join",
                                            Duration.ofMillis(1)));
                    unversioned.build();
                })
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Rule({78, 79})
    void aGlobalJoinMapsKeyAndValueToTheKeyOfTheTableWhichHasNoChangelog() {
        GlobalKTable<String, String> table = builder.globalTable("table", Materialized.as("rows"));
        builder.<String, String>stream("in")
                .join(table, (key, value) -> key + value, PAIR)
                .to("out");
        try (Run run = Run.of(builder)) {
            run.pipe("table", "ab", "row", 1).pipe("in", "a", "b", 2).pipe("in", "a", "c", 3);

            assertThat(run.out("out")).containsExactly("a=b+row@2");
            assertThat(run.driver().producedTopicNames()).doesNotContain("rules-rows-changelog");
        }
    }

    @Rule({80, 81})
    void eitherSideOfATableJoinTriggersAndRemovedResultsAreDeleted() {
        KTable<String, String> left = builder.table("left");
        KTable<String, String> right = builder.table("right");
        left.join(right, PAIR).toStream().to("inner");
        left.leftJoin(right, PAIR).toStream().to("kept-left");
        left.outerJoin(right, PAIR).toStream().to("outer");
        try (Run run = Run.of(builder)) {
            run.pipe("left", "a", "l", 5)
                    .pipe("right", "a", "r", 3)
                    .pipe("right", "a", null, 7)
                    .pipe("left", "a", null, 8)
                    .pipe("left", "b", null, 9);

            assertThat(run.out("inner")).containsExactly("a=l+r@5", "a=null@7");
            assertThat(run.out("kept-left")).containsExactly("a=l+null@5", "a=l+r@5", "a=l+null@7", "a=null@8");
            assertThat(run.out("outer")).containsExactly("a=l+null@5", "a=l+r@5", "a=l+null@7", "a=null@8");
        }
    }

    @Rule(81)
    void aFilterForwardsTheDeleteOfARowThatNeverPassed() {
        builder.<String, String>table("in")
                .filter((key, value) -> value.startsWith("pass"))
                .toStream()
                .to("out");
        try (Run run = Run.of(builder)) {
            run.pipe("in", "a", "other", 1);

            assertThat(run.out("out")).containsExactly("a=null@1");
        }
    }

    @Rule(82)
    void aTableMayBeJoinedWithItselfAndShowsWhatIsBetween() {
        KTable<String, String> table = builder.table("in");
        table.join(table, PAIR).toStream().to("out");
        try (Run run = Run.of(builder)) {
            run.pipe("in", "a", "1", 1).pipe("in", "a", "2", 2);

            assertThat(run.out("out")).endsWith("a=2+2@2").hasSize(4);
        }
    }

    @Rule(83)
    void changesToOlderVersionsOfAVersionedTableAreNotJoined() {
        versioned("left", 1000).join(versioned("right", 1000), PAIR).toStream().to("out");
        try (Run run = Run.of(builder)) {
            run.pipe("left", "a", "l", 10).pipe("right", "a", "r", 10).pipe("left", "a", "older", 5);

            assertThat(run.out("out")).containsExactly("a=l+r@10");
            assertThat(run.dropped()).isEqualTo(1);
        }
    }

    @Rule(84)
    void theLastUpdateOfATableWinsWhateverItsTime() {
        builder.<String, String>table("in", Materialized.as("store")).toStream().to("out");
        try (Run run = Run.of(builder)) {
            run.pipe("in", "a", "new", 10).pipe("in", "a", "older", 5);

            assertThat(run.out("out")).containsExactly("a=new@10", "a=older@5");
            assertThat(run.driver().getKeyValueStore("store").get("a")).isEqualTo("older");
        }
    }
}
