package io.millrace.dsl;

import io.millrace.config.StreamsConfig;
import io.millrace.config.TopologyConfig;
import io.millrace.dsl.lowering.Lowering;
import io.millrace.dsl.plan.Operation;
import io.millrace.dsl.plan.Plan;
import io.millrace.dsl.plan.PlanDraft;
import io.millrace.dsl.rewrite.Rewriting;
import io.millrace.errors.TopologyException;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.ProcessorWrapper;
import io.millrace.record.Bytes;
import io.millrace.serialization.Serde;
import io.millrace.state.KeyValueStore;
import io.millrace.state.StoreBuilder;
import io.millrace.state.VersionedBytesStoreSupplier;
import io.millrace.topology.Topology;
import io.millrace.topology.graph.NodeDefinition.Reading;
import io.millrace.topology.graph.TopologyGraph;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a program begins: it reads topics as streams and tables, and {@link #build()} makes a topology of everything that was called on them.
 *
 * <pre>{@code
 * StreamsBuilder builder = new StreamsBuilder();
 * builder.stream("lines", Consumed.with(Serdes.Void(), Serdes.String()))
 *         .flatMapValues(line -> List.of(line.split(" ")))
 *         .groupBy((key, word) -> word, Grouped.with(Serdes.String(), Serdes.String()))
 *         .count()
 *         .toStream()
 *         .to("counts", Produced.with(Serdes.String(), Serdes.Long()));
 * Topology topology = builder.build();
 * }</pre>
 *
 * <p>Not thread-safe: build a topology on one thread.
 */
public class StreamsBuilder {

    /** What {@link #build()} returns; empty before. */
    protected final Topology topology;

    private final PlanDraft draft;
    private final @Nullable TopologyConfig topologyConfigs;

    /** A builder that leaves all settings to the application. */
    public StreamsBuilder() {
        this.topology = new Topology();
        this.draft = new PlanDraft(false);
        this.topologyConfigs = null;
    }

    /** A builder with settings for its topology, which go before those of the application. */
    public StreamsBuilder(TopologyConfig topologyConfigs) {
        this.topologyConfigs = Objects.requireNonNull(topologyConfigs, "topologyConfigs cannot be null");
        this.topology = newTopology(topologyConfigs);
        this.draft = new PlanDraft(TopologyConfig.InternalConfig.getBoolean(
                topologyConfigs.originals(), TopologyConfig.InternalConfig.ENABLE_PROCESS_PROCESSVALUE_FIX, false));
    }

    /** Makes the topology that will be filled; called by the constructor. */
    protected Topology newTopology(TopologyConfig topologyConfigs) {
        return new Topology(topologyConfigs);
    }

    /** Reads a topic with the configured serdes. */
    public <K, V> KStream<K, V> stream(String topic) {
        return stream(Set.of(requireTopic(topic)));
    }

    /** Reads a topic. */
    public <K, V> KStream<K, V> stream(String topic, Consumed<K, V> consumed) {
        return stream(Set.of(requireTopic(topic)), consumed);
    }

    private static String requireTopic(String topic) {
        return Objects.requireNonNull(topic, "topic cannot be null");
    }

    /** Reads several topics as one stream, with the configured serdes. */
    public <K, V> KStream<K, V> stream(Collection<String> topics) {
        return stream(topics, Consumed.with(null, null));
    }

    /** Reads several topics as one stream, in no particular order between them. */
    public <K, V> KStream<K, V> stream(Collection<String> topics, Consumed<K, V> consumed) {
        Objects.requireNonNull(topics, "topics cannot be null");
        List<String> names = List.copyOf(new HashSet<>(topics));
        return source(new Operation.StreamSource(names, Optional.empty(), reading(consumed)), consumed);
    }

    /** Reads all topics whose whole name matches, with the configured serdes. */
    public <K, V> KStream<K, V> stream(Pattern topicPattern) {
        return stream(topicPattern, Consumed.with(null, null));
    }

    /** Reads all topics whose whole name matches; topics that are made later are read too. */
    public <K, V> KStream<K, V> stream(Pattern topicPattern, Consumed<K, V> consumed) {
        Objects.requireNonNull(topicPattern, "topicPattern cannot be null");
        return source(new Operation.StreamSource(List.of(), Optional.of(topicPattern), reading(consumed)), consumed);
    }

    private <K, V> KStream<K, V> source(Operation.StreamSource operation, Consumed<K, V> consumed) {
        String name = PlanPoint.name(draft, validName(consumed), Prefix.SOURCE);
        PlanPoint point = new PlanPoint(draft, draft.add(name, operation), name, Set.of(name));
        return new PlannedStream<>(point, consumed.keySerde, consumed.valueSerde, false);
    }

    /** Reads a topic as a table with the configured serdes; see the overload with all options. */
    public <K, V> KTable<K, V> table(String topic) {
        return table(topic, Consumed.with(null, null));
    }

    /** Reads a topic as a table; see the overload with all options. */
    public <K, V> KTable<K, V> table(String topic, Consumed<K, V> consumed) {
        Materialized<K, V, KeyValueStore<Bytes, byte[]>> unnamed =
                Materialized.with(consumed.keySerde, consumed.valueSerde);
        return table(topic, consumed, unnamed);
    }

    /** Reads a topic as a table, with the serdes of {@code materialized}; see the overload with all options. */
    public <K, V> KTable<K, V> table(String topic, Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized) {
        return table(topic, Consumed.with(materialized.keySerde, materialized.valueSerde), materialized);
    }

    /**
     * Reads a topic as a table: a null value deletes a row, a record without key is dropped. The serdes of {@code consumed} hold for the store
     * too. The table has a store if {@code materialized} names one or if an operation needs one.
     */
    public <K, V> KTable<K, V> table(
            String topic, Consumed<K, V> consumed, Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized) {
        Objects.requireNonNull(topic, "topic cannot be null");
        Materialization<K, V> store = Materialization.named(materialized, draft, topic + "-")
                .withSerdes(consumed.keySerde, consumed.valueSerde);
        String given = validName(consumed);
        String sourceName = PlanPoint.nameWithSuffix(draft, given, "-source", Prefix.SOURCE);
        String name = PlanPoint.name(draft, given, Prefix.TABLE_SOURCE);
        Operation operation = new Operation.TableSource(
                topic, sourceName, reading(consumed), store.store(), store.queryable(), false, false);
        PlanPoint point = new PlanPoint(draft, draft.add(name, operation), name, Set.of(sourceName));
        return new PlannedTable<>(point, consumed.keySerde, consumed.valueSerde, store.queryableName());
    }

    /** Reads a topic as a global table with the configured serdes. Its store has a generated name and can be queried. */
    public <K, V> GlobalKTable<K, V> globalTable(String topic) {
        return globalTable(topic, Consumed.with(null, null));
    }

    /** Reads a topic as a global table. Its store has a generated name and can be queried. */
    public <K, V> GlobalKTable<K, V> globalTable(String topic, Consumed<K, V> consumed) {
        Materialized<K, V, KeyValueStore<Bytes, byte[]>> unnamed =
                Materialized.with(consumed.keySerde, consumed.valueSerde);
        unnamed.withLoggingDisabled();
        return globalTable(
                topic,
                consumed,
                Materialization.named(unnamed, draft, topic + "-").madeQueryable());
    }

    /** Reads a topic as a global table, with the serdes of {@code materialized}. */
    public <K, V> GlobalKTable<K, V> globalTable(
            String topic, Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized) {
        return globalTable(topic, Consumed.with(materialized.keySerde, materialized.valueSerde), materialized);
    }

    /** Reads a topic as a global table. The serdes of {@code consumed} hold for the store too; it has no changelog but the topic. */
    public <K, V> GlobalKTable<K, V> globalTable(
            String topic, Consumed<K, V> consumed, Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized) {
        return globalTable(topic, consumed, Materialization.named(materialized, draft, topic + "-"));
    }

    private <K, V> GlobalKTable<K, V> globalTable(
            String topic, Consumed<K, V> consumed, Materialization<K, V> materialization) {
        Objects.requireNonNull(topic, "topic cannot be null");
        if (materialization.options().storeSupplier instanceof VersionedBytesStoreSupplier) {
            throw new TopologyException("GlobalTables cannot be versioned: give the global table of topic '" + topic
                    + "' another store supplier.");
        }
        Materialization<K, V> store = materialization.withSerdes(consumed.keySerde, consumed.valueSerde);
        String given = validName(consumed);
        String sourceName = PlanPoint.nameWithSuffix(draft, given, "-source", Prefix.SOURCE);
        String name = PlanPoint.name(draft, given, Prefix.TABLE_SOURCE);
        draft.add(name, new Operation.GlobalTable(topic, sourceName, reading(consumed), store.storeWithoutChangelog()));
        return new PlannedGlobalTable<>(Objects.requireNonNull(store.storeName()), store.queryableName());
    }

    /** Adds a store that {@code process} and {@code transformValues} can name. */
    public StreamsBuilder addStateStore(StoreBuilder<?> builder) {
        draft.add(builder.name(), new Operation.AddedStore(builder));
        return this;
    }

    /**
     * Adds a store that every instance holds whole and that a processor of the program fills from all partitions of a topic. Any processor may read it. A
     * restore runs the processor over the topic again.
     */
    public <KIn, VIn> StreamsBuilder addGlobalStore(
            StoreBuilder<?> storeBuilder,
            String topic,
            Consumed<KIn, VIn> consumed,
            ProcessorSupplier<KIn, VIn, Void, Void> stateUpdateSupplier) {
        Objects.requireNonNull(topic, "topic cannot be null");
        String given = validName(consumed);
        String sourceName = PlanPoint.nameWithSuffix(draft, given, "-source", Prefix.SOURCE);
        String name = PlanPoint.name(draft, given, Prefix.TABLE_SOURCE);
        draft.add(
                storeBuilder.name(),
                new Operation.GlobalStore(
                        storeBuilder, topic, sourceName, name, reading(consumed), stateUpdateSupplier));
        return this;
    }

    /** Makes the topology without optimizations. */
    public Topology build() {
        return build(null);
    }

    /**
     * Makes the topology. The builder can be used further; a later call returns the same topology with what was added meanwhile.
     *
     * @param props of which {@code topology.optimization} is read; null: no optimizations
     * @throws TopologyException if the program contradicts itself
     */
    public Topology build(@Nullable Properties props) {
        Plan plan = Rewriting.rewrite(draft.plan(), optimizations(props));
        TopologyConfig config = topologyConfigs;
        TopologyGraph graph = config == null
                ? new TopologyGraph()
                : new TopologyGraph(config.getConfiguredInstance(
                        StreamsConfig.PROCESSOR_WRAPPER_CLASS_CONFIG, ProcessorWrapper.class));
        Lowering.lower(
                plan,
                graph,
                config == null ? null : config.resolveDslStoreSuppliers().orElse(null));
        requireGivenNames();
        topology.adopt(graph);
        return topology;
    }

    private static Set<Rewriting.Optimization> optimizations(@Nullable Properties props) {
        Object configured = props == null ? null : props.get(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG);
        Set<Rewriting.Optimization> result = EnumSet.noneOf(Rewriting.Optimization.class);
        if (configured != null) {
            Set<String> names = StreamsConfig.verifyTopologyOptimizationConfigs((String) configured);
            if (names.contains(StreamsConfig.REUSE_KTABLE_SOURCE_TOPICS)) {
                result.add(Rewriting.Optimization.REUSE_SOURCE_TOPICS);
            }
            if (names.contains(StreamsConfig.MERGE_REPARTITION_TOPICS)) {
                result.add(Rewriting.Optimization.MERGE_REPARTITIONS);
            }
            if (names.contains(StreamsConfig.SINGLE_STORE_SELF_JOIN)) {
                result.add(Rewriting.Optimization.SINGLE_STORE_SELF_JOIN);
            }
        }
        return result;
    }

    private void requireGivenNames() {
        boolean required = topologyConfigs != null && topologyConfigs.ensureExplicitInternalResourceNaming;
        if (required && !draft.resourcesWithDrawnNames().isEmpty()) {
            throw new TopologyException(
                    "Names are generated for " + draft.resourcesWithDrawnNames() + ", but "
                            + StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG
                            + " is set: name stores with Materialized, repartition topics with Grouped, Joined or Repartitioned.");
        }
    }

    private static @Nullable String validName(Consumed<?, ?> consumed) {
        return new Named(consumed.processorName).name;
    }

    private static Reading reading(Consumed<?, ?> consumed) {
        Serde<?> keySerde = consumed.keySerde;
        Serde<?> valueSerde = consumed.valueSerde;
        return new Reading(
                consumed.resetPolicy == null ? null : consumed.resetPolicy.toOffsetReset(),
                consumed.timestampExtractor,
                keySerde == null ? null : keySerde.deserializer(),
                valueSerde == null ? null : valueSerde.deserializer());
    }
}
