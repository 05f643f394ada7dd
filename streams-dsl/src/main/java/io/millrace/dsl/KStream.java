package io.millrace.dsl;

import io.millrace.processor.FixedKeyProcessorSupplier;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.TopicNameExtractor;
import io.millrace.record.Bytes;
import io.millrace.record.KeyValue;
import io.millrace.state.KeyValueStore;
import java.time.Duration;

/**
 * A stream of records, each a fact of its own. Operations return new streams; this one does not change and can be used again. Null keys and values pass through
 * operations without state. Serdes that an operation does not change go on to the next; others are taken from options or the configuration.
 *
 * @param <K> type of keys
 * @param <V> type of values
 */
public interface KStream<K, V> {

    /** Keeps the records that match. */
    KStream<K, V> filter(Predicate<? super K, ? super V> predicate);

    /** Keeps the records that match, under a name. */
    KStream<K, V> filter(Predicate<? super K, ? super V> predicate, Named named);

    /** Keeps the records that do not match. */
    KStream<K, V> filterNot(Predicate<? super K, ? super V> predicate);

    /** Keeps the records that do not match, under a name. */
    KStream<K, V> filterNot(Predicate<? super K, ? super V> predicate, Named named);

    /** Gives each record another key; what needs the key afterwards is preceded by a repartition topic. */
    <KOut> KStream<KOut, V> selectKey(KeyValueMapper<? super K, ? super V, ? extends KOut> mapper);

    /** Gives each record another key, under a name; what needs the key afterwards is preceded by a repartition topic. */
    <KOut> KStream<KOut, V> selectKey(KeyValueMapper<? super K, ? super V, ? extends KOut> mapper, Named named);

    /** Gives each record another value. */
    <VOut> KStream<K, VOut> mapValues(ValueMapper<? super V, ? extends VOut> mapper);

    /** Gives each record another value, under a name. */
    <VOut> KStream<K, VOut> mapValues(ValueMapper<? super V, ? extends VOut> mapper, Named named);

    /** Gives each record another value made of key and value. */
    <VOut> KStream<K, VOut> mapValues(ValueMapperWithKey<? super K, ? super V, ? extends VOut> mapper);

    /** Gives each record another value made of key and value, under a name. */
    <VOut> KStream<K, VOut> mapValues(ValueMapperWithKey<? super K, ? super V, ? extends VOut> mapper, Named named);

    /** Gives each record another key and value; what needs the key afterwards is preceded by a repartition topic. */
    <KOut, VOut> KStream<KOut, VOut> map(
            KeyValueMapper<? super K, ? super V, ? extends KeyValue<? extends KOut, ? extends VOut>> mapper);

    /** Gives each record another key and value, under a name; what needs the key afterwards is preceded by a repartition topic. */
    <KOut, VOut> KStream<KOut, VOut> map(
            KeyValueMapper<? super K, ? super V, ? extends KeyValue<? extends KOut, ? extends VOut>> mapper,
            Named named);

    /** Makes any number of records of each; what needs the key afterwards is preceded by a repartition topic. */
    <KOut, VOut> KStream<KOut, VOut> flatMap(
            KeyValueMapper<? super K, ? super V, ? extends Iterable<? extends KeyValue<? extends KOut, ? extends VOut>>>
                    mapper);

    /** Makes any number of records of each, under a name; what needs the key afterwards is preceded by a repartition topic. */
    <KR, VOut> KStream<KR, VOut> flatMap(
            KeyValueMapper<? super K, ? super V, ? extends Iterable<? extends KeyValue<? extends KR, ? extends VOut>>>
                    mapper,
            Named named);

    /** Makes a record of each value that the function returns, all with the same key. */
    <VOut> KStream<K, VOut> flatMapValues(ValueMapper<? super V, ? extends Iterable<? extends VOut>> mapper);

    /** Makes a record of each value that the function returns, all with the same key, under a name. */
    <VOut> KStream<K, VOut> flatMapValues(
            ValueMapper<? super V, ? extends Iterable<? extends VOut>> mapper, Named named);

    /** Makes a record of each value that the function returns, all with the same key made of key and value. */
    <VOut> KStream<K, VOut> flatMapValues(
            ValueMapperWithKey<? super K, ? super V, ? extends Iterable<? extends VOut>> mapper);

