package io.millrace.simulation.program;

import io.millrace.config.StreamsConfig;
import io.millrace.dsl.Aggregator;
import io.millrace.dsl.CogroupedKStream;
import io.millrace.dsl.Consumed;
import io.millrace.dsl.Deduplicated;
import io.millrace.dsl.Grouped;
import io.millrace.dsl.KGroupedStream;
import io.millrace.dsl.KStream;
import io.millrace.dsl.KTable;
import io.millrace.dsl.Materialized;
import io.millrace.dsl.Named;
import io.millrace.dsl.Produced;
import io.millrace.dsl.Repartitioned;
import io.millrace.dsl.SessionWindows;
import io.millrace.dsl.SlidingWindows;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.dsl.Suppressed;
import io.millrace.dsl.Suppressed.BufferConfig;
import io.millrace.dsl.TimeWindowedKStream;
import io.millrace.dsl.TimeWindows;
import io.millrace.processor.StreamPartitioner;
import io.millrace.record.Bytes;
import io.millrace.serialization.Serde;
import io.millrace.serialization.Serdes;
import io.millrace.simulation.program.Step.Emission;
import io.millrace.state.EmitStrategy;
import io.millrace.state.SessionStore;
import io.millrace.state.WindowStore;
import io.millrace.state.Windowed;
import io.millrace.stores.Stores;
import io.millrace.topology.Topology;
import io.millrace.topology.TopologyDescription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.LongSupplier;

/** Makes the topology of a program, with a journal beside each source. */
@SuppressWarnings("NullAway") // keys and values may be null everywhere, which the types of the DSL leave open
public final class Assembly {

    private static final Serde<String> TEXT = Serdes.String();

    /** Longer than any run, so that no row is hidden. */
    private static final Duration RETENTION = Duration.ofDays(1);

    private final Program program;
    private final LongSupplier numbers;
    private final StreamsBuilder builder = new StreamsBuilder();
    private final Built built;
    private final TableAssembly tables;

    private Assembly(Program program, LongSupplier numbers) {
        this.program = program;
        this.numbers = numbers;
        this.built = new Built(program);
        this.tables = new TableAssembly(builder, built, numbers);
    }

    /**
     * The program's topology.
     *
     * @param numbers what the journal's lines are numbered by
     */
    public static Topology of(Program program, Properties config, LongSupplier numbers) {
        return new Assembly(program, numbers).assemble(config);
    }

    private Topology assemble(Properties config) {
        for (Step step : program.steps()) {
            built.add(build(step));
        }
        Topology topology = builder.build(config);
        addJournal(topology);
        return topology;
    }

    private void addJournal(Topology topology) {
        List<String> sources = new ArrayList<>();
        for (TopologyDescription.Subtopology part : topology.describe().subtopologies()) {
            for (TopologyDescription.Node node : part.nodes()) {
                if (node instanceof TopologyDescription.Source source && !isGlobal(source)) {
                    sources.add(node.name());
                }
            }
        }
        for (String source : sources) {
            String probe = "probe-" + source;
            topology.addProcessor(probe, () -> new Journal.Probe(numbers), source);
            addJournalSink(topology, Journal.SINK + source, probe);
        }
        for (Step step : program.steps()) {
            if (step instanceof Step.Process process) {
                addJournalSink(topology, Journal.SINK + process.name(), process.name());
            } else if (step instanceof Step.GlobalJoin join && join.isNoted()) {
                addJournalSink(topology, Journal.SINK + join.name(), join.name());
            }
        }
    }

    private boolean isGlobal(TopologyDescription.Source source) {
        Set<String> topics = Optional.ofNullable(source.topicSet()).orElse(Set.of());
        return !topics.isEmpty() && program.globalTopics().containsAll(topics);
    }

    private static void addJournalSink(Topology topology, String name, String parent) {
        StreamPartitioner<String, String> byTask =
                (topic, key, value, count) -> Optional.of(Set.of(Journal.partitionOf(key)));
        topology.addSink(name, Journal.TOPIC, TEXT.serializer(), TEXT.serializer(), byTask, parent);
    }

    private KStream<String, String> stream(int step) {
        return built.stream(step);
    }

