package io.millrace.dsl;

import io.millrace.dsl.plan.Combiner;
import io.millrace.dsl.plan.NodeId;
import io.millrace.dsl.plan.Operation;
import io.millrace.dsl.plan.PlanDraft;
import io.millrace.record.Bytes;
import io.millrace.serialization.Serde;
import io.millrace.serialization.Serdes;
import io.millrace.state.KeyValueStore;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A regrouped table of a draft. */
final class PlannedGroupedTable<K, V> implements KGroupedTable<K, V> {

    private static final Combiner INCREMENT = (key, value, count) -> (Long) Objects.requireNonNull(count) + 1;
    private static final Combiner DECREMENT = (key, value, count) -> (Long) Objects.requireNonNull(count) - 1;

    private final PlanPoint point;
    private final Grouped<K, V> grouped;

    /** With a topic name given by the program all aggregations share one repartition topic; null until the first. */
    private @Nullable PlanPoint sharedRepartition;

    PlannedGroupedTable(PlanPoint point, Grouped<K, V> grouped) {
        this.point = point;
        this.grouped = grouped;
    }

    @Override
    public KTable<K, Long> count() {
        return count(Materialized.with(grouped.keySerde, Serdes.Long()));
    }

    @Override
    public KTable<K, Long> count(Named named) {
        return count(named, Materialized.with(grouped.keySerde, Serdes.Long()));
    }

    @Override
    public KTable<K, Long> count(Materialized<K, Long, KeyValueStore<Bytes, byte[]>> materialized) {
        return count(Named.generated(), materialized);
    }

    @Override
    public KTable<K, Long> count(Named named, Materialized<K, Long, KeyValueStore<Bytes, byte[]>> materialized) {
        return doAggregate(
                new Functions(() -> 0L, INCREMENT, DECREMENT),
                Prefix.TABLE_AGGREGATE,
                named,
                materialized,
                Serdes.Long());
    }

    @Override
    public KTable<K, V> reduce(Reducer<V> adder, Reducer<V> subtractor) {
        return reduce(adder, subtractor, Materialized.with(grouped.keySerde, grouped.valueSerde));
    }

    @Override
    public KTable<K, V> reduce(
            Reducer<V> adder, Reducer<V> subtractor, Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized) {
        return reduce(adder, subtractor, Named.generated(), materialized);
    }

    @Override
    public KTable<K, V> reduce(
            Reducer<V> adder,
            Reducer<V> subtractor,
            Named named,
            Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized) {
        Functions functions = new Functions(
                Erased.nothing(), Erased.combiner(adder, "adder"), Erased.combiner(subtractor, "subtractor"));
        return doAggregate(functions, Prefix.TABLE_REDUCE, named, materialized, grouped.valueSerde);
    }

    @Override
    public <VR> KTable<K, VR> aggregate(
            Initializer<VR> initializer,
            Aggregator<? super K, ? super V, VR> adder,
            Aggregator<? super K, ? super V, VR> subtractor) {
        return aggregate(initializer, adder, subtractor, Materialized.with(grouped.keySerde, null));
    }

    @Override
    public <VR> KTable<K, VR> aggregate(
            Initializer<VR> initializer,
            Aggregator<? super K, ? super V, VR> adder,
            Aggregator<? super K, ? super V, VR> subtractor,
            Named named) {
        return aggregate(initializer, adder, subtractor, named, Materialized.with(grouped.keySerde, null));
    }

    @Override
    public <VR> KTable<K, VR> aggregate(
            Initializer<VR> initializer,
            Aggregator<? super K, ? super V, VR> adder,
            Aggregator<? super K, ? super V, VR> subtractor,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        return aggregate(initializer, adder, subtractor, Named.generated(), materialized);
    }

    @Override
    public <VR> KTable<K, VR> aggregate(
            Initializer<VR> initializer,
            Aggregator<? super K, ? super V, VR> adder,
            Aggregator<? super K, ? super V, VR> subtractor,
            Named named,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        Functions functions = new Functions(
                Erased.initializer(initializer),
                Erased.combiner(adder, "adder"),
                Erased.combiner(subtractor, "subtractor"));
        return doAggregate(functions, Prefix.TABLE_AGGREGATE, named, materialized, null);
    }

    private record Functions(Supplier<Object> initializer, Combiner adder, Combiner subtractor) {}

    private <VR> KTable<K, VR> doAggregate(
            Functions functions,
            String prefix,
            Named named,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized,
            @Nullable Serde<VR> valueSerde) {
        Objects.requireNonNull(named, "named cannot be null");
        Objects.requireNonNull(materialized, "materialized cannot be null");
        PlanDraft draft = point.draft();
        Materialization<K, VR> store = Materialization.named(materialized, draft, Prefix.TABLE_AGGREGATE)
                .orKeySerde(grouped.keySerde)
                .orValueSerde(valueSerde);
        String sinkName = PlanPoint.nameWithSuffix(draft, named.name, "-sink", Prefix.SINK);
        String sourceName = PlanPoint.nameWithSuffix(draft, named.name, "-source", Prefix.SOURCE);
        String name = PlanPoint.name(draft, named.name, prefix);
        PlanPoint input = repartition(store, sinkName, sourceName);
        PlanPoint table = input.then(
                name,
                new Operation.TableAggregate(
                        store.store(), functions.initializer(), functions.adder(), functions.subtractor(), false));
        return new PlannedTable<>(table, store.keySerde(), store.valueSerde(), store.queryableName());
    }

    private PlanPoint repartition(Materialization<?, ?> store, String sinkName, String sourceName) {
        if (sharedRepartition != null) {
            point.draft().moveToEnd(sharedRepartition.node());
            return sharedRepartition;
        }
        String topic = (grouped.name != null ? grouped.name : store.storeName()) + "-repartition";
        if (grouped.name == null && !store.queryable()) {
            point.draft().noteDrawnName("repartition topic " + topic);
        }
        Operation operation =
                new Operation.TableRepartition(topic, sinkName, sourceName, grouped.keySerde, grouped.valueSerde);
        NodeId node = point.draft().add(sourceName, operation, point.node());
        PlanPoint behind = new PlanPoint(point.draft(), node, sourceName, Set.of(sourceName));
        if (grouped.name != null) {
            sharedRepartition = behind;
        }
        return behind;
    }
}
