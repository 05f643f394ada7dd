package io.millrace.dsl;

import io.millrace.record.Bytes;
import io.millrace.state.KeyValueStore;
import io.millrace.state.Window;

/**
 * Records grouped by key, as {@link KStream#groupByKey()} and {@link KStream#groupBy} make them. Each aggregation gives a table; its timestamps are the greatest of the
 * records that went into a row. If the key may have changed since the input, records come through a repartition topic.
 *
 * @param <K> type of keys
 * @param <V> type of values
 */
public interface KGroupedStream<K, V> {

    /** Counts the records of each key. Records without key or value do not count. */
    KTable<K, Long> count();

    /** Counts the records of each key, under a name. Records without key or value do not count. */
    KTable<K, Long> count(Named named);

    /** Counts the records of each key, kept as {@code materialized} says. Records without key or value do not count. */
    KTable<K, Long> count(Materialized<K, Long, KeyValueStore<Bytes, byte[]>> materialized);

    /** Counts the records of each key, under a name and kept as {@code materialized} says. Records without key or value do not count. */
    KTable<K, Long> count(Named named, Materialized<K, Long, KeyValueStore<Bytes, byte[]>> materialized);

    /** Combines the values of each key. Records without key or value are dropped; a null result deletes the row. */
    KTable<K, V> reduce(Reducer<V> reducer);

    /** Combines the values of each key. Records without key or value are dropped, kept as {@code materialized} says; a null result deletes the row. */
    KTable<K, V> reduce(Reducer<V> reducer, Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized);

    /** Combines the values of each key. Records without key or value are dropped, under a name and kept as {@code materialized} says; a null result deletes the row. */
    KTable<K, V> reduce(Reducer<V> reducer, Named named, Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized);

    /** Aggregates the values of each key. Records without key or value are dropped; a null result deletes the row, and the next record starts anew. */
    <VOut> KTable<K, VOut> aggregate(Initializer<VOut> initializer, Aggregator<? super K, ? super V, VOut> aggregator);

    /** Aggregates the values of each key. Records without key or value are dropped, kept as {@code materialized} says; a null result deletes the row, and the next record starts anew. */
    <VOut> KTable<K, VOut> aggregate(
            Initializer<VOut> initializer,
            Aggregator<? super K, ? super V, VOut> aggregator,
            Materialized<K, VOut, KeyValueStore<Bytes, byte[]>> materialized);

    /** Aggregates the values of each key. Records without key or value are dropped, under a name and kept as {@code materialized} says; a null result deletes the row, and the next record starts anew. */
    <VOut> KTable<K, VOut> aggregate(
            Initializer<VOut> initializer,
            Aggregator<? super K, ? super V, VOut> aggregator,
            Named named,
            Materialized<K, VOut, KeyValueStore<Bytes, byte[]>> materialized);

    /** Divides time into windows that are aggregated separately. */
    <W extends Window> TimeWindowedKStream<K, V> windowedBy(Windows<W> windows);

    /** Divides time into windows that are aggregated separately: one for each set of records that lie within the time difference. */
    TimeWindowedKStream<K, V> windowedBy(SlidingWindows windows);

    /** Divides time into windows that are aggregated separately: sessions that a gap without records ends. */
    SessionWindowedKStream<K, V> windowedBy(SessionWindows windows);

    /** Begins an aggregation over several grouped streams; the aggregator is for the records of this one. */
    <VOut> CogroupedKStream<K, VOut> cogroup(Aggregator<? super K, ? super V, VOut> aggregator);

    /** Aggregates with a ready-made aggregation (see {@link Aggregators}). Not in Kafka Streams. */
    default <S, R> KTable<K, R> aggregate(Aggregation<? super V, S, R> aggregation) {
        return aggregate(
                        aggregation.initializer(),
                        aggregation.<K>adder(),
                        Materialized.<K, S, KeyValueStore<Bytes, byte[]>>with(null, aggregation.serde()))
                .mapValues(aggregation::result);
    }
}