    /** Makes a record of each value that the function returns, all with the same key made of key and value, under a name. */
    <VOut> KStream<K, VOut> flatMapValues(
            ValueMapperWithKey<? super K, ? super V, ? extends Iterable<? extends VOut>> mapper, Named named);

    /** Prints each record. */
    void print(Printed<K, V> printed);

    /** Ends the stream in an action per record. It is called again for records that are processed again after a failure. */
    void foreach(ForeachAction<? super K, ? super V> action);

    /** Ends the stream in an action per record, under a name. It is called again for records that are processed again after a failure. */
    void foreach(ForeachAction<? super K, ? super V> action, Named named);

    /** Shows each record to an action and passes it on. It is called again for records that are processed again after a failure. */
    KStream<K, V> peek(ForeachAction<? super K, ? super V> action);

    /** Shows each record to an action and passes it on, under a name. It is called again for records that are processed again after a failure. */
    KStream<K, V> peek(ForeachAction<? super K, ? super V> action, Named named);

    /** Splits the stream: each record goes to the first branch that it matches. */
    BranchedKStream<K, V> split();

    /** Splits the stream: each record goes to the first branch that it matches, under a name. */
    BranchedKStream<K, V> split(Named named);

    /** Joins two streams into one that has the records of both, in no particular order between them. */
    KStream<K, V> merge(KStream<K, V> otherStream);

    /** Joins two streams into one that has the records of both, in no particular order between them, under a name. */
    KStream<K, V> merge(KStream<K, V> otherStream, Named named);

    /**
     * Drops records that repeat a key within a window, exactly once too: of the records of a key whose timestamps are less than the window apart, the first to arrive passes.
     * Records without a key pass. A record that is older than the newest one by more than the window is dropped as late. Not in Kafka Streams.
     */
    KStream<K, V> deduplicate(Duration window);

    /** Drops records that repeat a key within a window, with options. */
    KStream<K, V> deduplicate(Deduplicated<K> deduplicated);

    /**
     * Drops records that repeat an id within a window, where the id is taken from the value; a record for which that returns null passes. Only records of one partition are
     * compared, which is enough if records of the same id have the same key; otherwise make the id the key first.
     */
    <ID> KStream<K, V> deduplicate(ValueMapper<? super V, ? extends ID> id, Deduplicated<ID> deduplicated);

    /** Sends the stream through a topic of its own, so that records are partitioned anew. */
    KStream<K, V> repartition();

    /** Sends the stream through a topic of its own, so that records are partitioned anew, with options. */
    KStream<K, V> repartition(Repartitioned<K, V> repartitioned);

    /** Ends the stream in a topic, which must exist. */
    void to(String topic);

    /** Ends the stream in a topic, which must exist, with options. */
    void to(String topic, Produced<K, V> produced);

    /** Ends the stream in topics that are chosen per record and must exist. */
    void to(TopicNameExtractor<K, V> topicExtractor);

    /** Ends the stream in topics that are chosen per record and must exist, with options. */
    void to(TopicNameExtractor<K, V> topicExtractor, Produced<K, V> produced);

    /** Reads the stream as the changes of a table: a null value deletes, a null key is dropped. The table has a store only if it is named or looked up. */
    KTable<K, V> toTable();

    /** Reads the stream as the changes of a table: a null value deletes, a null key is dropped, under a name. The table has a store only if it is named or looked up. */
    KTable<K, V> toTable(Named named);

    /** Reads the stream as the changes of a table: a null value deletes, a null key is dropped, kept as {@code materialized} says. The table has a store only if it is named or looked up. */
    KTable<K, V> toTable(Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized);

    /** Reads the stream as the changes of a table: a null value deletes, a null key is dropped, under a name and kept as {@code materialized} says. The table has a store only if it is named or looked up. */
    KTable<K, V> toTable(Named named, Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized);

    /** Groups the records by key, for an aggregation. */
    KGroupedStream<K, V> groupByKey();

    /** Groups the records by key, for an aggregation, with options. */
    KGroupedStream<K, V> groupByKey(Grouped<K, V> grouped);

    /** Groups the records by a new key, for an aggregation; they go through a repartition topic. */
    <KOut> KGroupedStream<KOut, V> groupBy(KeyValueMapper<? super K, ? super V, KOut> keySelector);

