package io.millrace.topology.graph;

import io.millrace.topology.dag.DagNode;
import io.millrace.topology.dag.GlobalStoreNode;
import io.millrace.topology.dag.ProcessorDag;
import io.millrace.topology.dag.ProcessorNode;
import io.millrace.topology.dag.RepartitionTopic;
import io.millrace.topology.dag.SinkNode;
import io.millrace.topology.dag.SourceNode;
import io.millrace.topology.dag.StoreSpec;
import io.millrace.topology.dag.SubTopology;
import io.millrace.topology.dag.TopicRef;
import io.millrace.topology.graph.TopologyGraph.GlobalStoreDefinition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns a graph into the immutable DAG. One instance compiles one graph once. */
public final class DagCompiler {

    private static final Logger LOG = LoggerFactory.getLogger(DagCompiler.class);

    private final TopologyGraph graph;
    private final CompileSettings settings;
    private final Map<String, StoreSpec> specs = new LinkedHashMap<>();
    private final Map<String, DagNode> built = new HashMap<>();

    private DagCompiler(TopologyGraph graph, CompileSettings settings) {
        this.graph = graph;
        this.settings = settings;
    }

    /** Compiles. Of the graph, only stores that a processor wrapper has seen are told what they are built with. */
    public static ProcessorDag compile(TopologyGraph graph, CompileSettings settings) {
        graph.requireEqualPartitionCounts();
        graph.compiledWith(settings);
        return new DagCompiler(graph, settings).compile();
    }

    private ProcessorDag compile() {
        graph.stores().values().forEach(store -> specs.put(store.name(), spec(store)));
        warnOfUnusedStores();
        Map<String, GlobalStoreNode> globals = new LinkedHashMap<>();
        graph.globalStores().values().forEach(global -> specs.put(global.store().name(), spec(global.store())));
        buildNodes();
        graph.globalStores()
                .values()
                .forEach(global -> globals.put(global.store().name(), globalNode(global)));
        List<Set<TopicRef>> coPartitioned = CoPartitioning.of(graph).stream()
                .map(group -> group.stream().map(this::topicRef).collect(Collectors.toSet()))
                .toList();
        List<NodeGroup> groups =
                NodeGroup.cut(graph).stream().filter(group -> !group.global()).toList();
        List<SubTopology> parts = groups.stream()
                .map(group -> part(group.id(), group.nodes(), coPartitioned))
                .toList();
        Set<String> notGlobal =
                groups.stream().flatMap(group -> group.nodes().stream()).collect(Collectors.toSet());
        List<String> all =
                graph.nodes().keySet().stream().filter(notGlobal::contains).toList();
        return new ProcessorDag(parts, List.copyOf(globals.values()), part(0, all, coPartitioned));
    }

    private void warnOfUnusedStores() {
        for (String store : graph.stores().keySet()) {
            if (graph.processorsOf(store).isEmpty()) {
                LOG.warn(
                        "Store '{}' is connected to no processor and will not exist: name it where a processor is added, or let the"
                                + " supplier of a processor return it from stores().",
                        store);
            }
        }
    }

    /** Children before parents, since nodes refer to their children; nodes were added parents first. */
    private void buildNodes() {
        Map<String, List<String>> children = new HashMap<>();
        Deque<NodeDefinition> reversed = new ArrayDeque<>();
        for (NodeDefinition node : graph.nodes().values()) {
            reversed.push(node);
            node.parents()
                    .forEach(parent -> children.computeIfAbsent(parent, unused -> new ArrayList<>())
                            .add(node.name()));
        }
        for (NodeDefinition node : reversed) {
            List<DagNode> childNodes = children.getOrDefault(node.name(), List.of()).stream()
                    .map(this::builtNode)
                    .toList();
            built.put(node.name(), build(node, childNodes));
        }
    }

    private DagNode build(NodeDefinition node, List<DagNode> children) {
        if (node instanceof NodeDefinition.Source source) {
            NodeDefinition.Reading reading = source.reading();
            return new SourceNode(
                    source.name(),
                    source.topics().stream().map(this::topicRef).toList(),
                    source.pattern(),
                    Optional.ofNullable(reading.offsetReset()),
                    reading.keyDeserializer(),
                    reading.valueDeserializer(),
                    reading.timestampExtractor(),
                    children);
        }
        if (node instanceof NodeDefinition.Processor processor) {
            List<StoreSpec> stores =
                    graph.storesOf(node.name()).stream().map(this::specOf).toList();
            return new ProcessorNode(node.name(), processor.supplier(), processor.fixedKeySupplier(), stores, children);
        }
        NodeDefinition.Sink sink = (NodeDefinition.Sink) node;
        return new SinkNode(
                sink.name(),
                sink.topic() == null ? null : topicRef(sink.topic()),
                sink.topicExtractor(),
                sink.writing().keySerializer(),
                sink.writing().valueSerializer(),
                sink.writing().partitioner());
    }

    private SubTopology part(int id, Collection<String> names, List<Set<TopicRef>> coPartitioned) {
        List<DagNode> nodes = names.stream().map(this::builtNode).toList();
        Set<StoreSpec> stores = new LinkedHashSet<>();
        Set<TopicRef> sourceTopics = new LinkedHashSet<>();
        for (DagNode node : nodes) {
            if (node instanceof ProcessorNode processor) {
                stores.addAll(processor.stores());
            } else if (node instanceof SourceNode source) {
                sourceTopics.addAll(source.topics());
            }
        }
        List<RepartitionTopic> repartitions = sourceTopics.stream()
                .filter(TopicRef::internal)
                .map(topic -> new RepartitionTopic(
                        topic, graph.internalTopics().getOrDefault(topic.name(), OptionalInt.empty())))
                .toList();
        List<Set<TopicRef>> groups =
                coPartitioned.stream().filter(sourceTopics::containsAll).toList();
        return new SubTopology(id, nodes, List.copyOf(stores), repartitions, groups);
    }

    private GlobalStoreNode globalNode(GlobalStoreDefinition global) {
        return new GlobalStoreNode(
                (SourceNode) builtNode(global.sourceName()),
                (ProcessorNode) builtNode(global.processorName()),
                specOf(global.store().name()),
                global.reprocessOnRestore());
    }

    private StoreSpec spec(StoreDefinition store) {
        String sourceTopic = graph.sourceTopicOf(store.name());
        TopicRef changelog = sourceTopic != null
                ? topicRef(sourceTopic)
                : store.loggingEnabled() ? TopicRef.internal(store.name() + "-changelog") : null;
        return new StoreSpec(store.name(), store.builder(settings), changelog, store.changelogConfig());
    }

    private TopicRef topicRef(String topic) {
        return new TopicRef(topic, graph.internalTopics().containsKey(topic));
    }

    private StoreSpec specOf(String store) {
        return Objects.requireNonNull(specs.get(store), store);
    }

    private DagNode builtNode(String name) {
        return Objects.requireNonNull(built.get(name), name);
    }
}
