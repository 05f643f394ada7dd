package io.millrace.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.dsl.Aggregation;
import io.millrace.dsl.Aggregators;
import io.millrace.dsl.Consumed;
import io.millrace.dsl.Grouped;
import io.millrace.dsl.SessionWindows;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.dsl.TimeWindows;
import io.millrace.record.KeyValue;
import io.millrace.serialization.Serdes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AggregatorsTest {

    /** Results of an aggregation over values that all have one key, one after each value. */
    private static <R> List<R> results(Aggregation<String, ?, R> aggregation, String... values) {
        List<R> results = new ArrayList<>();
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()))
                .groupByKey(Grouped.with(Serdes.String(), Serdes.String()))
                .aggregate(aggregation)
                .toStream()
                .foreach((key, value) -> results.add(value));
        pipe(builder, values);
        return results;
    }

    private static void pipe(StreamsBuilder builder, String... values) {
        try (TopologyTestDriver driver = new TopologyTestDriver(builder.build())) {
            TestInputTopic<String, String> in = driver.createInputTopic(
                    "in", Serdes.String().serializer(), Serdes.String().serializer());
            long time = 0;
            for (String value : values) {
                in.pipeInput("k", value, time);
                time += 1_000;
            }
        }
    }

    @Test
    void shouldSumWholeAndFloatingPointNumbers() {
        assertThat(results(Aggregators.sum(Long::parseLong), "1", "2", "-5")).containsExactly(1L, 3L, -2L);
        assertThat(results(Aggregators.sumDouble(Double::parseDouble), "0.5", "2"))
                .containsExactly(0.5, 2.5);
    }

    @Test
    void shouldAverage() {
        assertThat(results(Aggregators.average(Double::parseDouble), "1", "2", "6"))
                .containsExactly(1.0, 1.5, 3.0);
    }

    @Test
    void shouldKeepTheValuesWithTheSmallestAndTheLargestField() {
        assertThat(results(Aggregators.min(String::length, Serdes.String()), "bb", "a", "c"))
                .containsExactly("bb", "a", "a");
        assertThat(results(Aggregators.max(String::length, Serdes.String()), "a", "bb", "cc"))
                .containsExactly("a", "bb", "bb");
    }

    @Test
    void shouldKeepTheLargestInOrder() {
        assertThat(results(Aggregators.topK(2, String::length, Serdes.String()), "a", "ccc", "bb", "ddd"))
                .containsExactly(List.of("a"), List.of("ccc", "a"), List.of("ccc", "bb"), List.of("ccc", "ddd"));
        assertThatThrownBy(() -> Aggregators.topK(0, String::length, Serdes.String()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0");
    }

    @Test
    void shouldCountDistinctAndCollect() {
        assertThat(results(Aggregators.countDistinct(value -> value, Serdes.String()), "a", "b", "a"))
                .containsExactly(1L, 2L, 2L);
        assertThat(results(Aggregators.collectList(String::length, Serdes.Integer()), "a", "bb"))
                .containsExactly(List.of(1), List.of(1, 2));
    }

    @Test
    void shouldTakeAwayWhatARowWasWorthWhenItChanges() {
        List<KeyValue<String, Long>> sums = new ArrayList<>();
        StreamsBuilder builder = new StreamsBuilder();
        builder.table("in", Consumed.with(Serdes.String(), Serdes.String()))
                .groupBy((key, value) -> KeyValue.pair("all", value), Grouped.with(Serdes.String(), Serdes.String()))
                .aggregate(Aggregators.sum(Long::parseLong))
                .toStream()
                .foreach((key, value) -> sums.add(KeyValue.pair(key, value)));

        pipe(builder, "5", "3");

        assertThat(sums).last().isEqualTo(KeyValue.pair("all", 3L));
    }

    @Test
    void shouldRefuseATableWhereValuesCannotBeTakenAway() {
        var grouped = new StreamsBuilder()
                .table("in", Consumed.with(Serdes.String(), Serdes.String()))
                .groupBy(KeyValue::pair, Grouped.with(Serdes.String(), Serdes.String()));

        assertThatThrownBy(() -> grouped.aggregate(Aggregators.topK(3, String::length, Serdes.String())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("withSubtractor");
    }

    @Test
    void shouldAggregateWindowsAndSessions() {
        List<Long> windowed = new ArrayList<>();
        List<Long> sessions = new ArrayList<>();
        StreamsBuilder builder = new StreamsBuilder();
        var grouped = builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()))
                .groupByKey(Grouped.with(Serdes.String(), Serdes.String()));
        grouped.windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofSeconds(2)))
                .aggregate(Aggregators.sum(Long::parseLong))
                .toStream()
                .foreach((window, sum) -> windowed.add(sum));
        grouped.windowedBy(SessionWindows.ofInactivityGapWithNoGrace(Duration.ofSeconds(5)))
                .aggregate(Aggregators.sum(Long::parseLong))
                .toStream()
                .filter((window, sum) -> sum != null)
                .foreach((window, sum) -> sessions.add(sum));

        pipe(builder, "1", "2", "4");

        assertThat(windowed).containsExactly(1L, 3L, 4L);
        assertThat(sessions).containsExactly(1L, 3L, 7L);
    }
}
