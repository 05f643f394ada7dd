package io.millrace.dsl.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All nodes of a program, in the order of their creation, and which sources must be co-partitioned. Immutable. */
public final class Plan {

    private final Map<NodeId, PlanNode> nodes;
    private final List<Set<String>> coPartitionedSources;

    public Plan(Collection<PlanNode> nodes, List<Set<String>> coPartitionedSources) {
        Map<NodeId, PlanNode> byId = new LinkedHashMap<>();
        nodes.forEach(node -> byId.put(node.id(), node));
        this.nodes = Collections.unmodifiableMap(byId);
        this.coPartitionedSources =
                coPartitionedSources.stream().map(Set::copyOf).toList();
    }

    public Collection<PlanNode> nodes() {
        return nodes.values();
    }

    /** The node with this id, which must be in the plan. */
    public PlanNode node(NodeId id) {
        return Objects.requireNonNull(nodes.get(id), () -> "No node " + id);
    }

    public boolean contains(NodeId id) {
        return nodes.containsKey(id);
    }

    /** Sets of names of source nodes whose topics must have equal partition counts. */
    public List<Set<String>> coPartitionedSources() {
        return coPartitionedSources;
    }

    /** The nodes below a node, in the order of their creation. */
    public List<PlanNode> children(NodeId id) {
        return nodes.values().stream()
                .filter(node -> node.parents().contains(id))
                .toList();
    }

    /**
     * The first node that matches among {@code start} and all above it: {@code start} first, then depth first, parents in their order. Null if there is
     * none. A parent that is not in the plan is passed over.
     */
    public @Nullable PlanNode findUpward(PlanNode start, Predicate<PlanNode> wanted) {
        if (wanted.test(start)) {
            return start;
        }
        for (NodeId parent : start.parents()) {
            PlanNode above = nodes.get(parent);
            PlanNode found = above == null ? null : findUpward(above, wanted);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** This plan with every node passed through a function that keeps its id. */
    public Plan mapNodes(UnaryOperator<PlanNode> change) {
        return new Plan(nodes.values().stream().map(change).toList(), coPartitionedSources);
    }

    /** This plan with a node added; of nodes with the same id the new one stays, in the place of the old one. */
    public Plan with(PlanNode node) {
        Map<NodeId, PlanNode> changed = new LinkedHashMap<>(nodes);
        changed.put(node.id(), node);
        return new Plan(changed.values(), coPartitionedSources);
    }

    /** This plan without a node; no other node may be below it. */
    public Plan without(NodeId id) {
        List<PlanNode> rest = new ArrayList<>(nodes.values());
        rest.removeIf(node -> node.id().equals(id));
        return new Plan(rest, coPartitionedSources);
    }

    /** This plan with one source name replaced by another in all co-partition sets. */
    public Plan withSourceRenamed(String oldName, String newName) {
        List<Set<String>> renamed = coPartitionedSources.stream()
                .map(names -> names.stream()
                        .map(name -> name.equals(oldName) ? newName : name)
                        .collect(Collectors.toUnmodifiableSet()))
                .toList();
        return new Plan(nodes.values(), renamed);
    }

    /** An id that no node of this plan has. */
    public NodeId freeId() {
        return new NodeId(nodes.keySet().stream().mapToInt(NodeId::value).max().orElse(-1) + 1);
    }
}
