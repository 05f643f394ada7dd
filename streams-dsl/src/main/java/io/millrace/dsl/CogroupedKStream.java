package io.millrace.dsl;

import io.millrace.record.Bytes;
import io.millrace.state.KeyValueStore;
import io.millrace.state.Window;

/**
 * Several grouped streams with equal keys that are aggregated into one table. Streams whose keys may have changed go through repartition topics, and all must have
 * equal partition counts.
 *
 * @param <K> type of keys
 * @param <VOut> type of aggregates
 */
public interface CogroupedKStream<K, VOut> {

    /** Adds a grouped stream; the aggregator is for its records. Changes nothing else: the result goes on with all streams. */
    <V> CogroupedKStream<K, VOut> cogroup(
            KGroupedStream<K, V> groupedStream, Aggregator<? super K, ? super V, VOut> aggregator);

    /** Aggregates the records of all streams, each with its own aggregator, into one table. */
    KTable<K, VOut> aggregate(Initializer<VOut> initializer);

    /** Aggregates the records of all streams, each with its own aggregator, into one table, under a name. */
    KTable<K, VOut> aggregate(Initializer<VOut> initializer, Named named);

    /** Aggregates the records of all streams, each with its own aggregator, into one table, kept as {@code materialized} says. */
    KTable<K, VOut> aggregate(
            Initializer<VOut> initializer, Materialized<K, VOut, KeyValueStore<Bytes, byte[]>> materialized);

    /** Aggregates the records of all streams, each with its own aggregator, into one table, under a name and kept as {@code materialized} says. */
    KTable<K, VOut> aggregate(
            Initializer<VOut> initializer,
            Named named,
            Materialized<K, VOut, KeyValueStore<Bytes, byte[]>> materialized);

    /** Divides time into windows that are aggregated separately. */
    <W extends Window> TimeWindowedCogroupedKStream<K, VOut> windowedBy(Windows<W> windows);

    /** Divides time into windows that are aggregated separately: one for each set of records that lie within the time difference. */
    TimeWindowedCogroupedKStream<K, VOut> windowedBy(SlidingWindows windows);

    /** Divides time into windows that are aggregated separately: sessions that a gap without records ends. */
    SessionWindowedCogroupedKStream<K, VOut> windowedBy(SessionWindows windows);
}