    /** Groups the records by a new key, for an aggregation, with options; they go through a repartition topic. */
    <KOut> KGroupedStream<KOut, V> groupBy(
            KeyValueMapper<? super K, ? super V, KOut> keySelector, Grouped<KOut, V> grouped);

    /** Pairs each record with the records of the other stream that have the same key and lie in its window. Records without key or value are dropped. */
    <VRight, VOut> KStream<K, VOut> join(
            KStream<K, VRight> otherStream,
            ValueJoiner<? super V, ? super VRight, ? extends VOut> joiner,
            JoinWindows windows);

    /** Pairs each record with the records of the other stream that have the same key and lie in its window. Records without key or value are dropped. */
    <VRight, VOut> KStream<K, VOut> join(
            KStream<K, VRight> otherStream,
            ValueJoinerWithKey<? super K, ? super V, ? super VRight, ? extends VOut> joiner,
            JoinWindows windows);

    /** Pairs each record with the records of the other stream that have the same key and lie in its window, with options. Records without key or value are dropped. */
    <VRight, VOut> KStream<K, VOut> join(
            KStream<K, VRight> otherStream,
            ValueJoiner<? super V, ? super VRight, ? extends VOut> joiner,
            JoinWindows windows,
            StreamJoined<K, V, VRight> streamJoined);

    /** Pairs each record with the records of the other stream that have the same key and lie in its window, with options. Records without key or value are dropped. */
    <VRight, VOut> KStream<K, VOut> join(
            KStream<K, VRight> otherStream,
            ValueJoinerWithKey<? super K, ? super V, ? super VRight, ? extends VOut> joiner,
            JoinWindows windows,
            StreamJoined<K, V, VRight> streamJoined);

    /** As the inner join, and a record of this stream that found no other is joined with null when its window and the grace have passed, or at once if it has no key. Records without value are dropped. */
    <VRight, VOut> KStream<K, VOut> leftJoin(
            KStream<K, VRight> otherStream,
            ValueJoiner<? super V, ? super VRight, ? extends VOut> joiner,
            JoinWindows windows);

    /** As the inner join, and a record of this stream that found no other is joined with null when its window and the grace have passed, or at once if it has no key. Records without value are dropped. */
    <VRight, VOut> KStream<K, VOut> leftJoin(
            KStream<K, VRight> otherStream,
            ValueJoinerWithKey<? super K, ? super V, ? super VRight, ? extends VOut> joiner,
            JoinWindows windows);

    /** As the inner join, and a record of this stream that found no other is joined with null when its window and the grace have passed, or at once if it has no key, with options. Records without value are dropped. */
    <VRight, VOut> KStream<K, VOut> leftJoin(
            KStream<K, VRight> otherStream,
            ValueJoiner<? super V, ? super VRight, ? extends VOut> joiner,
            JoinWindows windows,
            StreamJoined<K, V, VRight> streamJoined);

    /** As the inner join, and a record of this stream that found no other is joined with null when its window and the grace have passed, or at once if it has no key, with options. Records without value are dropped. */
    <VRight, VOut> KStream<K, VOut> leftJoin(
            KStream<K, VRight> otherStream,
            ValueJoinerWithKey<? super K, ? super V, ? super VRight, ? extends VOut> joiner,
            JoinWindows windows,
            StreamJoined<K, V, VRight> streamJoined);

    /** As the inner join, and a record of either stream that found no other is joined with null when its window and the grace have passed, or at once if it has no key. Records without value are dropped. */
    <VRight, VOut> KStream<K, VOut> outerJoin(
            KStream<K, VRight> otherStream,
            ValueJoiner<? super V, ? super VRight, ? extends VOut> joiner,
            JoinWindows windows);

    /** As the inner join, and a record of either stream that found no other is joined with null when its window and the grace have passed, or at once if it has no key. Records without value are dropped. */
    <VRight, VOut> KStream<K, VOut> outerJoin(
            KStream<K, VRight> otherStream,
            ValueJoinerWithKey<? super K, ? super V, ? super VRight, ? extends VOut> joiner,
            JoinWindows windows);

    /** As the inner join, and a record of either stream that found no other is joined with null when its window and the grace have passed, or at once if it has no key, with options. Records without value are dropped. */
    <VRight, VOut> KStream<K, VOut> outerJoin(
            KStream<K, VRight> otherStream,
            ValueJoiner<? super V, ? super VRight, ? extends VOut> joiner,
            JoinWindows windows,
            StreamJoined<K, V, VRight> streamJoined);

