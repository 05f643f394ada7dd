package io.millrace.dsl;

import io.millrace.record.Bytes;
import io.millrace.state.EmitStrategy;
import io.millrace.state.SessionStore;
import io.millrace.state.Windowed;

/**
 * Records grouped by key and by sessions. Each aggregation gives a table whose keys are windowed. When a record connects sessions, they are deleted and the merged one
 * takes their place. A record without key is dropped, as is one whose session is closed.
 *
 * @param <K> type of keys
 * @param <V> type of values
 */
public interface SessionWindowedKStream<K, V> {

    /** Counts the records of each session, null values too. */
    KTable<Windowed<K>, Long> count();

    /** Counts the records of each session, null values too, under a name. */
    KTable<Windowed<K>, Long> count(Named named);

    /** Counts the records of each session, null values too, kept as {@code materialized} says. */
    KTable<Windowed<K>, Long> count(Materialized<K, Long, SessionStore<Bytes, byte[]>> materialized);

    /** Counts the records of each session, null values too, under a name and kept as {@code materialized} says. */
    KTable<Windowed<K>, Long> count(Named named, Materialized<K, Long, SessionStore<Bytes, byte[]>> materialized);

    /** Combines the values of each session; a null result deletes the row. */
    KTable<Windowed<K>, V> reduce(Reducer<V> reducer);

    /** Combines the values of each session, under a name; a null result deletes the row. */
    KTable<Windowed<K>, V> reduce(Reducer<V> reducer, Named named);

    /** Combines the values of each session, kept as {@code materialized} says; a null result deletes the row. */
    KTable<Windowed<K>, V> reduce(Reducer<V> reducer, Materialized<K, V, SessionStore<Bytes, byte[]>> materialized);

    /** Combines the values of each session, under a name and kept as {@code materialized} says; a null result deletes the row. */
    KTable<Windowed<K>, V> reduce(
            Reducer<V> reducer, Named named, Materialized<K, V, SessionStore<Bytes, byte[]>> materialized);

    /** Aggregates the values of each session; the merger combines the aggregates of sessions that a record connects. A null result deletes the row. */
    <VOut> KTable<Windowed<K>, VOut> aggregate(
            Initializer<VOut> initializer,
            Aggregator<? super K, ? super V, VOut> aggregator,
            Merger<? super K, VOut> sessionMerger);

    /** Aggregates the values of each session, under a name; the merger combines the aggregates of sessions that a record connects. A null result deletes the row. */
    <VOut> KTable<Windowed<K>, VOut> aggregate(
            Initializer<VOut> initializer,
            Aggregator<? super K, ? super V, VOut> aggregator,
            Merger<? super K, VOut> sessionMerger,
            Named named);

    /** Aggregates the values of each session, kept as {@code materialized} says; the merger combines the aggregates of sessions that a record connects. A null result deletes the row. */
    <VOut> KTable<Windowed<K>, VOut> aggregate(
            Initializer<VOut> initializer,
            Aggregator<? super K, ? super V, VOut> aggregator,
            Merger<? super K, VOut> sessionMerger,
            Materialized<K, VOut, SessionStore<Bytes, byte[]>> materialized);

    /** Aggregates the values of each session, under a name and kept as {@code materialized} says; the merger combines the aggregates of sessions that a record connects. A null result deletes the row. */
    <VOut> KTable<Windowed<K>, VOut> aggregate(
            Initializer<VOut> initializer,
            Aggregator<? super K, ? super V, VOut> aggregator,
            Merger<? super K, VOut> sessionMerger,
            Named named,
            Materialized<K, VOut, SessionStore<Bytes, byte[]>> materialized);

    /** Says when results go downstream: at each change, which is the default, or when the window is closed. Changes and returns this object. */
    SessionWindowedKStream<K, V> emitStrategy(EmitStrategy emitStrategy);

    /** Aggregates with a ready-made aggregation (see {@link Aggregators}). Not in Kafka Streams. */
    default <S, R> KTable<Windowed<K>, R> aggregate(Aggregation<? super V, S, R> aggregation) {
        return aggregate(
                        aggregation.initializer(),
                        aggregation.<K>adder(),
                        aggregation.merger(),
                        Materialized.<K, S, SessionStore<Bytes, byte[]>>with(null, aggregation.serde()))
                .mapValues(aggregation::result);
    }
}
