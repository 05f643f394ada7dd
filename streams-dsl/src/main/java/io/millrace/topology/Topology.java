package io.millrace.topology;

import io.millrace.config.StreamsConfig;
import io.millrace.config.TopologyConfig;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.ProcessorWrapper;
import io.millrace.processor.StateStore;
import io.millrace.processor.StreamPartitioner;
import io.millrace.processor.TimestampExtractor;
import io.millrace.processor.TopicNameExtractor;
import io.millrace.serialization.Deserializer;
import io.millrace.serialization.Serializer;
import io.millrace.state.StoreBuilder;
import io.millrace.topology.dag.ProcessorDag;
import io.millrace.topology.graph.DagCompiler;
import io.millrace.topology.graph.GivenStore;
import io.millrace.topology.graph.NodeDefinition;
import io.millrace.topology.graph.TopologyGraph;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A graph of sources, processors and sinks with their stores: what runs. Made by {@code StreamsBuilder.build()}, or by hand:
 *
 * <pre>{@code
 * Topology topology = new Topology()
 *         .addSource("lines", "text")
 *         .addProcessor("split", SplitIntoWords::new, "lines")
 *         .addSink("words", "words", "split");
 * }</pre>
 *
 * <p>Every method that adds returns this topology and throws {@link io.millrace.errors.TopologyException} if the name is taken, a parent is unknown or a
 * topic has another source already. Serdes, extractors and partitioners that are null or not given are taken from the configuration. Not
 * thread-safe: assemble a topology on one thread, then hand it over.
 */
public class Topology {

    private TopologyGraph graph;
    private final @Nullable TopologyConfig overrides;

    /** An empty topology. */
    public Topology() {
        this(new TopologyGraph(), null);
    }

    /** An empty topology with settings of its own, which go before those of the application. */
    public Topology(TopologyConfig topologyConfigs) {
        this(
                new TopologyGraph(topologyConfigs.getConfiguredInstance(
                        StreamsConfig.PROCESSOR_WRAPPER_CLASS_CONFIG, ProcessorWrapper.class)),
                topologyConfigs);
    }

    /** A topology around a graph that is complete. For the DSL: the type is not visible to programs. */
    @SuppressWarnings("exports") // for modules of this project only
    public Topology(TopologyGraph graph, @Nullable TopologyConfig overrides) {
        this.graph = graph;
        this.overrides = overrides;
    }

    /** Takes on what a complete graph has, in place of what is here. For the DSL: the type is not visible to programs. */
    @SuppressWarnings("exports") // for modules of this project only
    public void adopt(TopologyGraph complete) {
        graph = complete;
    }

    /** Adds a source that reads these topics. */
    public Topology addSource(String name, String... topics) {
        graph.addSource(name, List.of(topics), reading(null, null, null, null));
        return this;
    }

    /** Adds a source that reads all topics whose whole name matches the pattern. */
    public Topology addSource(String name, Pattern topicPattern) {
        graph.addSource(name, topicPattern, reading(null, null, null, null));
        return this;
    }

    /** Adds a source that reads these topics and starts as {@code offsetReset} says. */
    public Topology addSource(@Nullable AutoOffsetReset offsetReset, String name, String... topics) {
        graph.addSource(name, List.of(topics), reading(offsetReset, null, null, null));
        return this;
    }

    /** Adds a source that reads all topics whose whole name matches the pattern and starts as {@code offsetReset} says. */
    public Topology addSource(@Nullable AutoOffsetReset offsetReset, String name, Pattern topicPattern) {
        graph.addSource(name, topicPattern, reading(offsetReset, null, null, null));
        return this;
    }

    /** Adds a source that reads these topics and takes timestamps from the extractor. */
    public Topology addSource(@Nullable TimestampExtractor timestampExtractor, String name, String... topics) {
        graph.addSource(name, List.of(topics), reading(null, timestampExtractor, null, null));
        return this;
    }

    /** Adds a source that reads all topics whose whole name matches the pattern and takes timestamps from the extractor. */
    public Topology addSource(@Nullable TimestampExtractor timestampExtractor, String name, Pattern topicPattern) {
        graph.addSource(name, topicPattern, reading(null, timestampExtractor, null, null));
        return this;
    }

