package io.millrace.dsl;

import io.millrace.dsl.plan.Windowing;
import io.millrace.record.Bytes;
import io.millrace.state.WindowStore;
import io.millrace.state.Windowed;
import java.util.function.Supplier;

/** Several grouped streams of a draft that are aggregated together, by fixed or sliding windows. */
final class PlannedWindowCogroup<K, V> implements TimeWindowedCogroupedKStream<K, V> {

    private final PlannedCogroup<K, V> cogroup;
    private final Windowing windowing;

    PlannedWindowCogroup(PlannedCogroup<K, V> cogroup, Windowing windowing) {
        this.cogroup = cogroup;
        this.windowing = windowing;
    }

    @Override
    public KTable<Windowed<K>, V> aggregate(Initializer<V> initializer) {
        return aggregate(initializer, Materialized.with(null, null));
    }

    @Override
    public KTable<Windowed<K>, V> aggregate(Initializer<V> initializer, Named named) {
        return aggregate(initializer, named, Materialized.with(null, null));
    }

    @Override
    public KTable<Windowed<K>, V> aggregate(
            Initializer<V> initializer, Materialized<K, V, WindowStore<Bytes, byte[]>> materialized) {
        return aggregate(initializer, Named.generated(), materialized);
    }

    @Override
    public KTable<Windowed<K>, V> aggregate(
            Initializer<V> initializer, Named named, Materialized<K, V, WindowStore<Bytes, byte[]>> materialized) {
        Supplier<Object> initial = Erased.initializer(initializer);
        Materialization<K, V> store = cogroup.named(named, materialized);
        return cogroup.aggregateWindows(
                named,
                store,
                WindowedTables.keySerde(store.keySerde(), windowing),
                windowing,
                adder -> new WindowedTables.Aggregation(initial, adder, null));
    }
}
