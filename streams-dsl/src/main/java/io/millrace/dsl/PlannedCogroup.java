package io.millrace.dsl;

import io.millrace.dsl.plan.CogroupMerge;
import io.millrace.dsl.plan.Fold;
import io.millrace.dsl.plan.NodeId;
import io.millrace.dsl.plan.Operation;
import io.millrace.dsl.plan.PlanDraft;
import io.millrace.dsl.plan.StoreSettings;
import io.millrace.dsl.plan.WindowAggregate;
import io.millrace.dsl.plan.Windowing;
import io.millrace.record.Bytes;
import io.millrace.serialization.Serde;
import io.millrace.state.KeyValueStore;
import io.millrace.state.Window;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Several grouped streams of a draft that are aggregated together. As in Kafka Streams, {@link #cogroup} changes and returns this object. */
final class PlannedCogroup<K, VOut> implements CogroupedKStream<K, VOut> {

    private final PlanDraft draft;
    private final Map<PlannedGroupedStream<K, ?>, Fold> adders = new LinkedHashMap<>();

    /** Where each stream is aggregated, once that is known: repartition topics are shared by all aggregations of this cogroup. */
    private final Map<PlannedGroupedStream<K, ?>, PlanPoint> inputs = new LinkedHashMap<>();

    PlannedCogroup(PlanDraft draft) {
        this.draft = draft;
    }

    PlanDraft draft() {
        return draft;
    }

    @Override
    public <V> CogroupedKStream<K, VOut> cogroup(
            KGroupedStream<K, V> groupedStream, Aggregator<? super K, ? super V, VOut> aggregator) {
        PlannedGroupedStream<K, V> stream =
                (PlannedGroupedStream<K, V>) Objects.requireNonNull(groupedStream, "groupedStream cannot be null");
        adders.put(stream, Erased.adder(aggregator));
        return this;
    }

    @Override
    public KTable<K, VOut> aggregate(Initializer<VOut> initializer) {
        return aggregate(initializer, Materialized.with(null, null));
    }

    @Override
    public KTable<K, VOut> aggregate(Initializer<VOut> initializer, Named named) {
        return aggregate(initializer, named, Materialized.with(null, null));
    }

    @Override
    public KTable<K, VOut> aggregate(
            Initializer<VOut> initializer, Materialized<K, VOut, KeyValueStore<Bytes, byte[]>> materialized) {
        return aggregate(initializer, Named.generated(), materialized);
    }

    @Override
    public KTable<K, VOut> aggregate(
            Initializer<VOut> initializer,
            Named named,
            Materialized<K, VOut, KeyValueStore<Bytes, byte[]>> materialized) {
        Supplier<Object> initial = Erased.initializer(initializer);
        Materialization<K, VOut> store = named(named, materialized);
        StoreSettings settings = store.store();
        return aggregate(
                named,
                store,
                settings,
                store.keySerde(),
                adder -> new Operation.StreamAggregate(settings, initial, adder, false));
    }

    /** The store of an aggregation, its name drawn if the program gave none. */
    Materialization<K, VOut> named(Named named, Materialized<K, VOut, ?> materialized) {
        Objects.requireNonNull(named, "named cannot be null");
        Objects.requireNonNull(materialized, "materialized cannot be null");
        return Materialization.named(materialized, draft, Prefix.COGROUP_AGGREGATE);
    }

    /** Adds an aggregation by windows. */
    <KOut> KTable<KOut, VOut> aggregateWindows(
            Named named,
            Materialization<K, VOut> store,
            @Nullable Serde<KOut> keySerde,
            Windowing windowing,
            Function<Fold, WindowedTables.Aggregation> aggregations) {
        WindowedTables.requireRetention(store, windowing);
        StoreSettings settings = store.store();
        return aggregate(named, store, settings, keySerde, adder -> {
            WindowedTables.Aggregation aggregation = aggregations.apply(adder);
            return new WindowAggregate(
                    settings, windowing, aggregation.initializer(), adder, aggregation.merger(), true, false, false);
        });
    }

    private <KOut> KTable<KOut, VOut> aggregate(
            Named named,
            Materialization<K, VOut> store,
            StoreSettings settings,
            @Nullable Serde<KOut> keySerde,
            Function<Fold, Operation> operations) {
        repartition(store);
        List<NodeId> aggregations = new ArrayList<>();
        int count = 0;
        for (Map.Entry<PlannedGroupedStream<K, ?>, Fold> stream : adders.entrySet()) {
            String name = PlanPoint.nameWithSuffix(
                    draft, Named.given(named), "-cogroup-agg-" + count, Prefix.COGROUP_AGGREGATE);
            count++;
            NodeId input = Objects.requireNonNull(inputs.get(stream.getKey())).node();
            aggregations.add(draft.add(name, operations.apply(stream.getValue()), input));
        }
        String name = PlanPoint.nameWithSuffix(draft, Named.given(named), "-cogroup-merge", Prefix.COGROUP_MERGE);
        NodeId merge = draft.add(name, new CogroupMerge(settings, false), aggregations.toArray(NodeId[]::new));
        PlanPoint table = new PlanPoint(draft, merge, name, Set.of(name));
        return new PlannedTable<>(table, keySerde, store.valueSerde(), store.queryableName());
    }

    private void repartition(Materialization<K, VOut> store) {
        Set<String> sources = new TreeSet<>();
        for (PlannedGroupedStream<K, ?> stream : adders.keySet()) {
            GroupedInput<K, ?> input = stream.input();
            if (input.keyMayHaveChanged()) {
                Operation.Repartition operation = input.drawRepartition(store);
                inputs.computeIfAbsent(stream, unused -> input.behind(operation));
            } else {
                inputs.put(stream, input.point());
            }
            sources.addAll(input.point().sources());
        }
        draft.coPartition(sources);
    }

    @Override
    public <W extends Window> TimeWindowedCogroupedKStream<K, VOut> windowedBy(Windows<W> windows) {
        Objects.requireNonNull(windows, "windows cannot be null");
        CostlyWindows.warnOf(windows);
        return new PlannedWindowCogroup<>(
                this, new Windowing.Fixed(windows::windowsFor, windows.size(), windows.gracePeriodMs()));
    }

    @Override
    public TimeWindowedCogroupedKStream<K, VOut> windowedBy(SlidingWindows windows) {
        Objects.requireNonNull(windows, "windows cannot be null");
        return new PlannedWindowCogroup<>(
                this, new Windowing.Sliding(windows.timeDifferenceMs(), windows.gracePeriodMs()));
    }

    @Override
    public SessionWindowedCogroupedKStream<K, VOut> windowedBy(SessionWindows windows) {
        Objects.requireNonNull(windows, "windows cannot be null");
        return new PlannedSessionCogroup<>(
                this, new Windowing.Session(windows.inactivityGap(), windows.gracePeriodMs()));
    }
}