    /** Adds a source that reads these topics, with a start position and an extractor of timestamps. */
    public Topology addSource(
            @Nullable AutoOffsetReset offsetReset,
            @Nullable TimestampExtractor timestampExtractor,
            String name,
            String... topics) {
        graph.addSource(name, List.of(topics), reading(offsetReset, timestampExtractor, null, null));
        return this;
    }

    /** Adds a source that reads all topics whose whole name matches the pattern, with a start position and an extractor of timestamps. */
    public Topology addSource(
            @Nullable AutoOffsetReset offsetReset,
            @Nullable TimestampExtractor timestampExtractor,
            String name,
            Pattern topicPattern) {
        graph.addSource(name, topicPattern, reading(offsetReset, timestampExtractor, null, null));
        return this;
    }

    /** Adds a source that reads these topics with these deserializers. */
    public <K, V> Topology addSource(
            String name,
            @Nullable Deserializer<K> keyDeserializer,
            @Nullable Deserializer<V> valueDeserializer,
            String... topics) {
        graph.addSource(name, List.of(topics), reading(null, null, keyDeserializer, valueDeserializer));
        return this;
    }

    /** Adds a source that reads all topics whose whole name matches the pattern with these deserializers. */
    public <K, V> Topology addSource(
            String name,
            @Nullable Deserializer<K> keyDeserializer,
            @Nullable Deserializer<V> valueDeserializer,
            Pattern topicPattern) {
        graph.addSource(name, topicPattern, reading(null, null, keyDeserializer, valueDeserializer));
        return this;
    }

    /** Adds a source that reads these topics with these deserializers and a start position. */
    public <K, V> Topology addSource(
            @Nullable AutoOffsetReset offsetReset,
            String name,
            @Nullable Deserializer<K> keyDeserializer,
            @Nullable Deserializer<V> valueDeserializer,
            String... topics) {
        graph.addSource(name, List.of(topics), reading(offsetReset, null, keyDeserializer, valueDeserializer));
        return this;
    }

    /** Adds a source that reads all topics whose whole name matches the pattern with these deserializers and a start position. */
    public <K, V> Topology addSource(
            @Nullable AutoOffsetReset offsetReset,
            String name,
            @Nullable Deserializer<K> keyDeserializer,
            @Nullable Deserializer<V> valueDeserializer,
            Pattern topicPattern) {
        graph.addSource(name, topicPattern, reading(offsetReset, null, keyDeserializer, valueDeserializer));
        return this;
    }

    /** Adds a source that reads these topics with everything given. */
    public <K, V> Topology addSource(
            @Nullable AutoOffsetReset offsetReset,
            String name,
            @Nullable TimestampExtractor timestampExtractor,
            @Nullable Deserializer<K> keyDeserializer,
            @Nullable Deserializer<V> valueDeserializer,
            String... topics) {
        graph.addSource(
                name, List.of(topics), reading(offsetReset, timestampExtractor, keyDeserializer, valueDeserializer));
        return this;
    }

    /** Adds a source that reads all topics whose whole name matches the pattern with everything given. */
    public <K, V> Topology addSource(
            @Nullable AutoOffsetReset offsetReset,
            String name,
            @Nullable TimestampExtractor timestampExtractor,
            @Nullable Deserializer<K> keyDeserializer,
            @Nullable Deserializer<V> valueDeserializer,
            Pattern topicPattern) {
        graph.addSource(
                name, topicPattern, reading(offsetReset, timestampExtractor, keyDeserializer, valueDeserializer));
        return this;
    }

    /** Adds a sink that writes to a topic what the parents forward. */
    public Topology addSink(String name, String topic, String... parentNames) {
        return sink(name, topic, NodeDefinition.Writing.DEFAULT, parentNames);
    }

    /** Adds a sink that writes to a topic; the partitioner chooses partitions. */
    public <K, V> Topology addSink(
            String name,
            String topic,
            @Nullable StreamPartitioner<? super K, ? super V> partitioner,
            String... parentNames) {
        return sink(name, topic, new NodeDefinition.Writing(null, null, partitioner), parentNames);
    }

