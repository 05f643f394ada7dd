package io.millrace.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.config.StreamsConfig;
import io.millrace.dsl.Consumed;
import io.millrace.dsl.GlobalKTable;
import io.millrace.dsl.Grouped;
import io.millrace.dsl.KStream;
import io.millrace.dsl.KTable;
import io.millrace.dsl.Materialized;
import io.millrace.dsl.Repartitioned;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.errors.TopologyException;
import io.millrace.processor.Processor;
import io.millrace.record.Bytes;
import io.millrace.serialization.Serdes;
import io.millrace.state.KeyValueStore;
import io.millrace.stores.Stores;
import io.millrace.topology.dag.DagNode;
import io.millrace.topology.dag.OffsetReset;
import io.millrace.topology.dag.ProcessorDag;
import io.millrace.topology.dag.ProcessorNode;
import io.millrace.topology.dag.SinkNode;
import io.millrace.topology.dag.SourceNode;
import io.millrace.topology.dag.StoreSpec;
import io.millrace.topology.dag.SubTopology;
import io.millrace.topology.dag.TopicRef;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CompiledDagTest {

    private final StreamsBuilder builder = new StreamsBuilder();

    @Test
    void shouldOrderNodesOfTheWholeAsTheyWereAddedAcrossSubTopologies() {
        Topology topology = new Topology();
        topology.addSource("source1", "in1").addSource("source2", "in2");
        topology.addSink("sink1", "out1", "source1").addSink("sink2", "out2", "source2");

        ProcessorDag dag = compile(topology);

        assertThat(dag.subTopologies()).hasSize(2);
        assertThat(dag.whole().nodes())
                .extracting(DagNode::name)
                .containsExactly("source1", "source2", "sink1", "sink2");
    }

    @Test
    void shouldCutWordCountAtItsRepartitionTopic() {
        builder.stream("lines", Consumed.with(Serdes.String(), Serdes.String()))
                .flatMapValues(line -> List.of(line.split(" ")))
                .groupBy((key, word) -> word, Grouped.with("by-word", Serdes.String(), Serdes.String()))
                .count(Materialized.<String, Long, KeyValueStore<Bytes, byte[]>>as("counts")
                        .withLoggingEnabled(Map.of("segment.bytes", "1000")))
                .toStream()
                .to("out");

        ProcessorDag dag = compile(builder.build());

        TopicRef repartition = TopicRef.internal("by-word-repartition");
        SubTopology split = dag.subTopologies().get(0);
        SubTopology count = dag.subTopologies().get(1);
        assertThat(split.sources()).extracting(SourceNode::topics).containsExactly(List.of(TopicRef.external("lines")));
        assertThat(split.sinks()).extracting(SinkNode::topic).containsExactly(repartition);
        assertThat(count.repartitionSources())
                .extracting(topic -> topic.topic(), topic -> topic.partitionCount())
                .containsExactly(tuple(repartition, OptionalInt.empty()));
        StoreSpec store = count.stores().get(0);
        assertThat(store.name()).isEqualTo("counts");
        assertThat(store.changelog()).isEqualTo(TopicRef.internal("counts-changelog"));
        assertThat(store.changelogConfig()).containsEntry("segment.bytes", "1000");
        assertThat(repartition.resolve("app")).isEqualTo("app-by-word-repartition");
    }

    @Test
    void shouldReferToChildrenInTheOrderOfTheirConnection() {
        KStream<String, String> in = builder.stream("in");
        in.filter((k, v) -> true).to("a");
        in.mapValues(v -> v).to("b");
        in.to("c");

        SubTopology part = compile(builder.build()).subTopologies().get(0);

        DagNode source = part.nodes().get(0);
        assertThat(source.children())
                .extracting(DagNode::name)
                .containsExactly(
                        "KSTREAM-FILTER-0000000001", "KSTREAM-MAPVALUES-0000000003", "KSTREAM-SINK-0000000005");
        assertThat(source.children().get(0)).isSameAs(part.nodes().get(1));
    }

    @Test
    void shouldPassSerdesAndStartOfSourcesOn() {
        builder.stream(
                "in", Consumed.with(Serdes.String(), Serdes.Long()).withOffsetResetPolicy(AutoOffsetReset.earliest()));
        builder.stream("plain").to("out");

        ProcessorDag dag = compile(builder.build());

        SourceNode given = dag.subTopologies().get(0).sources().get(0);
        SourceNode plain = dag.subTopologies().get(1).sources().get(0);
        assertThat(given.keyDeserializer()).isNotNull();
        assertThat(given.offsetReset().map(OffsetReset::strategy)).contains(OffsetReset.Strategy.EARLIEST);
        assertThat(plain.keyDeserializer()).isNull();
        assertThat(plain.offsetReset()).isEmpty();
    }

    @Test
    void shouldGroupSourcesThatMustBeCoPartitioned() {
        KStream<String, String> stream = builder.stream("s");
        KTable<String, String> table = builder.table("t");
        stream.selectKey((k, v) -> v)
                .join(table, (a, b) -> a)
                .join(builder.<String, String>table("u"), (a, b) -> a)
                .to("o");
        stream.to("other");

        ProcessorDag dag = compile(builder.build());

        SubTopology join = dag.subTopologies().stream()
                .filter(part -> !part.coPartitionGroups().isEmpty())
                .findFirst()
                .orElseThrow();
        assertThat(join.coPartitionGroups())
                .containsExactly(Set.of(
                        TopicRef.internal("KSTREAM-KEY-SELECT-0000000004-repartition"),
                        TopicRef.external("t"),
                        TopicRef.external("u")));
    }

    @Test
    void shouldRejectRepartitionCountsThatDoNotAgree() {
        KStream<String, String> one =
                builder.<String, String>stream("a").repartition(Repartitioned.numberOfPartitions(3));
        KTable<String, String> two = builder.<String, String>stream("b")
                .repartition(Repartitioned.numberOfPartitions(4))
                .toTable();
        one.join(two, (x, y) -> x).to("out");

        assertThatThrownBy(builder::build)
                .isInstanceOf(TopologyException.class)
                .hasMessageContaining("differ in their numbers of partitions")
                .hasMessageContaining("=3")
                .hasMessageContaining("=4")
                .hasMessageContaining("withNumberOfPartitions");
    }

    @Test
    void shouldKeepGlobalStoresApartButCountThem() {
        GlobalKTable<String, String> global = builder.globalTable("g", Materialized.as("g-store"));
        builder.<String, String>stream("s")
                .join(global, (k, v) -> v, (a, b) -> a)
                .to("out");

        ProcessorDag dag = compile(builder.build());

        assertThat(dag.subTopologies()).extracting(SubTopology::id).containsExactly(1);
        assertThat(dag.subTopologies().get(0).stores()).isEmpty();
        assertThat(dag.globalStores()).singleElement().satisfies(node -> {
            assertThat(node.store().name()).isEqualTo("g-store");
            assertThat(node.store().changelog()).isEqualTo(TopicRef.external("g"));
            assertThat(node.store().builder().loggingEnabled()).isFalse();
            assertThat(node.reprocessOnRestore()).isFalse();
            assertThat(node.processor().stores()).containsExactly(node.store());
        });
    }

    @Test
    void shouldUseSourceTopicAsChangelogIfOptimized() {
        builder.table("t", Materialized.<String, String, KeyValueStore<Bytes, byte[]>>as("t-store"))
                .toStream()
                .to("out");
        Properties optimized = new Properties();
        optimized.put(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, StreamsConfig.REUSE_KTABLE_SOURCE_TOPICS);

        StoreSpec plain =
                compile(builder.build()).subTopologies().get(0).stores().get(0);
        StoreSpec reused = compile(builder.build(optimized))
                .subTopologies()
                .get(0)
                .stores()
                .get(0);

        assertThat(plain.changelog()).isEqualTo(TopicRef.internal("t-store-changelog"));
        assertThat(reused.changelog()).isEqualTo(TopicRef.external("t"));
        assertThat(reused.builder().loggingEnabled()).isFalse();
    }

    @Test
    void shouldGiveStoreWithoutLoggingNoChangelog() {
        builder.<String, String>stream("in")
                .groupByKey()
                .count(Materialized.<String, Long, KeyValueStore<Bytes, byte[]>>as("c")
                        .withLoggingDisabled());

        StoreSpec store =
                compile(builder.build()).subTopologies().get(0).stores().get(0);

        assertThat(store.changelog()).isNull();
    }

    @Test
    void shouldConnectReadOnlyStoreToItsTopic() {
        Topology topology = new Topology();
        topology.addReadOnlyStateStore(
                Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore("ro"), Serdes.String(), Serdes.String()),
                "source",
                null,
                null,
                "topic",
                "filler",
                CompiledDagTest::nothing);

        SubTopology part = compile(topology).subTopologies().get(0);

        assertThat(part.stores())
                .singleElement()
                .extracting(StoreSpec::changelog)
                .isEqualTo(TopicRef.external("topic"));
        assertThat(part.sources().get(0).offsetReset().map(OffsetReset::strategy))
                .contains(OffsetReset.Strategy.EARLIEST);
        assertThat(part.nodes().get(1))
                .isInstanceOfSatisfying(
                        ProcessorNode.class, node -> assertThat(node.stores()).isEqualTo(part.stores()));
    }

    private static Processor<Object, Object, Void, Void> nothing() {
        Object unlikeAnyOther = new Object();
        return record -> unlikeAnyOther.hashCode();
    }

    private static ProcessorDag compile(Topology topology) {
        return topology.compile(new StreamsConfig(Map.of(StreamsConfig.APPLICATION_ID_CONFIG, "app")));
    }
}
