package io.millrace.dsl;

import io.millrace.dsl.plan.Fold;
import io.millrace.dsl.plan.Windowing;
import io.millrace.record.Bytes;
import io.millrace.serialization.Serde;
import io.millrace.serialization.Serdes;
import io.millrace.state.EmitStrategy;
import io.millrace.state.WindowStore;
import io.millrace.state.Windowed;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A stream of a draft, grouped by key and by fixed or sliding windows. */
final class PlannedTimeWindows<K, V> implements TimeWindowedKStream<K, V> {

    private final GroupedInput<K, V> input;
    private final Grouped<K, V> grouped;
    private final Windowing windowing;
    private final boolean canEmitOnClose;
    private EmitStrategy emitStrategy = EmitStrategy.onWindowUpdate();

    /**
     * @param canEmitOnClose whether it is known when such windows close
     */
    PlannedTimeWindows(GroupedInput<K, V> input, Windowing windowing, boolean canEmitOnClose) {
        this.input = input;
        this.grouped = input.grouped();
        this.windowing = windowing;
        this.canEmitOnClose = canEmitOnClose;
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
    public KTable<Windowed<K>, Long> count(Materialized<K, Long, WindowStore<Bytes, byte[]>> materialized) {
        return count(Named.generated(), materialized);
    }

    @Override
    public KTable<Windowed<K>, Long> count(
            Named named, Materialized<K, Long, WindowStore<Bytes, byte[]>> materialized) {
        if (!(windowing instanceof Windowing.Sliding)
                && Materialization.of(materialized).storeName() == null) {
            input.point().draft().newStoreName(Prefix.AGGREGATE); // 4.3.1 draws a name too many here
        }
        return doCount(named, materialized);
    }

    private KTable<Windowed<K>, Long> doCount(
            Named named, Materialized<K, Long, WindowStore<Bytes, byte[]>> materialized) {
        return doAggregate(() -> 0L, PlannedGroupedStream.COUNT, Prefix.AGGREGATE, named, materialized, Serdes.Long());
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
            Reducer<V> reducer, Materialized<K, V, WindowStore<Bytes, byte[]>> materialized) {
        return reduce(reducer, Named.generated(), materialized);
    }

    @Override
    public KTable<Windowed<K>, V> reduce(
            Reducer<V> reducer, Named named, Materialized<K, V, WindowStore<Bytes, byte[]>> materialized) {
        return doAggregate(
                Erased.nothing(), Erased.adder(reducer), Prefix.REDUCE, named, materialized, grouped.valueSerde);
    }

    @Override
    public <VOut> KTable<Windowed<K>, VOut> aggregate(
            Initializer<VOut> initializer, Aggregator<? super K, ? super V, VOut> aggregator) {
        return aggregate(initializer, aggregator, Materialized.with(grouped.keySerde, null));
    }

    @Override
    public <VOut> KTable<Windowed<K>, VOut> aggregate(
            Initializer<VOut> initializer, Aggregator<? super K, ? super V, VOut> aggregator, Named named) {
        return aggregate(initializer, aggregator, named, Materialized.with(grouped.keySerde, null));
    }

    @Override
    public <VOut> KTable<Windowed<K>, VOut> aggregate(
            Initializer<VOut> initializer,
            Aggregator<? super K, ? super V, VOut> aggregator,
            Materialized<K, VOut, WindowStore<Bytes, byte[]>> materialized) {
        return aggregate(initializer, aggregator, Named.generated(), materialized);
    }

    @Override
    public <VOut> KTable<Windowed<K>, VOut> aggregate(
            Initializer<VOut> initializer,
            Aggregator<? super K, ? super V, VOut> aggregator,
            Named named,
            Materialized<K, VOut, WindowStore<Bytes, byte[]>> materialized) {
        return doAggregate(
                Erased.initializer(initializer), Erased.adder(aggregator), Prefix.AGGREGATE, named, materialized, null);
    }

    private <VOut> KTable<Windowed<K>, VOut> doAggregate(
            Supplier<Object> initializer,
            Fold adder,
            String prefix,
            Named named,
            Materialized<K, VOut, WindowStore<Bytes, byte[]>> materialized,
            @Nullable Serde<VOut> valueSerde) {
        Objects.requireNonNull(named, "named cannot be null");
        Objects.requireNonNull(materialized, "materialized cannot be null");
        Materialization<K, VOut> store = Materialization.named(
                        materialized, input.point().draft(), prefix)
                .orKeySerde(grouped.keySerde)
                .orValueSerde(valueSerde);
        String name = input.point().name(named, prefix);
        boolean emitsOnClose = emitStrategy.type() == EmitStrategy.StrategyType.ON_WINDOW_CLOSE;
        if (emitsOnClose && !canEmitOnClose) {
            throw new IllegalArgumentException(
                    "Only TimeWindows and SlidingWindows can be emitted on close: when other windows close is not known");
        }
        return WindowedTables.aggregate(
                input, store, name, windowing, new WindowedTables.Aggregation(initializer, adder, null), emitsOnClose);
    }

    @Override
    public TimeWindowedKStream<K, V> emitStrategy(EmitStrategy emitStrategy) {
        boolean isEndless = windowing instanceof Windowing.Fixed fixed && fixed.sizeMs() == Long.MAX_VALUE;
        if (isEndless && emitStrategy.type() == EmitStrategy.StrategyType.ON_WINDOW_CLOSE) {
            throw new IllegalArgumentException("Unlimited windows never close: they cannot be emitted on close");
        }
        this.emitStrategy = emitStrategy;
        return this;
    }
}