    /** As the inner join, and a record of either stream that found no other is joined with null when its window and the grace have passed, or at once if it has no key, with options. Records without value are dropped. */
    <VRight, VOut> KStream<K, VOut> outerJoin(
            KStream<K, VRight> otherStream,
            ValueJoinerWithKey<? super K, ? super V, ? super VRight, ? extends VOut> joiner,
            JoinWindows windows,
            StreamJoined<K, V, VRight> streamJoined);

    /** Looks each record up in the table, under its key, and forwards what the joiner makes of both if there is a row. Records without value or lookup key are dropped. */
    <TableValue, VOut> KStream<K, VOut> join(
            KTable<K, TableValue> table, ValueJoiner<? super V, ? super TableValue, ? extends VOut> joiner);

    /** Looks each record up in the table, under its key, and forwards what the joiner makes of both if there is a row. Records without value or lookup key are dropped. */
    <TableValue, VOut> KStream<K, VOut> join(
            KTable<K, TableValue> table,
            ValueJoinerWithKey<? super K, ? super V, ? super TableValue, ? extends VOut> joiner);

    /** Looks each record up in the table, under its key, and forwards what the joiner makes of both if there is a row, with options. Records without value or lookup key are dropped. */
    <TableValue, VOut> KStream<K, VOut> join(
            KTable<K, TableValue> table,
            ValueJoiner<? super V, ? super TableValue, ? extends VOut> joiner,
            Joined<K, V, TableValue> joined);

    /** Looks each record up in the table, under its key, and forwards what the joiner makes of both if there is a row, with options. Records without value or lookup key are dropped. */
    <TableValue, VOut> KStream<K, VOut> join(
            KTable<K, TableValue> table,
            ValueJoinerWithKey<? super K, ? super V, ? super TableValue, ? extends VOut> joiner,
            Joined<K, V, TableValue> joined);

    /** Looks each record up in the table, under its key, and forwards what the joiner makes of both; without a row it gets null. Records without value are dropped. */
    <VTable, VOut> KStream<K, VOut> leftJoin(
            KTable<K, VTable> table, ValueJoiner<? super V, ? super VTable, ? extends VOut> joiner);

    /** Looks each record up in the table, under its key, and forwards what the joiner makes of both; without a row it gets null. Records without value are dropped. */
    <VTable, VOut> KStream<K, VOut> leftJoin(
            KTable<K, VTable> table, ValueJoinerWithKey<? super K, ? super V, ? super VTable, ? extends VOut> joiner);

    /** Looks each record up in the table, under its key, and forwards what the joiner makes of both, with options; without a row it gets null. Records without value are dropped. */
    <VTable, VOut> KStream<K, VOut> leftJoin(
            KTable<K, VTable> table,
            ValueJoiner<? super V, ? super VTable, ? extends VOut> joiner,
            Joined<K, V, VTable> joined);

    /** Looks each record up in the table, under its key, and forwards what the joiner makes of both, with options; without a row it gets null. Records without value are dropped. */
    <VTable, VOut> KStream<K, VOut> leftJoin(
            KTable<K, VTable> table,
            ValueJoinerWithKey<? super K, ? super V, ? super VTable, ? extends VOut> joiner,
            Joined<K, V, VTable> joined);

    /** Looks each record up in a global table, under the key that the mapper returns, and forwards what the joiner makes of both if there is a row. Records without value or lookup key are dropped. */
    <GlobalKey, GlobalValue, VOut> KStream<K, VOut> join(
            GlobalKTable<GlobalKey, GlobalValue> globalTable,
            KeyValueMapper<? super K, ? super V, ? extends GlobalKey> keySelector,
            ValueJoiner<? super V, ? super GlobalValue, ? extends VOut> joiner);

    /** Looks each record up in a global table, under the key that the mapper returns, and forwards what the joiner makes of both if there is a row. Records without value or lookup key are dropped. */
    <GlobalKey, GlobalValue, VOut> KStream<K, VOut> join(
            GlobalKTable<GlobalKey, GlobalValue> globalTable,
            KeyValueMapper<? super K, ? super V, ? extends GlobalKey> keySelector,
            ValueJoinerWithKey<? super K, ? super V, ? super GlobalValue, ? extends VOut> joiner);

