package io.millrace.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.StreamsConfig;
import io.millrace.dsl.Consumed;
import io.millrace.dsl.Grouped;
import io.millrace.dsl.Joined;
import io.millrace.dsl.KStream;
import io.millrace.dsl.Materialized;
import io.millrace.dsl.Produced;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.errors.StreamsException;
import io.millrace.processor.ContextualProcessor;
import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.PunctuationType;
import io.millrace.processor.Punctuator;
import io.millrace.processor.Record;
import io.millrace.record.KeyValue;
import io.millrace.serialization.Serdes;
import io.millrace.state.KeyValueStore;
import io.millrace.topology.Topology;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TopologyTestDriverTest {

    private static Topology wordCount() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("lines", Consumed.with(Serdes.String(), Serdes.String()))
                .flatMapValues(line -> Arrays.asList(line.split(" ")))
                .groupBy((key, word) -> word, Grouped.with(Serdes.String(), Serdes.String()))
                .count(Materialized.as("counts-store"))
                .toStream()
                .to("counts", Produced.with(Serdes.String(), Serdes.Long()));
        return builder.build();
    }

    private static TestInputTopic<String, String> lines(TopologyTestDriver driver) {
        return driver.createInputTopic(
                "lines", Serdes.String().serializer(), Serdes.String().serializer());
    }

    private static TestOutputTopic<String, Long> counts(TopologyTestDriver driver) {
        return driver.createOutputTopic(
                "counts", Serdes.String().deserializer(), Serdes.Long().deserializer());
    }

    @Test
    void shouldProcessARecordWithAllThatFollowsFromItBeforePipeInputReturns() {
        try (TopologyTestDriver driver = new TopologyTestDriver(wordCount())) {

            lines(driver).pipeInput("to be or not to be");

            assertThat(counts(driver).readKeyValuesToList())
                    .containsExactly(
                            KeyValue.pair("to", 1L),
                            KeyValue.pair("be", 1L),
                            KeyValue.pair("or", 1L),
                            KeyValue.pair("not", 1L),
                            KeyValue.pair("to", 2L),
                            KeyValue.pair("be", 2L));
        }
    }

    @Test
    void shouldShowTheContentsOfStores() {
        try (TopologyTestDriver driver = new TopologyTestDriver(wordCount())) {
            lines(driver).pipeInput(null, "a b a", 7L);

            assertThat(driver.<String, Long>getKeyValueStore("counts-store").get("a"))
                    .isEqualTo(2L);
            assertThat(driver.<String, Long>getTimestampedKeyValueStore("counts-store")
                            .get("b")
                            .timestamp())
                    .isEqualTo(7L);
            assertThat(driver.getAllStateStores()).containsOnlyKeys("counts-store");
            assertThat(driver.getKeyValueStore("another")).isNull();
        }
    }

    @Test
    void shouldSayWhatWasInATopicWhenAReadFails() {
        try (TopologyTestDriver driver = new TopologyTestDriver(wordCount())) {
            lines(driver).pipeInput("a");
            TestOutputTopic<String, Long> counts = counts(driver);
            counts.readValue();

            assertThatThrownBy(counts::readValue)
                    .isInstanceOf(NoSuchElementException.class)
                    .hasMessageContaining("counts")
                    .hasMessageContaining("has written 1");
        }
    }

    @Test
    void shouldRefuseATopicThatTheTopologyDoesNotRead() {
        try (TopologyTestDriver driver = new TopologyTestDriver(wordCount())) {
            TestInputTopic<String, String> other = driver.createInputTopic(
                    "other", Serdes.String().serializer(), Serdes.String().serializer());

            assertThatThrownBy(() -> other.pipeInput("a"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Unknown topic: 'other'");
        }
    }

    @Test
    void shouldJoinAStreamWithATable() {
        StreamsBuilder builder = new StreamsBuilder();
        var users = builder.table("users", Consumed.with(Serdes.String(), Serdes.String()));
        builder.stream("clicks", Consumed.with(Serdes.String(), Serdes.String()))
                .join(
                        users,
                        (click, user) -> user + " clicked " + click,
                        Joined.with(Serdes.String(), Serdes.String(), Serdes.String()))
                .to("named", Produced.with(Serdes.String(), Serdes.String()));
        try (TopologyTestDriver driver = new TopologyTestDriver(builder.build())) {
            TestInputTopic<String, String> userTopic = driver.createInputTopic(
                    "users", Serdes.String().serializer(), Serdes.String().serializer());
            TestInputTopic<String, String> clicks = driver.createInputTopic(
                    "clicks", Serdes.String().serializer(), Serdes.String().serializer());

            clicks.pipeInput("1", "too early");
            userTopic.pipeInput("1", "Ada");
            clicks.pipeInput("1", "a link");

            assertThat(driver.createOutputTopic(
                                    "named",
                                    Serdes.String().deserializer(),
                                    Serdes.String().deserializer())
                            .readValuesToList())
                    .containsExactly("Ada clicked a link");
        }
    }

    @Test
    void shouldRunPunctuationsWhenTheWallClockIsMoved() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()))
                .process(() -> new ContextualProcessor<String, String, String, String>() {
                    @Override
                    public void init(io.millrace.processor.ProcessorContext<String, String> context) {
                        super.init(context);
                        context.schedule(
                                Duration.ofSeconds(10),
                                PunctuationType.WALL_CLOCK_TIME,
                                time -> context.forward(new Record<>("tick", Long.toString(time), time)));
                    }

                    @Override
                    public void process(Record<String, String> record) {
                        context().forward(record);
                    }
                })
                .to("out", Produced.with(Serdes.String(), Serdes.String()));
        try (TopologyTestDriver driver = new TopologyTestDriver(builder.build(), Instant.ofEpochMilli(1_000))) {
            TestOutputTopic<String, String> out = driver.createOutputTopic(
                    "out", Serdes.String().deserializer(), Serdes.String().deserializer());

            driver.advanceWallClockTime(Duration.ofMillis(9_999));
            assertThat(out.isEmpty()).isTrue();
            driver.advanceWallClockTime(Duration.ofMillis(1));

            assertThat(out.readKeyValue()).isEqualTo(KeyValue.pair("tick", "11000"));
            driver.advanceWallClockTime(Duration.ofSeconds(35));
            assertThat(out.readValuesToList()).containsExactly("46000");
        }
    }

    @Test
    void shouldThrowWhatUserCodeThrowsAndGoOnWithTheNextRecord() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()))
                .mapValues(value -> {
                    if (value.equals("bad")) {
                        throw new IllegalArgumentException("no good");
                    }
                    return value;
                })
                .to("out", Produced.with(Serdes.String(), Serdes.String()));
        try (TopologyTestDriver driver = new TopologyTestDriver(builder.build())) {
            TestInputTopic<String, String> in = driver.createInputTopic(
                    "in", Serdes.String().serializer(), Serdes.String().serializer());

            assertThatThrownBy(() -> in.pipeInput("bad"))
                    .isInstanceOf(StreamsException.class)
                    .hasRootCauseMessage("no good");
            in.pipeInput("good");

            assertThat(driver.createOutputTopic(
                                    "out",
                                    Serdes.String().deserializer(),
                                    Serdes.String().deserializer())
                            .readValue())
                    .isEqualTo("good");
        }
    }

    @Test
    void shouldTakeRecordsForAnyPartitionSinceItsTopicsHaveOne() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()))
                .to(
                        "out",
                        Produced.with(Serdes.String(), Serdes.String())
                                .withStreamPartitioner((topic, key, value, count) ->
                                        Optional.of(value.equals("two") ? Set.of(3, 4) : Set.of(7))));
        try (TopologyTestDriver driver = new TopologyTestDriver(builder.build())) {
            TestInputTopic<String, String> in = driver.createInputTopic(
                    "in", Serdes.String().serializer(), Serdes.String().serializer());
            in.pipeInput("one");
            in.pipeInput("two");

            assertThat(driver.createOutputTopic(
                                    "out",
                                    Serdes.String().deserializer(),
                                    Serdes.String().deserializer())
                            .readValuesToList())
                    .containsExactly("one", "two", "two");
        }
    }

    @Test
    void shouldRefuseANegativePartition() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()))
                .to(
                        "out",
                        Produced.with(Serdes.String(), Serdes.String())
                                .withStreamPartitioner((topic, key, value, count) -> Optional.of(Set.of(-1))));
        try (TopologyTestDriver driver = new TopologyTestDriver(builder.build())) {
            TestInputTopic<String, String> in = driver.createInputTopic(
                    "in", Serdes.String().serializer(), Serdes.String().serializer());

            assertThatThrownBy(() -> in.pipeInput("x"))
                    .isInstanceOf(StreamsException.class)
                    .hasRootCauseInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void shouldRunTicksThatAFailureLeftOutBehindARecordThatIsSkipped() {
        List<Long> ticks = new ArrayList<>();
        StreamsBuilder builder = new StreamsBuilder();
        KStream<String, String> stream = builder.stream(
                "in",
                Consumed.with(Serdes.String(), Serdes.String())
                        .withTimestampExtractor((record, time) -> record.value().equals("skipped") ? -1 : 3));
        stream.process(() -> ticking(now -> {
            throw new IllegalStateException("in a tick");
        }));
        stream.process(() -> ticking(ticks::add));
        try (TopologyTestDriver driver = new TopologyTestDriver(builder.build())) {
            TestInputTopic<String, String> in = driver.createInputTopic(
                    "in", Serdes.String().serializer(), Serdes.String().serializer());

            assertThatThrownBy(() -> in.pipeInput("first")).isInstanceOf(StreamsException.class);
            assertThat(ticks).isEmpty();
            in.pipeInput("skipped");

            assertThat(ticks).containsExactly(3L);
        }
    }

    private static Processor<String, String, Void, Void> ticking(Punctuator punctuator) {
        return new ContextualProcessor<>() {
            @Override
            public void init(ProcessorContext<Void, Void> context) {
                context.schedule(Duration.ofMillis(5), PunctuationType.STREAM_TIME, punctuator);
            }

            @Override
            public void process(Record<String, String> record) {}
        };
    }

    @Test
    void shouldUseStoresOfProcessorsOnRocksDb() {
        Properties config = new Properties();
        config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        try (TopologyTestDriver driver = new TopologyTestDriver(wordCount(), config)) {
            TestInputTopic<String, String> lines = lines(driver);
            for (int i = 0; i < 50; i++) {
                lines.pipeInput("w" + i % 10);
            }

            KeyValueStore<String, Long> store = driver.getKeyValueStore("counts-store");
            assertThat(store.get("w3")).isEqualTo(5L);
            try (var all = store.range("w2", "w4")) {
                assertThat(all).toIterable().extracting(row -> row.key).containsExactly("w2", "w3", "w4");
            }
        }
    }
}
