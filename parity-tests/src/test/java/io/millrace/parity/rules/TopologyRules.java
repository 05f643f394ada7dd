package io.millrace.parity.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Materialized;

/** What a topology consists of, and headers on their way through it. */
final class TopologyRules {

    private final StreamsBuilder builder = new StreamsBuilder();

    private String description() {
        return builder.build().describe().toString();
    }

    @Rule(91)
    void aStreamIsRepartitionedOnlyIfItsKeyMayHaveChanged() {
        KStream<String, String> stream = builder.stream("in");
        stream.mapValues(value -> value)
                .filter((key, value) -> true)
                .groupByKey()
                .count();
        assertThat(description()).doesNotContain("repartition");

        stream.map(KeyValue::pair).groupByKey().count();
        assertThat(description()).containsOnlyOnce("-repartition)");
    }

    @Rule(92)
    void aTableOfAStreamIsRepartitionedBehindAKeyChangeAndKeptIfNamed() {
        KStream<String, String> stream = builder.<String, String>stream("in").selectKey((key, value) -> value);
        stream.toTable().toStream().to("out");
        assertThat(description())
                .contains("KSTREAM-TOTABLE")
                .contains("-repartition")
                .contains("(stores: [])");

        StreamsBuilder named = new StreamsBuilder();
        named.<String, String>stream("in").toTable(Materialized.as("rows"));
        assertThat(named.build().describe().toString()).contains("(stores: [rows])");
    }

    @Rule(92)
    void aTableOfAStreamDropsNullKeysAsASourceTableDoes() {
        builder.<String, String>stream("in")
                .toTable(Materialized.as("rows"))
                .toStream()
                .to("out");
        try (Run run = Run.of(builder)) {
            run.pipe("in", null, "x", 1).pipe("in", "a", "x", 2).pipe("in", "a", null, 3);

            assertThat(run.out("out")).containsExactly("a=x@2", "a=null@3");
            assertThat(run.dropped()).isEqualTo(1);
        }
    }

    @Rule(93)
    void subTopologiesAreNumberedInTheOrderOfTheProgram() {
        builder.<String, String>stream("first").to("a");
        builder.<String, String>stream("second")
                .selectKey((key, value) -> value)
                .groupByKey()
                .count();

        assertThat(description())
                .containsSubsequence(
                        "Sub-topology: 0",
                        "first",
                        "Sub-topology: 1",
                        "second",
                        "Sub-topology: 2",
                        "KSTREAM-AGGREGATE");
    }

    @Rule(96)
    void headersPassThroughStatelessOperatorsAndAggregatesForwardThoseOfTheirRecord() {
        KStream<String, String> stream = builder.stream("in");
        stream.mapValues(value -> value).selectKey((key, value) -> key).to("stateless");
        stream.groupByKey()
                .count(Materialized.as("counts"))
                .toStream()
                .mapValues(String::valueOf)
                .to("aggregate");
        try (Run run = Run.of(builder)) {
            run.pipe("in", "a", "x", 1, new RecordHeaders().add("h", new byte[0]));

            assertThat(run.out("stateless")).containsExactly("a=x@1 h");
            assertThat(run.out("aggregate")).containsExactly("a=1@1 h");
        }
    }
}
