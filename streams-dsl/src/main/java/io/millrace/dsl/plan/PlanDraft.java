package io.millrace.dsl.plan;

import io.millrace.errors.TopologyException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A plan while the program is calling the DSL. It draws names: the number is shared by all kinds of names and counts up with each draw, so the
 * order of draws is part of the contract with programs that were written for Kafka Streams. Confined to the thread that calls the DSL.
 */
public final class PlanDraft {

    private final Map<NodeId, PlanNode> nodes = new LinkedHashMap<>();
    private final List<Set<String>> coPartitionedSources = new ArrayList<>();
    private final Set<String> resourcesWithDrawnNames = new LinkedHashSet<>();
    private final boolean processorsMarkChanges;
    private final TableNeeds needs = new TableNeeds(this::node);
    private int nextNumber;
    private int nextPriority;

    /**
     * @param processorsMarkChanges whether processors of the program count as changing keys or values when repartitions are merged
     */
    public PlanDraft(boolean processorsMarkChanges) {
        this.processorsMarkChanges = processorsMarkChanges;
    }

    public boolean processorsMarkChanges() {
        return processorsMarkChanges;
    }

    /** Draws the name of a processor, source or sink. */
    public String newName(String prefix) {
        return String.format("%s%010d", prefix, nextNumber++);
    }

    /** Draws the name of a store. */
    public String newStoreName(String prefix) {
        return newName(prefix + "STATE-STORE-");
    }

    /**
     * Adds a node. It takes one priority per parent and keeps the last, as in 4.3.1.
     *
     * @param parents none for what reads topics or stands alone; repetitions are dropped
     */
    public NodeId add(String name, Operation operation, NodeId... parents) {
        NodeId id = new NodeId(nodes.size());
        nextPriority += Math.max(1, parents.length);
        List<NodeId> distinct = List.of(parents).stream().distinct().toList();
        nodes.put(id, new PlanNode(id, name, nextPriority - 1, distinct, operation));
        return id;
    }

    /** Uses a node once more below the same parent: it moves to the end of the build order. */
    public void moveToEnd(NodeId id) {
        nodes.computeIfPresent(id, (key, node) -> node.withPriority(nextPriority++));
    }

    /** Changes what a node does. */
    public void replace(NodeId id, Operation operation) {
        PlanNode node = Objects.requireNonNull(nodes.get(id), "node cannot be null");
        nodes.put(id, node.withOperation(operation));
    }

    /** Declares that the topics of these source nodes must have equal partition counts. */
    public void coPartition(Set<String> sourceNames) {
        coPartitionedSources.add(Set.copyOf(sourceNames));
    }

    /** Notes a store or an internal topic whose name the program did not choose, so that it would change with the program. */
    public void noteDrawnName(String resource) {
        resourcesWithDrawnNames.add(resource);
    }

    /** Stores and internal topics whose names the program did not choose. */
    public Set<String> resourcesWithDrawnNames() {
        return Collections.unmodifiableSet(resourcesWithDrawnNames);
    }

    /** The node as it is now. */
    public PlanNode node(NodeId id) {
        return Objects.requireNonNull(nodes.get(id), "node cannot be null");
    }

    /** Has a table keep what is needed to look its rows up. */
    public void lookUp(NodeId table) {
        needs.lookUp(table);
    }

    /** Has a table send old values with its changes, whatever it takes. */
    public void sendOldValues(NodeId table) {
        needs.sendOldValues(table, true);
    }

    /** Has a table send old values if it needs no store for them that it does not have by now. Returns whether it does. */
    public boolean sendOldValuesIfKept(NodeId table) {
        return needs.sendOldValues(table, false);
    }

    /**
     * How long after the end of a window, in stream time, rows at this place may still change.
     *
     * @throws TopologyException if a way to this place has no windows on it
     */
    public long windowGraceMs(NodeId id) {
        PlanNode node = node(id);
        if (node.operation() instanceof WindowAggregate aggregate) {
            return aggregate.windowing().closesAfterMs();
        }
        if (node.parents().isEmpty()) {
            throw new TopologyException("When windows close is asked for, but '" + node.name()
                    + "' has no windows before it: suppress a windowed table, or use untilTimeLimit.");
        }
        return node.parents().stream().mapToLong(this::windowGraceMs).max().orElseThrow();
    }

    /** The plan as it is now. */
    public Plan plan() {
        return new Plan(nodes.values().stream().map(needs::apply).toList(), coPartitionedSources);
    }
}
