package io.millrace.dsl;

import io.millrace.record.Bytes;
import io.millrace.record.KeyValue;
import io.millrace.state.KeyValueStore;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A table: for each key the value of its last record. Operations return new tables or streams; this one does not change and can be used again. A null value deletes a
 * row. A table has a store if it is materialized under a name or if another operation needs one; with a record cache it forwards only the last of several
 * changes of a row between two commits.
 *
 * @param <K> type of keys
 * @param <V> type of values
 */
public interface KTable<K, V> {

    /** Keeps the rows that match; a row that does not match is a delete, even if it never matched. */
    KTable<K, V> filter(Predicate<? super K, ? super V> predicate);

    /** Keeps the rows that match, under a name; a row that does not match is a delete, even if it never matched. */
    KTable<K, V> filter(Predicate<? super K, ? super V> predicate, Named named);

    /** Keeps the rows that match, kept as {@code materialized} says; a row that does not match is a delete, even if it never matched. */
    KTable<K, V> filter(
            Predicate<? super K, ? super V> predicate, Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized);

    /** Keeps the rows that match, under a name and kept as {@code materialized} says; a row that does not match is a delete, even if it never matched. */
    KTable<K, V> filter(
            Predicate<? super K, ? super V> predicate,
            Named named,
            Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized);

    /** Keeps the rows that do not match; a row that matches is a delete, even if it was never kept. */
    KTable<K, V> filterNot(Predicate<? super K, ? super V> predicate);

    /** Keeps the rows that do not match, under a name; a row that matches is a delete, even if it was never kept. */
    KTable<K, V> filterNot(Predicate<? super K, ? super V> predicate, Named named);

    /** Keeps the rows that do not match, kept as {@code materialized} says; a row that matches is a delete, even if it was never kept. */
    KTable<K, V> filterNot(
            Predicate<? super K, ? super V> predicate, Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized);

    /** Keeps the rows that do not match, under a name and kept as {@code materialized} says; a row that matches is a delete, even if it was never kept. */
    KTable<K, V> filterNot(
            Predicate<? super K, ? super V> predicate,
            Named named,
            Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized);

    /** Gives each row another value; deleted rows stay deleted. */
    <VR> KTable<K, VR> mapValues(ValueMapper<? super V, ? extends VR> mapper);

    /** Gives each row another value, under a name; deleted rows stay deleted. */
    <VR> KTable<K, VR> mapValues(ValueMapper<? super V, ? extends VR> mapper, Named named);

    /** Gives each row another value; deleted rows stay deleted. The function sees the key too. */
    <VR> KTable<K, VR> mapValues(ValueMapperWithKey<? super K, ? super V, ? extends VR> mapper);

    /** Gives each row another value, under a name; deleted rows stay deleted. The function sees the key too. */
    <VR> KTable<K, VR> mapValues(ValueMapperWithKey<? super K, ? super V, ? extends VR> mapper, Named named);

    /** Gives each row another value, kept as {@code materialized} says; deleted rows stay deleted. */
    <VR> KTable<K, VR> mapValues(
            ValueMapper<? super V, ? extends VR> mapper,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized);

    /** Gives each row another value, under a name and kept as {@code materialized} says; deleted rows stay deleted. */
    <VR> KTable<K, VR> mapValues(
            ValueMapper<? super V, ? extends VR> mapper,
            Named named,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized);

    /** Gives each row another value, kept as {@code materialized} says; deleted rows stay deleted. The function sees the key too. */
    <VR> KTable<K, VR> mapValues(
            ValueMapperWithKey<? super K, ? super V, ? extends VR> mapper,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized);

    /** Gives each row another value, under a name and kept as {@code materialized} says; deleted rows stay deleted. The function sees the key too. */
    <VR> KTable<K, VR> mapValues(
            ValueMapperWithKey<? super K, ? super V, ? extends VR> mapper,
            Named named,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized);

    /** The changes of this table as a stream; deletes are null values. */
    KStream<K, V> toStream();

    /** The changes of this table as a stream, under a name; deletes are null values. */
    KStream<K, V> toStream(Named named);

    /** The changes of this table as a stream with new keys; deletes are null values. */
    <KR> KStream<KR, V> toStream(KeyValueMapper<? super K, ? super V, ? extends KR> mapper);

    /** The changes of this table as a stream with new keys, under a name; deletes are null values. */
    <KR> KStream<KR, V> toStream(KeyValueMapper<? super K, ? super V, ? extends KR> mapper, Named named);

    /** Holds changes back: until a window closes, or for some time, as {@code suppressed} says. Deletes of rows that nobody saw are swallowed where results are final. */
    KTable<K, V> suppress(Suppressed<? super K> suppressed);