    /** Adds a sink that writes to a topic with these serializers. */
    public <K, V> Topology addSink(
            String name,
            String topic,
            @Nullable Serializer<K> keySerializer,
            @Nullable Serializer<V> valueSerializer,
            String... parentNames) {
        return sink(name, topic, new NodeDefinition.Writing(keySerializer, valueSerializer, null), parentNames);
    }

    /** Adds a sink that writes to a topic with these serializers and partitioner. */
    public <K, V> Topology addSink(
            String name,
            String topic,
            @Nullable Serializer<K> keySerializer,
            @Nullable Serializer<V> valueSerializer,
            @Nullable StreamPartitioner<? super K, ? super V> partitioner,
            String... parentNames) {
        return sink(name, topic, new NodeDefinition.Writing(keySerializer, valueSerializer, partitioner), parentNames);
    }

    /** Adds a sink that writes to the topic that the extractor names for each record what the parents forward. */
    public <K, V> Topology addSink(
            String name, TopicNameExtractor<? super K, ? super V> topicExtractor, String... parentNames) {
        return sink(name, topicExtractor, NodeDefinition.Writing.DEFAULT, parentNames);
    }

    /** Adds a sink that writes to the topic that the extractor names for each record; the partitioner chooses partitions. */
    public <K, V> Topology addSink(
            String name,
            TopicNameExtractor<? super K, ? super V> topicExtractor,
            @Nullable StreamPartitioner<? super K, ? super V> partitioner,
            String... parentNames) {
        return sink(name, topicExtractor, new NodeDefinition.Writing(null, null, partitioner), parentNames);
    }

    /** Adds a sink that writes to the topic that the extractor names for each record with these serializers. */
    public <K, V> Topology addSink(
            String name,
            TopicNameExtractor<? super K, ? super V> topicExtractor,
            @Nullable Serializer<K> keySerializer,
            @Nullable Serializer<V> valueSerializer,
            String... parentNames) {
        return sink(
                name, topicExtractor, new NodeDefinition.Writing(keySerializer, valueSerializer, null), parentNames);
    }

    /** Adds a sink that writes to the topic that the extractor names for each record with these serializers and partitioner. */
    public <K, V> Topology addSink(
            String name,
            TopicNameExtractor<? super K, ? super V> topicExtractor,
            @Nullable Serializer<K> keySerializer,
            @Nullable Serializer<V> valueSerializer,
            @Nullable StreamPartitioner<? super K, ? super V> partitioner,
            String... parentNames) {
        return sink(
                name,
                topicExtractor,
                new NodeDefinition.Writing(keySerializer, valueSerializer, partitioner),
                parentNames);
    }

    private Topology sink(String name, String topic, NodeDefinition.Writing writing, String... parents) {
        Objects.requireNonNull(topic, "topic cannot be null");
        graph.addSink(new NodeDefinition.Sink(name, topic, null, writing, List.of(parents)));
        return this;
    }

    private Topology sink(
            String name, TopicNameExtractor<?, ?> topicExtractor, NodeDefinition.Writing writing, String... parents) {
        Objects.requireNonNull(topicExtractor, "topicExtractor cannot be null");
        graph.addSink(new NodeDefinition.Sink(name, null, topicExtractor, writing, List.of(parents)));
        return this;
    }

    /**
     * Adds a processor that gets what the parents forward, with the stores that its supplier returns from {@code stores()}.
     *
     * @param supplier makes a new processor for every task
     */
    public <KIn, VIn, KOut, VOut> Topology addProcessor(
            String name, ProcessorSupplier<KIn, VIn, KOut, VOut> supplier, String... parentNames) {
        graph.addProcessor(name, supplier, List.of(parentNames));
        return this;
    }

    /** Adds a store and connects it to processors that were added before. */
    public <S extends StateStore> Topology addStateStore(StoreBuilder<S> storeBuilder, String... processorNames) {
        graph.addStore(new GivenStore(storeBuilder), List.of(processorNames));
        return this;
    }

    /** Adds a store that is filled from one topic and read by others; see the overload with an extractor. */
    public <K, V, S extends StateStore> Topology addReadOnlyStateStore(
            StoreBuilder<S> storeBuilder,
            String sourceName,
            @Nullable Deserializer<K> keyDeserializer,
            @Nullable Deserializer<V> valueDeserializer,
            String topic,
            String processorName,
            ProcessorSupplier<K, V, Void, Void> stateUpdateSupplier) {
        return addReadOnlyStateStore(
                storeBuilder,
                sourceName,
                null,
                keyDeserializer,
                valueDeserializer,
                topic,
                processorName,
                stateUpdateSupplier);
    }

