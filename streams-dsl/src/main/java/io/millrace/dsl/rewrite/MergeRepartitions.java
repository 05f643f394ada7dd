package io.millrace.dsl.rewrite;

import io.millrace.dsl.plan.NodeId;
import io.millrace.dsl.plan.Operation;
import io.millrace.dsl.plan.Plan;
import io.millrace.dsl.plan.PlanNode;
import io.millrace.serialization.Serde;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends what several operations behind one change of keys would send through topics of their own through one topic: directly behind the key change, named like
 * the first of them. A repartition takes part only if no operation between it and the key change alters values, since the topic then holds the values of the
 * key change. Repartitions behind a merge of several key changes move behind the merge.
 */
final class MergeRepartitions implements Rule {

    @Override
    public Plan apply(Plan drafted) {
        Plan plan = drafted;
        for (Map.Entry<NodeId, Set<NodeId>> group : groups(drafted).entrySet()) {
            // a repartition behind several merges is in several groups; the first takes it
            List<NodeId> repartitions =
                    group.getValue().stream().filter(plan::contains).toList();
            if (!repartitions.isEmpty()) {
                plan = merge(plan, group.getKey(), repartitions);
            }
        }
        return plan;
    }

    /** Repartitions by the node behind which they can be merged: a key change, or a merge that is below one. */
    private static Map<NodeId, Set<NodeId>> groups(Plan plan) {
        Map<NodeId, Set<NodeId>> byKeyChange = new LinkedHashMap<>();
        for (PlanNode node : plan.nodes()) {
            if (node.operation().changesKey()) {
                byKeyChange.put(node.id(), new LinkedHashSet<>());
            } else if (node.operation() instanceof Operation.Repartition repartition && repartition.mergeable()) {
                PlanNode keyChange = undisturbedKeyChange(plan, node);
                if (keyChange != null) {
                    Objects.requireNonNull(byKeyChange.get(keyChange.id())).add(node.id());
                }
            }
        }
        moveBehindMerges(plan, byKeyChange);
        return byKeyChange;
    }

    private static @Nullable PlanNode undisturbedKeyChange(Plan plan, PlanNode repartition) {
        PlanNode nearest = plan.findUpward(
                repartition,
                node -> node.operation().changesKey() || node.operation().changesValue());
        PlanNode keyChange =
                plan.findUpward(repartition, node -> node.operation().changesKey());
        return nearest != null && nearest.equals(keyChange) ? keyChange : null;
    }

    private static void moveBehindMerges(Plan plan, Map<NodeId, Set<NodeId>> byKeyChange) {
        Map<NodeId, List<NodeId>> keyChangesByMerge = new LinkedHashMap<>();
        for (PlanNode node : plan.nodes()) {
            if (node.operation() instanceof Operation.Transform transform && transform.merges()) {
                List<NodeId> above = byKeyChange.entrySet().stream()
                        .filter(entry ->
                                allAreBelow(plan, entry.getValue(), node.id()) && isBelow(plan, node, entry.getKey()))
                        .map(Map.Entry::getKey)
                        .toList();
                keyChangesByMerge.put(node.id(), above);
            }
        }
        Set<NodeId> moved = new LinkedHashSet<>();
        keyChangesByMerge.forEach((merge, keyChanges) -> {
            Set<NodeId> repartitions = new LinkedHashSet<>();
            for (NodeId keyChange : keyChanges) {
                repartitions.addAll(byKeyChange.getOrDefault(keyChange, Set.of()));
                moved.add(keyChange);
            }
            byKeyChange.put(merge, repartitions);
        });
        byKeyChange.keySet().removeAll(moved);
    }

    private static boolean allAreBelow(Plan plan, Set<NodeId> nodes, NodeId ancestor) {
        return nodes.stream().allMatch(node -> isBelow(plan, plan.node(node), ancestor));
    }

    private static boolean isBelow(Plan plan, PlanNode node, NodeId ancestor) {
        return childOnTheWay(plan, node, ancestor) != null;
    }

    /** The child of {@code ancestor} that leads to the node: itself or the first found above it. */
    private static @Nullable PlanNode childOnTheWay(Plan plan, PlanNode node, NodeId ancestor) {
        return plan.findUpward(node, candidate -> candidate.parents().contains(ancestor));
    }

    private static Plan merge(Plan drafted, NodeId keyChange, List<NodeId> repartitions) {
        PlanNode merged = mergedNode(drafted, keyChange, repartitions);
        Plan plan = drafted;
        for (NodeId id : repartitions) {
            PlanNode first = childOnTheWay(plan, plan.node(id), keyChange);
            if (first != null) { // else another repartition took the same way, and it leads to the merged one by now
                plan = plan.with(first.withParentReplaced(keyChange, merged.id()));
            }
            plan = bypass(plan, id, merged.name());
        }
        return plan.with(merged);
    }

    /** Takes a repartition out: what was below it comes below its parents. */
    private static Plan bypass(Plan plan, NodeId id, String sourceName) {
        PlanNode repartition = plan.node(id);
        return plan.mapNodes(node -> node.withParentReplaced(id, repartition.parents()))
                .without(id)
                .withSourceRenamed(repartition.name(), sourceName);
    }

    private static PlanNode mergedNode(Plan plan, NodeId keyChange, List<NodeId> ids) {
        List<Operation.Repartition> repartitions = new ArrayList<>();
        ids.forEach(id -> repartitions.add((Operation.Repartition) plan.node(id).operation()));
        String topic = repartitions.get(0).topic();
        Operation.Repartition merged = new Operation.Repartition(
                topic,
                topic + "-filter",
                topic + "-sink",
                topic + "-source",
                firstPresent(repartitions, Operation.Repartition::keySerde),
                firstPresent(repartitions, Operation.Repartition::valueSerde),
                null,
                OptionalInt.empty(),
                true,
                false);
        return new PlanNode(
                plan.freeId(), merged.sourceName(), plan.node(keyChange).buildPriority(), List.of(keyChange), merged);
    }

    private static @Nullable Serde<?> firstPresent(
            List<Operation.Repartition> repartitions, Function<Operation.Repartition, @Nullable Serde<?>> part) {
        for (Operation.Repartition repartition : repartitions) {
            Serde<?> serde = part.apply(repartition);
            if (serde != null) {
                return serde;
            }
        }
        return null;
    }
}
