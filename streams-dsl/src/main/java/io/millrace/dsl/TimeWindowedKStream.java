package io.millrace.dsl;

import io.millrace.record.Bytes;
import io.millrace.state.EmitStrategy;
import io.millrace.state.WindowStore;
import io.millrace.state.Windowed;

/**
 * Records grouped by key and by windows of fixed size, or by sliding windows. Each aggregation gives a table whose keys are windowed. A record without key is dropped,
 * as is one whose windows are all closed: older than the highest timestamp seen minus the grace.
 *
 * @param <K> type of keys
 * @param <V> type of values
 */
public interface TimeWindowedKStream<K, V> {

    /** Counts the records of each key and window, null values too. */
    KTable<Windowed<K>, Long> count();

    /** Counts the records of each key and window, null values too, under a name. */
    KTable<Windowed<K>, Long> count(Named named);

    /** Counts the records of each key and window, null values too, kept as {@code materialized} says. */
    KTable<Windowed<K>, Long> count(Materialized<K, Long, WindowStore<Bytes, byte[]>> materialized);

    /** Counts the records of each key and window, null values too, under a name and kept as {@code materialized} says. */
    KTable<Windowed<K>, Long> count(Named named, Materialized<K, Long, WindowStore<Bytes, byte[]>> materialized);

    /** Combines the values of each key and window; a null result deletes the row. */
    KTable<Windowed<K>, V> reduce(Reducer<V> reducer);

    /** Combines the values of each key and window, under a name; a null result deletes the row. */
    KTable<Windowed<K>, V> reduce(Reducer<V> reducer, Named named);

    /** Combines the values of each key and window, kept as {@code materialized} says; a null result deletes the row. */
    KTable<Windowed<K>, V> reduce(Reducer<V> reducer, Materialized<K, V, WindowStore<Bytes, byte[]>> materialized);

    /** Combines the values of each key and window, under a name and kept as {@code materialized} says; a null result deletes the row. */
    KTable<Windowed<K>, V> reduce(
            Reducer<V> reducer, Named named, Materialized<K, V, WindowStore<Bytes, byte[]>> materialized);

    /** Aggregates the values of each key and window; a null result deletes the row. */
    <VOut> KTable<Windowed<K>, VOut> aggregate(
            Initializer<VOut> initializer, Aggregator<? super K, ? super V, VOut> aggregator);

    /** Aggregates the values of each key and window, under a name; a null result deletes the row. */
    <VOut> KTable<Windowed<K>, VOut> aggregate(
            Initializer<VOut> initializer, Aggregator<? super K, ? super V, VOut> aggregator, Named named);

    /** Aggregates the values of each key and window, kept as {@code materialized} says; a null result deletes the row. */
    <VOut> KTable<Windowed<K>, VOut> aggregate(
            Initializer<VOut> initializer,
            Aggregator<? super K, ? super V, VOut> aggregator,
            Materialized<K, VOut, WindowStore<Bytes, byte[]>> materialized);

    /** Aggregates the values of each key and window, under a name and kept as {@code materialized} says; a null result deletes the row. */
    <VOut> KTable<Windowed<K>, VOut> aggregate(
            Initializer<VOut> initializer,
            Aggregator<? super K, ? super V, VOut> aggregator,
            Named named,
            Materialized<K, VOut, WindowStore<Bytes, byte[]>> materialized);

    /** Says when results go downstream: at each change, which is the default, or when the window is closed. Changes and returns this object. */
    TimeWindowedKStream<K, V> emitStrategy(EmitStrategy emitStrategy);

    /** Aggregates with a ready-made aggregation (see {@link Aggregators}). Not in Kafka Streams. */
    default <S, R> KTable<Windowed<K>, R> aggregate(Aggregation<? super V, S, R> aggregation) {
        return aggregate(
                        aggregation.initializer(),
                        aggregation.<K>adder(),
                        Materialized.<K, S, WindowStore<Bytes, byte[]>>with(null, aggregation.serde()))
                .mapValues(aggregation::result);
    }
}