    /**
     * Adds a partitioned store that only {@code stateUpdateSupplier}'s processor fills, from one topic that also serves as its changelog. The processor
     * must write what it reads, since a restore copies the topic. The source starts with the oldest record.
     */
    public <K, V, S extends StateStore> Topology addReadOnlyStateStore(
            StoreBuilder<S> storeBuilder,
            String sourceName,
            @Nullable TimestampExtractor timestampExtractor,
            @Nullable Deserializer<K> keyDeserializer,
            @Nullable Deserializer<V> valueDeserializer,
            String topic,
            String processorName,
            ProcessorSupplier<K, V, Void, Void> stateUpdateSupplier) {
        NodeDefinition.Reading reading =
                reading(AutoOffsetReset.earliest(), timestampExtractor, keyDeserializer, valueDeserializer);
        graph.addSource(sourceName, List.of(topic), reading);
        graph.addProcessor(processorName, stateUpdateSupplier, List.of(sourceName));
        graph.addStore(new GivenStore(storeBuilder), List.of(processorName));
        graph.useSourceTopicAsChangelog(storeBuilder.name(), topic);
        return this;
    }

    /** Adds a global store; see the overload with an extractor. */
    public <K, V, S extends StateStore> Topology addGlobalStore(
            StoreBuilder<S> storeBuilder,
            String sourceName,
            @Nullable Deserializer<K> keyDeserializer,
            @Nullable Deserializer<V> valueDeserializer,
            String topic,
            String processorName,
            ProcessorSupplier<K, V, Void, Void> stateUpdateSupplier) {
        return addGlobalStore(
                storeBuilder,
                sourceName,
                null,
                keyDeserializer,
                valueDeserializer,
                topic,
                processorName,
                stateUpdateSupplier);
    }

    /**
     * Adds a store that every instance holds whole: {@code stateUpdateSupplier}'s processor fills it from all partitions of a topic. Any processor may
     * read it without being connected. It has no changelog: a restore runs the processor over the topic again.
     */
    public <K, V, S extends StateStore> Topology addGlobalStore(
            StoreBuilder<S> storeBuilder,
            String sourceName,
            @Nullable TimestampExtractor timestampExtractor,
            @Nullable Deserializer<K> keyDeserializer,
            @Nullable Deserializer<V> valueDeserializer,
            String topic,
            String processorName,
            ProcessorSupplier<K, V, Void, Void> stateUpdateSupplier) {
        graph.addGlobalStore(
                new TopologyGraph.GlobalStoreDefinition(
                        new GivenStore(storeBuilder), sourceName, processorName, topic, true),
                reading(null, timestampExtractor, keyDeserializer, valueDeserializer),
                stateUpdateSupplier);
        return this;
    }

    /** Lets a processor use stores that were added before. */
    public Topology connectProcessorAndStateStores(String processorName, String... stateStoreNames) {
        graph.connectProcessorAndStores(
                Objects.requireNonNull(processorName, "processorName cannot be null"), List.of(stateStoreNames));
        return this;
    }

    /** What this topology consists of so far. */
    public TopologyDescription describe() {
        return DescribedTopology.of(graph);
    }

    /**
     * Checks the topology and cuts it into sub-topologies. For the runtime: the returned type is not visible to programs.
     *
     * @throws io.millrace.errors.TopologyException if topics that are read together cannot have equal partition counts
     */
    @SuppressWarnings("exports") // for modules of this project only
    public ProcessorDag compile(StreamsConfig config) {
        return DagCompiler.compile(graph, Settings.of(config, overrides));
    }

    private static NodeDefinition.Reading reading(
            @Nullable AutoOffsetReset offsetReset,
            @Nullable TimestampExtractor timestampExtractor,
            @Nullable Deserializer<?> keyDeserializer,
            @Nullable Deserializer<?> valueDeserializer) {
        return new NodeDefinition.Reading(
                offsetReset == null ? null : offsetReset.toOffsetReset(),
                timestampExtractor,
                keyDeserializer,
                valueDeserializer);
    }
}
