package io.millrace.topology.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Nodes that are connected by forwarding or by a shared store.
 *
 * @param id counts from 0 in the order of each group's first node
 * @param global whether the group fills a global store and so runs on no task
 * @param nodes names in the order in which the nodes were added
 */
public record NodeGroup(int id, boolean global, Set<String> nodes) {

    /** Cuts a graph into groups. Takes time linear in nodes and connections. */
    public static List<NodeGroup> cut(TopologyGraph graph) {
        Map<String, String> leaders = new HashMap<>();
        for (NodeDefinition node : graph.nodes().values()) {
            leaders.put(node.name(), node.name());
            node.parents().forEach(parent -> unite(leaders, parent, node.name()));
        }
        for (String store : graph.stores().keySet()) {
            Set<String> users = graph.processorsOf(store);
            users.forEach(user -> unite(leaders, users.iterator().next(), user));
        }
        Map<String, Set<String>> members = new LinkedHashMap<>();
        for (String name : graph.nodes().keySet()) {
            members.computeIfAbsent(leader(leaders, name), unused -> new LinkedHashSet<>())
                    .add(name);
        }
        List<NodeGroup> groups = new ArrayList<>();
        for (Set<String> names : members.values()) {
            groups.add(new NodeGroup(groups.size(), names.stream().anyMatch(graph::isGlobalSource), names));
        }
        return groups;
    }

    private static void unite(Map<String, String> leaders, String one, String other) {
        leaders.put(leader(leaders, other), leader(leaders, one));
    }

    private static String leader(Map<String, String> leaders, String name) {
        String current = name;
        String next = leaders.getOrDefault(current, current);
        while (!next.equals(current)) {
            String afterNext = leaders.getOrDefault(next, next);
            leaders.put(current, afterNext);
            current = next;
            next = leaders.getOrDefault(current, current);
        }
        return current;
    }
}