    /** Gives each row another value, with a function that may use the named stores. */
    <VR> KTable<K, VR> transformValues(
            ValueTransformerWithKeySupplier<? super K, ? super V, ? extends VR> transformerSupplier,
            String... stateStoreNames);

    /** Gives each row another value, with a function that may use the named stores, under a name. */
    <VR> KTable<K, VR> transformValues(
            ValueTransformerWithKeySupplier<? super K, ? super V, ? extends VR> transformerSupplier,
            Named named,
            String... stateStoreNames);

    /** Gives each row another value, with a function that may use the named stores, kept as {@code materialized} says. */
    <VR> KTable<K, VR> transformValues(
            ValueTransformerWithKeySupplier<? super K, ? super V, ? extends VR> transformerSupplier,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized,
            String... stateStoreNames);

    /** Gives each row another value, with a function that may use the named stores, under a name and kept as {@code materialized} says. */
    <VR> KTable<K, VR> transformValues(
            ValueTransformerWithKeySupplier<? super K, ? super V, ? extends VR> transformerSupplier,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized,
            Named named,
            String... stateStoreNames);

    /** Groups the rows by a new key, for an aggregation; they go through a repartition topic. A pair without key or value stands for no row. */
    <KR, VR> KGroupedTable<KR, VR> groupBy(
            KeyValueMapper<? super K, ? super V, ? extends KeyValue<? extends KR, ? extends VR>> selector);

    /** Groups the rows by a new key, for an aggregation, with options; they go through a repartition topic. A pair without key or value stands for no row. */
    <KR, VR> KGroupedTable<KR, VR> groupBy(
            KeyValueMapper<? super K, ? super V, ? extends KeyValue<? extends KR, ? extends VR>> selector,
            Grouped<KR, VR> grouped);

    /** Joins rows of equal keys; a row is in the result while it is in both tables. */
    <VO, VR> KTable<K, VR> join(KTable<K, VO> table, ValueJoiner<? super V, ? super VO, ? extends VR> joiner);

    /** Joins rows of equal keys, under a name; a row is in the result while it is in both tables. */
    <VO, VR> KTable<K, VR> join(
            KTable<K, VO> table, ValueJoiner<? super V, ? super VO, ? extends VR> joiner, Named named);

    /** Joins rows of equal keys, kept as {@code materialized} says; a row is in the result while it is in both tables. */
    <VO, VR> KTable<K, VR> join(
            KTable<K, VO> table,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized);

    /** Joins rows of equal keys, under a name and kept as {@code materialized} says; a row is in the result while it is in both tables. */
    <VO, VR> KTable<K, VR> join(
            KTable<K, VO> table,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            Named named,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized);

    /** Joins rows of equal keys; a row is in the result while it is in this table, and the other value may be null. */
    <VO, VR> KTable<K, VR> leftJoin(KTable<K, VO> table, ValueJoiner<? super V, ? super VO, ? extends VR> joiner);

    /** Joins rows of equal keys, under a name; a row is in the result while it is in this table, and the other value may be null. */
    <VO, VR> KTable<K, VR> leftJoin(
            KTable<K, VO> table, ValueJoiner<? super V, ? super VO, ? extends VR> joiner, Named named);

    /** Joins rows of equal keys, kept as {@code materialized} says; a row is in the result while it is in this table, and the other value may be null. */
    <VO, VR> KTable<K, VR> leftJoin(
            KTable<K, VO> table,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized);

    /** Joins rows of equal keys, under a name and kept as {@code materialized} says; a row is in the result while it is in this table, and the other value may be null. */
    <VO, VR> KTable<K, VR> leftJoin(
            KTable<K, VO> table,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            Named named,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized);

    /** Joins rows of equal keys; a row is in the result while it is in either table, and one of the values may be null. */
    <VO, VR> KTable<K, VR> outerJoin(KTable<K, VO> table, ValueJoiner<? super V, ? super VO, ? extends VR> joiner);

    /** Joins rows of equal keys, under a name; a row is in the result while it is in either table, and one of the values may be null. */
    <VO, VR> KTable<K, VR> outerJoin(
            KTable<K, VO> table, ValueJoiner<? super V, ? super VO, ? extends VR> joiner, Named named);

    /** Joins rows of equal keys, kept as {@code materialized} says; a row is in the result while it is in either table, and one of the values may be null. */
    <VO, VR> KTable<K, VR> outerJoin(
            KTable<K, VO> table,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized);

