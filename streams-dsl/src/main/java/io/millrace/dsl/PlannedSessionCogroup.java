package io.millrace.dsl;

import io.millrace.dsl.plan.Combiner;
import io.millrace.dsl.plan.Windowing;
import io.millrace.record.Bytes;
import io.millrace.state.SessionStore;
import io.millrace.state.Windowed;
import java.util.function.Supplier;

/** Several grouped streams of a draft that are aggregated together, by sessions. */
final class PlannedSessionCogroup<K, V> implements SessionWindowedCogroupedKStream<K, V> {

    private final PlannedCogroup<K, V> cogroup;
    private final Windowing.Session windowing;

    PlannedSessionCogroup(PlannedCogroup<K, V> cogroup, Windowing.Session windowing) {
        this.cogroup = cogroup;
        this.windowing = windowing;
    }

    @Override
    public KTable<Windowed<K>, V> aggregate(Initializer<V> initializer, Merger<? super K, V> sessionMerger) {
        return aggregate(initializer, sessionMerger, Materialized.with(null, null));
    }

    @Override
    public KTable<Windowed<K>, V> aggregate(
            Initializer<V> initializer, Merger<? super K, V> sessionMerger, Named named) {
        return aggregate(initializer, sessionMerger, named, Materialized.with(null, null));
    }

    @Override
    public KTable<Windowed<K>, V> aggregate(
            Initializer<V> initializer,
            Merger<? super K, V> sessionMerger,
            Materialized<K, V, SessionStore<Bytes, byte[]>> materialized) {
        return aggregate(initializer, sessionMerger, Named.generated(), materialized);
    }

    @Override
    public KTable<Windowed<K>, V> aggregate(
            Initializer<V> initializer,
            Merger<? super K, V> sessionMerger,
            Named named,
            Materialized<K, V, SessionStore<Bytes, byte[]>> materialized) {
        Supplier<Object> initial = Erased.initializer(initializer);
        Combiner merger = Erased.merger(sessionMerger);
        Materialization<K, V> store = cogroup.named(named, materialized);
        return cogroup.aggregateWindows(
                named,
                store,
                WindowedTables.keySerde(store.keySerde(), windowing),
                windowing,
                adder -> new WindowedTables.Aggregation(initial, adder, merger));
    }
}