    private Object build(Step step) {
        if (step instanceof Step.Stream one) {
            return builder.stream(
                    one.topic(),
                    Consumed.with(TEXT, TEXT)
                            .withTimestampExtractor((record, partitionMs) -> Functions.time(
                                    one.lateSalt(), (String) record.value(), record.timestamp(), partitionMs)));
        } else if (step instanceof Step.Matching one) {
            return builder.stream(one.pattern(), Consumed.with(TEXT, TEXT));
        } else if (step instanceof Step.Table one) {
            return builder.table(one.topic(), Consumed.with(TEXT, TEXT), Built.rows(one.store(), one.inMemory()));
        } else if (step instanceof Step.Global one) {
            return builder.globalTable(one.topic(), Consumed.with(TEXT, TEXT), Built.rows(one.store(), false));
        } else if (step instanceof Step.MapValues one) {
            return stream(one.input()).mapValues(value -> Functions.map(one.salt(), value));
        } else if (step instanceof Step.Failing one) {
            return stream(one.input()).process(Failing.supplier(one));
        } else if (step instanceof Step.Filter one) {
            return stream(one.input()).filter((key, value) -> Functions.keeps(one.salt(), value));
        } else if (step instanceof Step.FlatMapValues one) {
            return stream(one.input()).flatMapValues(value -> Functions.flatten(one.salt(), value));
        } else if (step instanceof Step.Deduplicate one) {
            return stream(one.input())
                    .deduplicate(Deduplicated.<String>within(Duration.ofMillis(one.windowMs()))
                            .withIdSerde(TEXT)
                            .withName(one.name()));
        } else if (step instanceof Step.Process one) {
            return stream(one.input())
                    .process(TwoStores.supplier(one, numbers), Named.as(one.name()))
                    .mapValues(value -> value, Named.as(one.name() + "-out"));
        } else if (step instanceof Step.Repartition one) {
            return stream(one.input())
                    .selectKey((key, value) -> Functions.newKey(one.salt(), key, value))
                    .repartition(Repartitioned.with(TEXT, TEXT)
                            .withName(one.name())
                            .withNumberOfPartitions(one.partitions())
                            .withStreamPartitioner(Built.byKey()));
        } else if (step instanceof Step.GroupBy one) {
            return stream(one.input())
                    .groupBy(
                            (key, value) -> Functions.newKey(one.salt(), key, value),
                            Grouped.with(one.name(), TEXT, TEXT));
        } else if (step instanceof Step.Aggregate one) {
            return aggregate(one);
        } else if (step instanceof Step.Windows one) {
            return windows(one);
        } else if (step instanceof Step.Sessions one) {
            return sessions(one);
        } else if (step instanceof Step.Sliding one) {
            return sliding(one);
        } else if (step instanceof Step.Cogroup one) {
            return cogroup(one);
        } else if (step instanceof Step.ToStream one) {
            return toStream(one);
        } else if (step instanceof Step.Sink one) {
            stream(one.input()).to(one.topic(), Produced.with(TEXT, TEXT).withStreamPartitioner(Built.byKey()));
            return one;
        }
        return tables.build(step);
    }

    private Object aggregate(Step.Aggregate step) {
        KGroupedStream<String, String> grouped = built.grouped(step.input());
        return switch (step.fold()) {
            case COUNT -> grouped.count(Built.counts(step.store(), step.inMemory()));
            case REDUCE ->
                grouped.reduce(
                        (aggregate, value) -> Functions.reduce(aggregate, value),
                        Built.rows(step.store(), step.inMemory()));
            case AGGREGATE ->
                grouped.aggregate(
                        () -> "",
                        (key, value, aggregate) -> Functions.aggregate(value, aggregate),
                        Built.rows(step.store(), step.inMemory()));
        };
    }

    private Object cogroup(Step.Cogroup step) {
        CogroupedKStream<String, String> together =
                built.grouped(step.inputs().get(0)).cogroup(tagging(0));
        for (int i = 1; i < step.inputs().size(); i++) {
            together = together.cogroup(built.grouped(step.inputs().get(i)), tagging(i));
        }
        if (step.sizeMs() == 0) {
            return together.aggregate(() -> "", Built.rows(step.store(), step.inMemory()));
        }
        return together.windowedBy(
                        TimeWindows.ofSizeAndGrace(Duration.ofMillis(step.sizeMs()), Duration.ofMillis(step.graceMs())))
                .aggregate(() -> "", windowRows(step.store()));
    }