    /** Looks each record up in a global table, under the key that the mapper returns, and forwards what the joiner makes of both if there is a row, under a name. Records without value or lookup key are dropped. */
    <GlobalKey, GlobalValue, VOut> KStream<K, VOut> join(
            GlobalKTable<GlobalKey, GlobalValue> globalTable,
            KeyValueMapper<? super K, ? super V, ? extends GlobalKey> keySelector,
            ValueJoiner<? super V, ? super GlobalValue, ? extends VOut> joiner,
            Named named);

    /** Looks each record up in a global table, under the key that the mapper returns, and forwards what the joiner makes of both if there is a row, under a name. Records without value or lookup key are dropped. */
    <GlobalKey, GlobalValue, VOut> KStream<K, VOut> join(
            GlobalKTable<GlobalKey, GlobalValue> globalTable,
            KeyValueMapper<? super K, ? super V, ? extends GlobalKey> keySelector,
            ValueJoinerWithKey<? super K, ? super V, ? super GlobalValue, ? extends VOut> joiner,
            Named named);

    /** Looks each record up in a global table, under the key that the mapper returns, and forwards what the joiner makes of both; without a row it gets null. Records without value are dropped. */
    <GlobalKey, GlobalValue, VOut> KStream<K, VOut> leftJoin(
            GlobalKTable<GlobalKey, GlobalValue> globalTable,
            KeyValueMapper<? super K, ? super V, ? extends GlobalKey> keySelector,
            ValueJoiner<? super V, ? super GlobalValue, ? extends VOut> joiner);

    /** Looks each record up in a global table, under the key that the mapper returns, and forwards what the joiner makes of both; without a row it gets null. Records without value are dropped. */
    <GlobalKey, GlobalValue, VOut> KStream<K, VOut> leftJoin(
            GlobalKTable<GlobalKey, GlobalValue> globalTable,
            KeyValueMapper<? super K, ? super V, ? extends GlobalKey> keySelector,
            ValueJoinerWithKey<? super K, ? super V, ? super GlobalValue, ? extends VOut> joiner);

    /** Looks each record up in a global table, under the key that the mapper returns, and forwards what the joiner makes of both, under a name; without a row it gets null. Records without value are dropped. */
    <GlobalKey, GlobalValue, VOut> KStream<K, VOut> leftJoin(
            GlobalKTable<GlobalKey, GlobalValue> globalTable,
            KeyValueMapper<? super K, ? super V, ? extends GlobalKey> keySelector,
            ValueJoiner<? super V, ? super GlobalValue, ? extends VOut> joiner,
            Named named);

    /** Looks each record up in a global table, under the key that the mapper returns, and forwards what the joiner makes of both, under a name; without a row it gets null. Records without value are dropped. */
    <GlobalKey, GlobalValue, VOut> KStream<K, VOut> leftJoin(
            GlobalKTable<GlobalKey, GlobalValue> globalTable,
            KeyValueMapper<? super K, ? super V, ? extends GlobalKey> keySelector,
            ValueJoinerWithKey<? super K, ? super V, ? super GlobalValue, ? extends VOut> joiner,
            Named named);

    /** Hands each record to a processor that may forward any records and use the named stores. Keys may change, so that what needs the key afterwards is preceded by a repartition topic. */
    <KOut, VOut> KStream<KOut, VOut> process(
            ProcessorSupplier<? super K, ? super V, ? extends KOut, ? extends VOut> processorSupplier,
            String... stateStoreNames);

    /** Hands each record to a processor that may forward any records and use the named stores, under a name. Keys may change, so that what needs the key afterwards is preceded by a repartition topic. */
    <KOut, VOut> KStream<KOut, VOut> process(
            ProcessorSupplier<? super K, ? super V, ? extends KOut, ? extends VOut> processorSupplier,
            Named named,
            String... stateStoreNames);

    /** Hands each record to a processor that may forward records with the same key and use the named stores. */
    <VOut> KStream<K, VOut> processValues(
            FixedKeyProcessorSupplier<? super K, ? super V, ? extends VOut> processorSupplier,
            String... stateStoreNames);

    /** Hands each record to a processor that may forward records with the same key and use the named stores, under a name. */
    <VOut> KStream<K, VOut> processValues(
            FixedKeyProcessorSupplier<? super K, ? super V, ? extends VOut> processorSupplier,
            Named named,
            String... stateStoreNames);
}
