package io.millrace.dsl;

import io.millrace.dsl.plan.Fold;
import io.millrace.dsl.plan.NodeId;
import io.millrace.dsl.plan.Operation;
import io.millrace.record.Bytes;
import io.millrace.serialization.Serde;
import io.millrace.serialization.Serdes;
import io.millrace.state.KeyValueStore;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A grouped stream of a draft. */
final class PlannedGroupedStream<K, V> implements KGroupedStream<K, V> {

    /** A long is all a count needs: the key is not decoded for it. */
    private static final Fold COUNT = (record, count) -> (Long) Objects.requireNonNull(count) + 1;

    private final PlanPoint point;
    private final Grouped<K, V> grouped;
    private final boolean keyMayHaveChanged;

    /** With a topic name given by the program all aggregations share one repartition topic; null until the first needs it. */
    private @Nullable PlanPoint sharedRepartition;

    PlannedGroupedStream(PlanPoint point, Grouped<K, V> grouped, boolean keyMayHaveChanged) {
        this.point = point;
        this.grouped = Objects.requireNonNull(grouped, "grouped");
        this.keyMayHaveChanged = keyMayHaveChanged;
    }

    @Override
    public KTable<K, Long> count() {
        return doCount(Named.generated(), Materialized.with(grouped.keySerde, Serdes.Long()));
    }

    @Override
    public KTable<K, Long> count(Named named) {
        return doCount(named, Materialized.with(grouped.keySerde, Serdes.Long()));
    }

    @Override
    public KTable<K, Long> count(Materialized<K, Long, KeyValueStore<Bytes, byte[]>> materialized) {
        return count(Named.generated(), materialized);
    }

    @Override
    public KTable<K, Long> count(Named named, Materialized<K, Long, KeyValueStore<Bytes, byte[]>> materialized) {
        if (Materialization.of(materialized).storeName() == null) {
            point.draft().newStoreName(Prefix.AGGREGATE); // 4.3.1 draws a name too many here
        }
        return doCount(named, materialized);
    }

    @Override
    public KTable<K, V> reduce(Reducer<V> reducer) {
        return reduce(reducer, Materialized.with(grouped.keySerde, grouped.valueSerde));
    }

    @Override
    public KTable<K, V> reduce(Reducer<V> reducer, Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized) {
        return reduce(reducer, Named.generated(), materialized);
    }

    @Override
    public KTable<K, V> reduce(
            Reducer<V> reducer, Named named, Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized) {
        return doAggregate(
                Erased.nothing(), Erased.adder(reducer), Prefix.REDUCE, named, materialized, grouped.valueSerde);
    }

    @Override
    public <VOut> KTable<K, VOut> aggregate(
            Initializer<VOut> initializer, Aggregator<? super K, ? super V, VOut> aggregator) {
        return aggregate(initializer, aggregator, Materialized.with(grouped.keySerde, null));
    }

    @Override
    public <VOut> KTable<K, VOut> aggregate(
            Initializer<VOut> initializer,
            Aggregator<? super K, ? super V, VOut> aggregator,
            Materialized<K, VOut, KeyValueStore<Bytes, byte[]>> materialized) {
        return aggregate(initializer, aggregator, Named.generated(), materialized);
    }

    @Override
    public <VOut> KTable<K, VOut> aggregate(
            Initializer<VOut> initializer,
            Aggregator<? super K, ? super V, VOut> aggregator,
            Named named,
            Materialized<K, VOut, KeyValueStore<Bytes, byte[]>> materialized) {
        return doAggregate(
                Erased.initializer(initializer), Erased.adder(aggregator), Prefix.AGGREGATE, named, materialized, null);
    }

    private KTable<K, Long> doCount(Named named, Materialized<K, Long, KeyValueStore<Bytes, byte[]>> materialized) {
        return doAggregate(() -> 0L, COUNT, Prefix.AGGREGATE, named, materialized, Serdes.Long());
    }

    private <VOut> KTable<K, VOut> doAggregate(
            Supplier<Object> initializer,
            Fold adder,
            String prefix,
            Named named,
            Materialized<K, VOut, KeyValueStore<Bytes, byte[]>> materialized,
            @Nullable Serde<VOut> valueSerde) {
        Objects.requireNonNull(named, "named");
        Objects.requireNonNull(materialized, "materialized");
        Materialization<K, VOut> store = Materialization.named(materialized, point.draft(), prefix)
                .orKeySerde(grouped.keySerde)
                .orValueSerde(valueSerde);
        String name = point.name(named, prefix);
        PlanPoint input = keyMayHaveChanged ? repartition(store) : point;
        PlanPoint table = input.then(name, new Operation.StreamAggregate(store.store(), initializer, adder, false));
        return new PlannedTable<>(table, store.keySerde(), store.valueSerde(), store.queryableName());
    }

    private PlanPoint repartition(Materialization<?, ?> store) {
        String base = grouped.name != null ? grouped.name : Objects.requireNonNull(store.storeName());
        Operation.Repartition operation = Repartitioning.required(
                        base, grouped.name != null || store.queryable(), grouped.keySerde, grouped.valueSerde)
                .draw(point.draft());
        if (sharedRepartition != null) {
            point.draft().moveToEnd(sharedRepartition.node());
            return sharedRepartition;
        }
        NodeId node = point.draft().add(operation.sourceName(), operation, point.node());
        PlanPoint behind = new PlanPoint(point.draft(), node, operation.sourceName(), Set.of(operation.sourceName()));
        if (grouped.name != null) {
            sharedRepartition = behind;
        }
        return behind;
    }
}