    private static Aggregator<String, String, String> tagging(int input) {
        return (key, value, aggregate) -> Functions.aggregate(Functions.tagged(input, value), aggregate);
    }

    private static Materialized<String, String, WindowStore<Bytes, byte[]>> windowRows(String store) {
        return Materialized.<String, String, WindowStore<Bytes, byte[]>>as(store)
                .withRetention(RETENTION)
                .withKeySerde(TEXT)
                .withValueSerde(TEXT);
    }

    private Object windows(Step.Windows step) {
        TimeWindowedKStream<String, String> windows = built.grouped(step.input())
                .windowedBy(
                        TimeWindows.ofSizeAndGrace(Duration.ofMillis(step.sizeMs()), Duration.ofMillis(step.graceMs()))
                                .advanceBy(Duration.ofMillis(step.advanceMs())));
        if (step.emission() == Emission.ON_CLOSE) {
            windows = windows.emitStrategy(EmitStrategy.onWindowClose());
        }
        KTable<Windowed<String>, String> table = windows.aggregate(
                () -> "", (key, value, aggregate) -> Functions.aggregate(value, aggregate), windowRows(step.store()));
        return step.emission() == Emission.SUPPRESSED
                ? table.suppress(
                        Suppressed.untilWindowCloses(BufferConfig.unbounded()).withName(step.store() + "-suppress"))
                : table;
    }

    private Object sessions(Step.Sessions step) {
        return built.grouped(step.input())
                .windowedBy(SessionWindows.ofInactivityGapAndGrace(
                        Duration.ofMillis(step.gapMs()), Duration.ofMillis(step.graceMs())))
                .aggregate(
                        () -> "",
                        (key, value, aggregate) -> Functions.aggregate(value, aggregate),
                        (key, first, second) -> Functions.merge(first, second),
                        (step.inMemory()
                                        ? Materialized.<String, String>as(
                                                Stores.inMemorySessionStore(step.store(), RETENTION))
                                        : Materialized.<String, String, SessionStore<Bytes, byte[]>>as(step.store())
                                                .withRetention(RETENTION))
                                .withKeySerde(TEXT)
                                .withValueSerde(TEXT));
    }

    private Object sliding(Step.Sliding step) {
        return built.grouped(step.input())
                .windowedBy(SlidingWindows.ofTimeDifferenceAndGrace(
                        Duration.ofMillis(step.differenceMs()), Duration.ofMillis(step.graceMs())))
                .aggregate(
                        () -> "0",
                        (key, value, aggregate) -> Long.toString(Long.parseLong(aggregate) + 1),
                        windowRows(step.store()));
    }

    @SuppressWarnings("unchecked") // the grammar puts a step only where its types fit
    private KStream<String, String> toStream(Step.ToStream step) {
        Step input = program.steps().get(step.input());
        if (input instanceof Step.Windows
                || input instanceof Step.Sessions
                || input instanceof Step.Sliding
                || input instanceof Step.Cogroup cogroup && cogroup.sizeMs() > 0) {
            return ((KTable<Windowed<String>, String>) built.get(step.input()))
                    .toStream((key, value) -> Functions.windowed(
                            key.key(), key.window().start(), key.window().end()));
        }
        if (input instanceof Step.Aggregate aggregate && aggregate.fold() == Step.Fold.COUNT
                || input instanceof Step.TableAggregate rows && rows.fold() == Step.Fold.COUNT) {
            return ((KTable<String, Long>) built.get(step.input())).toStream().mapValues(count -> "" + count);
        }
        return built.table(step.input()).toStream();
    }

    /** What a program needs of a configuration to be repeatable: nothing waits for the wall clock. */
    public static Properties configuration() {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, Program.APPLICATION);
        config.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        config.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        config.put(StreamsConfig.InternalConfig.EMIT_INTERVAL_MS_KSTREAMS_OUTER_JOIN_SPURIOUS_RESULTS_FIX, 0L);
        config.put(StreamsConfig.InternalConfig.EMIT_INTERVAL_MS_KSTREAMS_WINDOWED_AGGREGATION, 0L);
        return config;
    }
}
