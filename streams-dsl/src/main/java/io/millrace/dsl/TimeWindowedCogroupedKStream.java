package io.millrace.dsl;

import io.millrace.record.Bytes;
import io.millrace.state.WindowStore;
import io.millrace.state.Windowed;

/**
 * Several grouped streams, aggregated together by windows of fixed size or by sliding windows.
 *
 * @param <K> type of keys
 * @param <V> type of aggregates
 */
public interface TimeWindowedCogroupedKStream<K, V> {

    /** Aggregates the values of each key and window; a null result deletes the row. */
    KTable<Windowed<K>, V> aggregate(Initializer<V> initializer);

    /** Aggregates the values of each key and window, under a name; a null result deletes the row. */
    KTable<Windowed<K>, V> aggregate(Initializer<V> initializer, Named named);

    /** Aggregates the values of each key and window, kept as {@code materialized} says; a null result deletes the row. */
    KTable<Windowed<K>, V> aggregate(
            Initializer<V> initializer, Materialized<K, V, WindowStore<Bytes, byte[]>> materialized);

    /** Aggregates the values of each key and window, under a name and kept as {@code materialized} says; a null result deletes the row. */
    KTable<Windowed<K>, V> aggregate(
            Initializer<V> initializer, Named named, Materialized<K, V, WindowStore<Bytes, byte[]>> materialized);
}
