package io.millrace.dsl;

import io.millrace.record.Bytes;
import io.millrace.state.SessionStore;
import io.millrace.state.Windowed;

/**
 * Several grouped streams, aggregated together by sessions.
 *
 * @param <K> type of keys
 * @param <V> type of aggregates
 */
public interface SessionWindowedCogroupedKStream<K, V> {

    /** Aggregates the values of each session; the merger combines the aggregates of sessions that a record connects. A null result deletes the row. */
    KTable<Windowed<K>, V> aggregate(Initializer<V> initializer, Merger<? super K, V> sessionMerger);

    /** Aggregates the values of each session, under a name; the merger combines the aggregates of sessions that a record connects. A null result deletes the row. */
    KTable<Windowed<K>, V> aggregate(Initializer<V> initializer, Merger<? super K, V> sessionMerger, Named named);

    /** Aggregates the values of each session, kept as {@code materialized} says; the merger combines the aggregates of sessions that a record connects. A null result deletes the row. */
    KTable<Windowed<K>, V> aggregate(
            Initializer<V> initializer,
            Merger<? super K, V> sessionMerger,
            Materialized<K, V, SessionStore<Bytes, byte[]>> materialized);

    /** Aggregates the values of each session, under a name and kept as {@code materialized} says; the merger combines the aggregates of sessions that a record connects. A null result deletes the row. */
    KTable<Windowed<K>, V> aggregate(
            Initializer<V> initializer,
            Merger<? super K, V> sessionMerger,
            Named named,
            Materialized<K, V, SessionStore<Bytes, byte[]>> materialized);
}
