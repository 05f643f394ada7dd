package io.millrace.dsl;

import io.millrace.record.Bytes;
import io.millrace.state.KeyValueStore;

/**
 * Rows of a table grouped by another key, as {@link KTable#groupBy} makes them. Each aggregation gives a table. When a row moves from one key to another, readers may
 * see the state between the two updates.
 *
 * @param <K> type of keys
 * @param <V> type of values
 */
public interface KGroupedTable<K, V> {

    /** Counts the rows of each key, kept as {@code materialized} says. */
    KTable<K, Long> count(Materialized<K, Long, KeyValueStore<Bytes, byte[]>> materialized);

    /** Counts the rows of each key, under a name and kept as {@code materialized} says. */
    KTable<K, Long> count(Named named, Materialized<K, Long, KeyValueStore<Bytes, byte[]>> materialized);

    /** Counts the rows of each key. */
    KTable<K, Long> count();

    /** Counts the rows of each key, under a name. */
    KTable<K, Long> count(Named named);

    /** Combines the values of the rows of each key, kept as {@code materialized} says; a row that changes is subtracted, then added. */
    KTable<K, V> reduce(
            Reducer<V> adder, Reducer<V> subtractor, Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized);

    /** Combines the values of the rows of each key, under a name and kept as {@code materialized} says; a row that changes is subtracted, then added. */
    KTable<K, V> reduce(
            Reducer<V> adder,
            Reducer<V> subtractor,
            Named named,
            Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized);

    /** Combines the values of the rows of each key; a row that changes is subtracted, then added. */
    KTable<K, V> reduce(Reducer<V> adder, Reducer<V> subtractor);

    /** Aggregates the rows of each key, kept as {@code materialized} says; a row that changes is subtracted, then added. */
    <VR> KTable<K, VR> aggregate(
            Initializer<VR> initializer,
            Aggregator<? super K, ? super V, VR> adder,
            Aggregator<? super K, ? super V, VR> subtractor,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized);

    /** Aggregates the rows of each key, under a name and kept as {@code materialized} says; a row that changes is subtracted, then added. */
    <VR> KTable<K, VR> aggregate(
            Initializer<VR> initializer,
            Aggregator<? super K, ? super V, VR> adder,
            Aggregator<? super K, ? super V, VR> subtractor,
            Named named,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized);

    /** Aggregates the rows of each key; a row that changes is subtracted, then added. */
    <VR> KTable<K, VR> aggregate(
            Initializer<VR> initializer,
            Aggregator<? super K, ? super V, VR> adder,
            Aggregator<? super K, ? super V, VR> subtractor);

    /** Aggregates the rows of each key, under a name; a row that changes is subtracted, then added. */
    <VR> KTable<K, VR> aggregate(
            Initializer<VR> initializer,
            Aggregator<? super K, ? super V, VR> adder,
            Aggregator<? super K, ? super V, VR> subtractor,
            Named named);

    /**
     * Aggregates with a ready-made aggregation (see {@link Aggregators}). Not in Kafka Streams.
     *
     * @throws IllegalArgumentException if values cannot be taken away from it, which a table needs when a row changes
     */
    default <S, R> KTable<K, R> aggregate(Aggregation<? super V, S, R> aggregation) {
        if (!aggregation.canSubtract()) {
            throw new IllegalArgumentException(
                    "This aggregation cannot take values away, which a table needs when a row changes or goes."
                            + " Aggregate a stream with it, or give it a subtractor (Aggregation.withSubtractor).");
        }
        return aggregate(
                        aggregation.initializer(),
                        aggregation.<K>adder(),
                        aggregation.<K>subtractor(),
                        Materialized.<K, S, KeyValueStore<Bytes, byte[]>>with(null, aggregation.serde()))
                .mapValues(aggregation::result);
    }
}
