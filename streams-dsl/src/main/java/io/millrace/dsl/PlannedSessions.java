package io.millrace.dsl;

import io.millrace.dsl.plan.Combiner;
import io.millrace.dsl.plan.Fold;
import io.millrace.dsl.plan.Windowing;
import io.millrace.record.Bytes;
import io.millrace.serialization.Serde;
import io.millrace.serialization.Serdes;
import io.millrace.state.EmitStrategy;
import io.millrace.state.SessionStore;
import io.millrace.state.Windowed;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A stream of a draft, grouped by key and by sessions. */
final class PlannedSessions<K, V> implements SessionWindowedKStream<K, V> {

    private static final Combiner SUM =
            (key, one, two) -> (Long) Objects.requireNonNull(one) + (Long) Objects.requireNonNull(two);

    private final GroupedInput<K, V> input;
    private final Grouped<K, V> grouped;
    private final Windowing.Session windowing;
    private EmitStrategy emitStrategy = EmitStrategy.onWindowUpdate();

    PlannedSessions(GroupedInput<K, V> input, Windowing.Session windowing) {
        this.input = input;
        this.grouped = input.grouped();
        this.windowing = windowing;
    }

    @Override
    public KTable<Windowed<K>, Long> count() {
        return count(Named.generated());
    }

    @Override
    public KTable<Windowed<K>, Long> count(Named named) {
        return doCount(named, Materialized.with(grouped.keySerde, Serdes.Long()));
    }

    @Override
    public KTable<Windowed<K>, Long> count(Materialized<K, Long, SessionStore<Bytes, byte[]>> materialized) {
        return count(Named.generated(), materialized);
    }

    @Override
    public KTable<Windowed<K>, Long> count(
            Named named, Materialized<K, Long, SessionStore<Bytes, byte[]>> materialized) {
        if (Materialization.of(materialized).storeName() == null) {
            input.point().draft().newStoreName(Prefix.AGGREGATE); // 4.3.1 draws a name too many here
        }
        return doCount(named, materialized);
    }

    private KTable<Windowed<K>, Long> doCount(
            Named named, Materialized<K, Long, SessionStore<Bytes, byte[]>> materialized) {
        WindowedTables.Aggregation counting = new WindowedTables.Aggregation(() -> 0L, PlannedGroupedStream.COUNT, SUM);
        return doAggregate(counting, Prefix.AGGREGATE, named, materialized, Serdes.Long());
    }

    @Override
    public KTable<Windowed<K>, V> reduce(Reducer<V> reducer) {
        return reduce(reducer, Named.generated());
    }

    @Override
    public KTable<Windowed<K>, V> reduce(Reducer<V> reducer, Named named) {
        return reduce(reducer, named, Materialized.with(grouped.keySerde, grouped.valueSerde));
    }

    @Override
    public KTable<Windowed<K>, V> reduce(
            Reducer<V> reducer, Materialized<K, V, SessionStore<Bytes, byte[]>> materialized) {
        return reduce(reducer, Named.generated(), materialized);
    }

    @Override
    public KTable<Windowed<K>, V> reduce(
            Reducer<V> reducer, Named named, Materialized<K, V, SessionStore<Bytes, byte[]>> materialized) {
        Fold adder = Erased.adder(reducer);
        Combiner combiner = Erased.combiner(reducer, "reducer");
        Combiner merger = (key, one, two) -> combiner.apply(key, two, one);
        return doAggregate(
                new WindowedTables.Aggregation(Erased.nothing(), adder, merger),
                Prefix.REDUCE,
                named,
                materialized,
                grouped.valueSerde);
    }

    @Override
    public <VOut> KTable<Windowed<K>, VOut> aggregate(
            Initializer<VOut> initializer,
            Aggregator<? super K, ? super V, VOut> aggregator,
            Merger<? super K, VOut> sessionMerger) {
        return aggregate(initializer, aggregator, sessionMerger, Named.generated());
    }

    @Override
    public <VOut> KTable<Windowed<K>, VOut> aggregate(
            Initializer<VOut> initializer,
            Aggregator<? super K, ? super V, VOut> aggregator,
            Merger<? super K, VOut> sessionMerger,
            Named named) {
        return aggregate(initializer, aggregator, sessionMerger, named, Materialized.with(grouped.keySerde, null));
    }

    @Override
    public <VOut> KTable<Windowed<K>, VOut> aggregate(
            Initializer<VOut> initializer,
            Aggregator<? super K, ? super V, VOut> aggregator,
            Merger<? super K, VOut> sessionMerger,
            Materialized<K, VOut, SessionStore<Bytes, byte[]>> materialized) {
        return aggregate(initializer, aggregator, sessionMerger, Named.generated(), materialized);
    }

    @Override
    public <VOut> KTable<Windowed<K>, VOut> aggregate(
            Initializer<VOut> initializer,
            Aggregator<? super K, ? super V, VOut> aggregator,
            Merger<? super K, VOut> sessionMerger,
            Named named,
            Materialized<K, VOut, SessionStore<Bytes, byte[]>> materialized) {
        WindowedTables.Aggregation aggregation = new WindowedTables.Aggregation(
                Erased.initializer(initializer), Erased.adder(aggregator), Erased.merger(sessionMerger));
        return doAggregate(aggregation, Prefix.AGGREGATE, named, materialized, null);
    }

    private <VOut> KTable<Windowed<K>, VOut> doAggregate(
            WindowedTables.Aggregation aggregation,
            String prefix,
            Named named,
            Materialized<K, VOut, SessionStore<Bytes, byte[]>> materialized,
            @Nullable Serde<VOut> valueSerde) {
        Objects.requireNonNull(named, "named cannot be null");
        Objects.requireNonNull(materialized, "materialized cannot be null");
        Materialization<K, VOut> store = Materialization.named(
                        materialized, input.point().draft(), prefix)
                .orKeySerde(grouped.keySerde)
                .orValueSerde(valueSerde);
        String name = input.point().name(named, prefix);
        boolean emitsOnClose = emitStrategy.type() == EmitStrategy.StrategyType.ON_WINDOW_CLOSE;
        return WindowedTables.aggregate(input, store, name, windowing, aggregation, emitsOnClose);
    }

    @Override
    public SessionWindowedKStream<K, V> emitStrategy(EmitStrategy emitStrategy) {
        this.emitStrategy = Objects.requireNonNull(emitStrategy, "emitStrategy cannot be null");
        return this;
    }
}
