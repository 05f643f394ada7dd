package io.millrace.topology;

import io.millrace.topology.graph.NodeDefinition;
import io.millrace.topology.graph.NodeGroup;
import io.millrace.topology.graph.TopologyGraph;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The description of a graph, and its text. */
record DescribedTopology(Set<Subtopology> subtopologies, Set<GlobalStore> globalStores) implements TopologyDescription {

    static DescribedTopology of(TopologyGraph graph) {
        Set<Subtopology> subtopologies = new LinkedHashSet<>();
        Set<GlobalStore> globalStores = new LinkedHashSet<>();
        for (NodeGroup group : NodeGroup.cut(graph)) {
            if (group.global()) {
                globalStores.add(globalStore(graph, group));
            } else {
                subtopologies.add(part(graph, group));
            }
        }
        return new DescribedTopology(
                Collections.unmodifiableSet(subtopologies), Collections.unmodifiableSet(globalStores));
    }

    /** The nodes are linked in the order of a hash map of names, since that order shows in 4.3.1's text. */
    private static Part part(TopologyGraph graph, NodeGroup group) {
        Map<String, DescribedNode> byName = new HashMap<>();
        Set<String> names = new HashSet<>();
        names.addAll(group.nodes());
        names.forEach(name -> byName.put(name, describe(graph, name)));
        for (DescribedNode node : byName.values()) {
            for (String parent : definition(graph, node.name()).parents()) {
                DescribedNode.link(Objects.requireNonNull(byName.get(parent), parent), node);
            }
        }
        Set<Node> sorted = new TreeSet<>(DescribedNode.HEAVIEST_FIRST);
        sorted.addAll(byName.values());
        return new Part(group.id(), Collections.unmodifiableSet(sorted));
    }

    private static Global globalStore(TopologyGraph graph, NodeGroup group) {
        for (TopologyGraph.GlobalStoreDefinition global : graph.globalStores().values()) {
            if (group.nodes().contains(global.sourceName())) {
                DescribedNode.Source source =
                        new DescribedNode.Source(global.sourceName(), Set.of(global.topic()), null);
                DescribedNode.Processor processor = new DescribedNode.Processor(
                        global.processorName(), Set.of(global.store().name()));
                DescribedNode.link(source, processor);
                return new Global(group.id(), source, processor);
            }
        }
        throw new IllegalStateException("No global store is fed by the nodes " + group.nodes());
    }

    private static DescribedNode describe(TopologyGraph graph, String name) {
        NodeDefinition node = definition(graph, name);
        if (node instanceof NodeDefinition.Source source) {
            return source.pattern().isPresent()
                    ? new DescribedNode.Source(name, null, source.pattern().get())
                    : new DescribedNode.Source(name, new HashSet<>(source.topics()), null);
        }
        if (node instanceof NodeDefinition.Sink sink) {
            return new DescribedNode.Sink(name, sink.topic(), sink.topicExtractor());
        }
        return new DescribedNode.Processor(name, new HashSet<>(graph.storesOf(name)));
    }

    private static NodeDefinition definition(TopologyGraph graph, String name) {
        return Objects.requireNonNull(graph.nodes().get(name), name);
    }

    @Override
    public String toString() {
        Map<Integer, Object> byId = new TreeMap<>(Comparator.naturalOrder());
        Stream.concat(subtopologies.stream(), globalStores.stream()).forEach(part -> byId.put(idOf(part), part));
        StringBuilder text = new StringBuilder("Topologies:\n ");
        byId.values().forEach(part -> text.append("  ").append(part));
        return text.toString();
    }

    private static int idOf(Object part) {
        return part instanceof Subtopology subtopology ? subtopology.id() : ((GlobalStore) part).id();
    }

    private record Part(int id, Set<Node> nodes) implements Subtopology {

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder("Sub-topology: " + id + "\n");
            nodes.forEach(node -> text.append("    ").append(node).append('\n'));
            return text.append('\n').toString();
        }
    }

    private record Global(int id, Source source, Processor processor) implements GlobalStore {

        @Override
        public String toString() {
            return "Sub-topology: " + id + " for global store (will not generate tasks)\n    " + source + "\n    "
                    + processor + "\n";
        }
    }
}