    /** Joins rows of equal keys, under a name and kept as {@code materialized} says; a row is in the result while it is in either table, and one of the values may be null. */
    <VO, VR> KTable<K, VR> outerJoin(
            KTable<K, VO> table,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            Named named,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized);

    /** Joins each row with the row of the other table whose key is extracted from this row. A row without such a key, or without other row, has no result. */
    <VR, KO, VO> KTable<K, VR> join(
            KTable<KO, VO> table,
            Function<? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner);

    /** Joins each row with the row of the other table whose key is extracted from this row. A row without such a key, or without other row, has no result. */
    <VR, KO, VO> KTable<K, VR> join(
            KTable<KO, VO> table,
            BiFunction<? super K, ? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner);

    /** Joins each row with the row of the other table whose key is extracted from this row, with options. A row without such a key, or without other row, has no result. */
    <VR, KO, VO> KTable<K, VR> join(
            KTable<KO, VO> table,
            Function<? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            TableJoined<K, KO> tableJoined);

    /** Joins each row with the row of the other table whose key is extracted from this row, with options. A row without such a key, or without other row, has no result. */
    <VR, KO, VO> KTable<K, VR> join(
            KTable<KO, VO> table,
            BiFunction<? super K, ? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            TableJoined<K, KO> tableJoined);

    /** Joins each row with the row of the other table whose key is extracted from this row, kept as {@code materialized} says. A row without such a key, or without other row, has no result. */
    <VR, KO, VO> KTable<K, VR> join(
            KTable<KO, VO> table,
            Function<? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized);

    /** Joins each row with the row of the other table whose key is extracted from this row, kept as {@code materialized} says. A row without such a key, or without other row, has no result. */
    <VR, KO, VO> KTable<K, VR> join(
            KTable<KO, VO> table,
            BiFunction<? super K, ? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized);

    /** Joins each row with the row of the other table whose key is extracted from this row, kept as {@code materialized} says and with options. A row without such a key, or without other row, has no result. */
    <VR, KO, VO> KTable<K, VR> join(
            KTable<KO, VO> table,
            Function<? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            TableJoined<K, KO> tableJoined,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized);

    /** Joins each row with the row of the other table whose key is extracted from this row, kept as {@code materialized} says and with options. A row without such a key, or without other row, has no result. */
    <VR, KO, VO> KTable<K, VR> join(
            KTable<KO, VO> table,
            BiFunction<? super K, ? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            TableJoined<K, KO> tableJoined,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized);

    /** Joins each row with the row of the other table whose key is extracted from this row, or with null. */
    <VR, KO, VO> KTable<K, VR> leftJoin(
            KTable<KO, VO> table,
            Function<? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner);

    /** Joins each row with the row of the other table whose key is extracted from this row, or with null. */
    <VR, KO, VO> KTable<K, VR> leftJoin(
            KTable<KO, VO> table,
            BiFunction<? super K, ? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner);

    /** Joins each row with the row of the other table whose key is extracted from this row, or with null, with options. */
    <VR, KO, VO> KTable<K, VR> leftJoin(
            KTable<KO, VO> table,
            Function<? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            TableJoined<K, KO> tableJoined);

    /** Joins each row with the row of the other table whose key is extracted from this row, or with null, with options. */
    <VR, KO, VO> KTable<K, VR> leftJoin(
            KTable<KO, VO> table,
            BiFunction<? super K, ? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            TableJoined<K, KO> tableJoined);

    /** Joins each row with the row of the other table whose key is extracted from this row, or with null, kept as {@code materialized} says. */
    <VR, KO, VO> KTable<K, VR> leftJoin(
            KTable<KO, VO> table,
            Function<? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized);

    /** Joins each row with the row of the other table whose key is extracted from this row, or with null, kept as {@code materialized} says. */
    <VR, KO, VO> KTable<K, VR> leftJoin(
            KTable<KO, VO> table,
            BiFunction<? super K, ? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized);

    /** Joins each row with the row of the other table whose key is extracted from this row, or with null, kept as {@code materialized} says and with options. */
    <VR, KO, VO> KTable<K, VR> leftJoin(
            KTable<KO, VO> table,
            Function<? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            TableJoined<K, KO> tableJoined,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized);

    /** Joins each row with the row of the other table whose key is extracted from this row, or with null, kept as {@code materialized} says and with options. */
    <VR, KO, VO> KTable<K, VR> leftJoin(
            KTable<KO, VO> table,
            BiFunction<? super K, ? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            TableJoined<K, KO> tableJoined,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized);

    /** Name of the store for queries; null if the table cannot be queried. */
    @Nullable
    String queryableStoreName();
}
