package io.millrace.interactive.application;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.interactive.json.JsonValues;
import io.millrace.topology.TopologyDescription;
import io.millrace.topology.TopologyDescription.GlobalStore;
import io.millrace.topology.TopologyDescription.Node;
import io.millrace.topology.TopologyDescription.Processor;
import io.millrace.topology.TopologyDescription.Sink;
import io.millrace.topology.TopologyDescription.Source;
import io.millrace.topology.TopologyDescription.Subtopology;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A topology as a graph in JSON. Immutable. */
final class TopologyGraph {

    private final JsonValues json;

    TopologyGraph(JsonValues json) {
        this.json = json;
    }

    byte[] of(TopologyDescription topology) {
        ObjectNode graph = json.object();
        ArrayNode parts = graph.putArray("subtopologies");
        for (Subtopology part : topology.subtopologies()) {
            putNodes(parts.addObject().put("id", part.id()).put("global", false), List.copyOf(part.nodes()));
        }
        for (GlobalStore global : topology.globalStores()) {
            putNodes(
                    parts.addObject().put("id", global.id()).put("global", true),
                    List.of(global.source(), global.processor()));
        }
        return json.bytes(graph);
    }

    private static void putNodes(ObjectNode part, List<? extends Node> nodes) {
        ArrayNode all = part.putArray("nodes");
        ArrayNode edges = part.putArray("edges");
        Set<String> stores = new TreeSet<>();
        for (Node node : nodes) {
            ObjectNode one = all.addObject().put("name", node.name());
            if (node instanceof Source source) {
                one.put("kind", "source");
                Set<String> topics = source.topicSet();
                ArrayNode names = one.putArray("topics");
                if (topics != null) {
                    new TreeSet<>(topics).forEach(names::add);
                }
                if (source.topicPattern() != null) {
                    one.put("topicPattern", source.topicPattern().pattern());
                }
            } else if (node instanceof Processor processor) {
                one.put("kind", "processor");
                ArrayNode names = one.putArray("stores");
                new TreeSet<>(processor.stores()).forEach(names::add);
                stores.addAll(processor.stores());
            } else if (node instanceof Sink sink) {
                one.put("kind", "sink");
                ArrayNode names = one.putArray("topics");
                if (sink.topic() != null) {
                    names.add(sink.topic());
                } else {
                    one.put("topicPerRecord", true);
                }
            }
            node.successors().stream()
                    .map(Node::name)
                    .sorted()
                    .forEach(to -> edges.addObject().put("from", node.name()).put("to", to));
        }
        ArrayNode names = part.putArray("stores");
        stores.forEach(names::add);
    }
}
