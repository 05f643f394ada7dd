package io.millrace.dsl;

import io.millrace.dsl.plan.Fold;
import io.millrace.dsl.plan.Operation;
import io.millrace.dsl.plan.Windowing;
import io.millrace.record.Bytes;
import io.millrace.serialization.Serde;
import io.millrace.serialization.Serdes;
import io.millrace.state.KeyValueStore;
import io.millrace.state.Window;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A grouped stream of a draft. */
final class PlannedGroupedStream<K, V> implements KGroupedStream<K, V> {

    /** A long is all a count needs: the key is not decoded for it. */
    static final Fold COUNT = (record, count) -> (Long) Objects.requireNonNull(count) + 1;

    private final GroupedInput<K, V> input;
    private final Grouped<K, V> grouped;

    PlannedGroupedStream(PlanPoint point, Grouped<K, V> grouped, boolean keyMayHaveChanged) {
        this.input = new GroupedInput<>(point, grouped, keyMayHaveChanged);
        this.grouped = grouped;
    }

    GroupedInput<K, V> input() {
        return input;
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
            input.point().draft().newStoreName(Prefix.AGGREGATE); // 4.3.1 draws a name too many here
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
        Objects.requireNonNull(named, "named cannot be null");
        Objects.requireNonNull(materialized, "materialized cannot be null");
        Materialization<K, VOut> store = Materialization.named(
                        materialized, input.point().draft(), prefix)
                .orKeySerde(grouped.keySerde)
                .orValueSerde(valueSerde);
        String name = input.point().name(named, prefix);
        PlanPoint table = input.beforeAggregation(store)
                .then(name, new Operation.StreamAggregate(store.store(), initializer, adder, false));
        return new PlannedTable<>(table, store.keySerde(), store.valueSerde(), store.queryableName());
    }

    @Override
    public <W extends Window> TimeWindowedKStream<K, V> windowedBy(Windows<W> windows) {
        Objects.requireNonNull(windows, "windows cannot be null");
        CostlyWindows.warnOf(windows);
        return new PlannedTimeWindows<>(
                input,
                new Windowing.Fixed(windows::windowsFor, windows.size(), windows.gracePeriodMs()),
                windows instanceof TimeWindows);
    }

    @Override
    public TimeWindowedKStream<K, V> windowedBy(SlidingWindows windows) {
        Objects.requireNonNull(windows, "windows cannot be null");
        return new PlannedTimeWindows<>(
                input, new Windowing.Sliding(windows.timeDifferenceMs(), windows.gracePeriodMs()), true);
    }

    @Override
    public SessionWindowedKStream<K, V> windowedBy(SessionWindows windows) {
        Objects.requireNonNull(windows, "windows cannot be null");
        return new PlannedSessions<>(input, new Windowing.Session(windows.inactivityGap(), windows.gracePeriodMs()));
    }

    @Override
    public <VOut> CogroupedKStream<K, VOut> cogroup(Aggregator<? super K, ? super V, VOut> aggregator) {
        return new PlannedCogroup<K, VOut>(input.point().draft()).cogroup(this, aggregator);
    }
}
