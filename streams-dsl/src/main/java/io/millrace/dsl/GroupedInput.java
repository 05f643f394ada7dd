package io.millrace.dsl;

import io.millrace.dsl.plan.NodeId;
import io.millrace.dsl.plan.Operation;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a grouped stream aggregates: the stream, how it was grouped, and the repartition topic that aggregations may share. */
final class GroupedInput<K, V> {

    private final PlanPoint point;
    private final Grouped<K, V> grouped;
    private final boolean keyMayHaveChanged;

    /** With a topic name given by the program all aggregations share one repartition topic; null until the first needs it. */
    private @Nullable PlanPoint sharedRepartition;

    GroupedInput(PlanPoint point, Grouped<K, V> grouped, boolean keyMayHaveChanged) {
        this.point = point;
        this.grouped = Objects.requireNonNull(grouped, "grouped cannot be null");
        this.keyMayHaveChanged = keyMayHaveChanged;
    }

    PlanPoint point() {
        return point;
    }

    Grouped<K, V> grouped() {
        return grouped;
    }

    boolean keyMayHaveChanged() {
        return keyMayHaveChanged;
    }

    /** Where an aggregation begins: at the stream, or behind a repartition topic if keys may have changed. Draws the names of such a topic. */
    PlanPoint beforeAggregation(Materialization<?, ?> store) {
        if (!keyMayHaveChanged) {
            return point;
        }
        Operation.Repartition operation = drawRepartition(store);
        if (sharedRepartition != null) {
            point.draft().moveToEnd(sharedRepartition.node());
            return sharedRepartition;
        }
        PlanPoint behind = behind(operation);
        if (grouped.name != null) {
            sharedRepartition = behind;
        }
        return behind;
    }

    /** Draws the names of a repartition topic for an aggregation. */
    Operation.Repartition drawRepartition(Materialization<?, ?> store) {
        String base = grouped.name != null ? grouped.name : Objects.requireNonNull(store.storeName());
        return Repartitioning.required(
                        base, grouped.name != null || store.queryable(), grouped.keySerde, grouped.valueSerde)
                .draw(point.draft());
    }

    /** The place behind a repartition of the stream. */
    PlanPoint behind(Operation.Repartition operation) {
        NodeId node = point.draft().add(operation.sourceName(), operation, point.node());
        return new PlanPoint(point.draft(), node, operation.sourceName(), Set.of(operation.sourceName()));
    }
}
