package io.millrace.dsl;

import io.millrace.dsl.operator.Filter;
import io.millrace.dsl.operator.FlatMapPairs;
import io.millrace.dsl.operator.FlatMapValues;
import io.millrace.dsl.operator.FlatMapValuesWithKey;
import io.millrace.dsl.operator.MapPairs;
import io.millrace.dsl.operator.MapValues;
import io.millrace.dsl.operator.MapValuesWithKey;
import io.millrace.dsl.operator.PassThrough;
import io.millrace.dsl.operator.Peek;
import io.millrace.dsl.operator.Print;
import io.millrace.dsl.operator.SelectKey;
import io.millrace.dsl.plan.NodeId;
import io.millrace.dsl.plan.Operation;
import io.millrace.dsl.plan.PlanDraft;
import io.millrace.processor.FixedKeyProcessorSupplier;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.TopicNameExtractor;
import io.millrace.record.Bytes;
import io.millrace.record.KeyValue;
import io.millrace.serialization.Serde;
import io.millrace.state.KeyValueStore;
import io.millrace.topology.graph.NodeDefinition.Writing;
import io.millrace.topology.graph.Suppliers;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A stream of a draft. */
final class PlannedStream<K, V> extends JoinableStream<K, V> {

    /** What an operation may change of a record. */
    private enum Changes {
        NOTHING,
        VALUE,
        KEY
    }

    private final PlanPoint point;
    private final @Nullable Serde<K> keySerde;
    private final @Nullable Serde<V> valueSerde;
    private final boolean keyMayHaveChanged;

    /** The repartition topic of an earlier join of this stream that was named after this stream; later such joins share it. */
    private @Nullable PlanPoint sharedRepartition;

    /**
     * @param keyMayHaveChanged whether records may lie in other partitions than their keys say
     */
    PlannedStream(
            PlanPoint point, @Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde, boolean keyMayHaveChanged) {
        this.point = point;
        this.keySerde = keySerde;
        this.valueSerde = valueSerde;
        this.keyMayHaveChanged = keyMayHaveChanged;
    }

    PlanPoint point() {
        return point;
    }

    /** The same kind of stream elsewhere. */
    PlannedStream<K, V> at(PlanPoint other) {
        return new PlannedStream<>(other, keySerde, valueSerde, keyMayHaveChanged);
    }

    @Override
    public KStream<K, V> filter(Predicate<? super K, ? super V> predicate) {
        return filter(predicate, Named.generated());
    }

    @Override
    public KStream<K, V> filter(Predicate<? super K, ? super V> predicate, Named named) {
        return at(
                transform(named, Prefix.FILTER, Filter.supplier(Erased.predicate(predicate), false), Changes.NOTHING));
    }

    @Override
    public KStream<K, V> filterNot(Predicate<? super K, ? super V> predicate) {
        return filterNot(predicate, Named.generated());
    }

    @Override
    public KStream<K, V> filterNot(Predicate<? super K, ? super V> predicate, Named named) {
        return at(transform(named, Prefix.FILTER, Filter.supplier(Erased.predicate(predicate), true), Changes.NOTHING));
    }

    @Override
    public <KOut> KStream<KOut, V> selectKey(KeyValueMapper<? super K, ? super V, ? extends KOut> mapper) {
        return selectKey(mapper, Named.generated());
    }

    @Override
    public <KOut> KStream<KOut, V> selectKey(KeyValueMapper<? super K, ? super V, ? extends KOut> mapper, Named named) {
        return new PlannedStream<>(selectedKey(mapper, Named.given(named)), null, valueSerde, true);
    }

    @Override
    public <VOut> KStream<K, VOut> mapValues(ValueMapper<? super V, ? extends VOut> mapper) {
        return mapValues(mapper, Named.generated());
    }

    @Override
    public <VOut> KStream<K, VOut> mapValues(ValueMapper<? super V, ? extends VOut> mapper, Named named) {
        return withNewValues(Prefix.MAPVALUES, named, MapValues.supplier(Erased.mapper(mapper)));
    }

    @Override
    public <VOut> KStream<K, VOut> mapValues(ValueMapperWithKey<? super K, ? super V, ? extends VOut> mapper) {
        return mapValues(mapper, Named.generated());
    }

    @Override
    public <VOut> KStream<K, VOut> mapValues(
            ValueMapperWithKey<? super K, ? super V, ? extends VOut> mapper, Named named) {
        return withNewValues(Prefix.MAPVALUES, named, MapValuesWithKey.supplier(Erased.mapper(mapper)));
    }

    @Override
    public <KOut, VOut> KStream<KOut, VOut> map(
            KeyValueMapper<? super K, ? super V, ? extends KeyValue<? extends KOut, ? extends VOut>> mapper) {
        return map(mapper, Named.generated());
    }

    @Override
    public <KOut, VOut> KStream<KOut, VOut> map(
            KeyValueMapper<? super K, ? super V, ? extends KeyValue<? extends KOut, ? extends VOut>> mapper,
            Named named) {
        PlanPoint mapped = transform(named, Prefix.MAP, MapPairs.supplier(Erased.pairs(mapper)), Changes.KEY);
        return new PlannedStream<>(mapped, null, null, true);
    }

    @Override
    public <KOut, VOut> KStream<KOut, VOut> flatMap(
            KeyValueMapper<? super K, ? super V, ? extends Iterable<? extends KeyValue<? extends KOut, ? extends VOut>>>
                    mapper) {
        return flatMap(mapper, Named.generated());
    }

    @Override
    public <KR, VOut> KStream<KR, VOut> flatMap(
            KeyValueMapper<? super K, ? super V, ? extends Iterable<? extends KeyValue<? extends KR, ? extends VOut>>>
                    mapper,
            Named named) {
        PlanPoint mapped =
                transform(named, Prefix.FLATMAP, FlatMapPairs.supplier(Erased.manyPairs(mapper)), Changes.KEY);
        return new PlannedStream<>(mapped, null, null, true);
    }

    @Override
    public <VOut> KStream<K, VOut> flatMapValues(ValueMapper<? super V, ? extends Iterable<? extends VOut>> mapper) {
        return flatMapValues(mapper, Named.generated());
    }

    @Override
    public <VOut> KStream<K, VOut> flatMapValues(
            ValueMapper<? super V, ? extends Iterable<? extends VOut>> mapper, Named named) {
        return withNewValues(Prefix.FLATMAPVALUES, named, FlatMapValues.supplier(Erased.manyValues(mapper)));
    }

    @Override
    public <VOut> KStream<K, VOut> flatMapValues(
            ValueMapperWithKey<? super K, ? super V, ? extends Iterable<? extends VOut>> mapper) {
        return flatMapValues(mapper, Named.generated());
    }

    @Override
    public <VOut> KStream<K, VOut> flatMapValues(
            ValueMapperWithKey<? super K, ? super V, ? extends Iterable<? extends VOut>> mapper, Named named) {
        return withNewValues(Prefix.FLATMAPVALUES, named, FlatMapValuesWithKey.supplier(Erased.manyValues(mapper)));
    }

    @Override
    public void print(Printed<K, V> printed) {
        Objects.requireNonNull(printed, "printed cannot be null");
        String label = printed.label != null ? printed.label : point.name();
        boolean flushesLines = printed.outputStream == System.out || printed.outputStream == System.err;
        transform(
                new Named(printed.processorName),
                Prefix.PRINTER,
                Print.supplier(printed.outputStream, flushesLines, label, Erased.selector(printed.mapper)),
                Changes.NOTHING);
    }

    @Override
    public void foreach(ForeachAction<? super K, ? super V> action) {
        foreach(action, Named.generated());
    }

    @Override
    public void foreach(ForeachAction<? super K, ? super V> action, Named named) {
        transform(named, Prefix.FOREACH, Peek.supplier(Erased.action(action), false), Changes.NOTHING);
    }

    @Override
    public KStream<K, V> peek(ForeachAction<? super K, ? super V> action) {
        return peek(action, Named.generated());
    }

    @Override
    public KStream<K, V> peek(ForeachAction<? super K, ? super V> action, Named named) {
        return at(transform(named, Prefix.PEEK, Peek.supplier(Erased.action(action), true), Changes.NOTHING));
    }

    @Override
    public BranchedKStream<K, V> split() {
        return split(Named.generated());
    }

    @Override
    public BranchedKStream<K, V> split(Named named) {
        return new PlannedBranches<>(this, Objects.requireNonNull(named, "named cannot be null"));
    }

    @Override
    public KStream<K, V> merge(KStream<K, V> otherStream) {
        return merge(otherStream, Named.generated());
    }

    @Override
    public KStream<K, V> merge(KStream<K, V> otherStream, Named named) {
        PlannedStream<K, V> other =
                (PlannedStream<K, V>) Objects.requireNonNull(otherStream, "otherStream cannot be null");
        PlanDraft draft = point.draft();
        String name = point.name(named, Prefix.MERGE);
        Operation operation = new Operation.Transform(PassThrough.supplier(), List.of(), false, false, true);
        NodeId node = draft.add(name, operation, point.node(), other.point.node());
        PlanPoint merged = new PlanPoint(draft, node, name, point.sourcesWith(other.point));
        return new PlannedStream<>(merged, null, null, keyMayHaveChanged || other.keyMayHaveChanged);
    }

    @Override
    public KStream<K, V> repartition() {
        return repartition(Repartitioned.as(null));
    }

    @Override
    public KStream<K, V> repartition(Repartitioned<K, V> repartitioned) {
        Objects.requireNonNull(repartitioned, "repartitioned cannot be null");
        boolean named = repartitioned.name != null;
        String base = named
                ? Objects.requireNonNull(repartitioned.name)
                : point.draft().newName(Prefix.REPARTITION);
        Integer count = repartitioned.numberOfPartitions;
        Serde<V> values = repartitioned.valueSerde != null ? repartitioned.valueSerde : valueSerde;
        Repartitioning repartitioning = new Repartitioning(
                base,
                named,
                repartitioned.keySerde, // 4.3.1 does not fall back to the stream's key serde here, but does below
                values,
                repartitioned.partitioner,
                count == null ? OptionalInt.empty() : OptionalInt.of(count),
                false);
        Serde<K> keys = repartitioned.keySerde != null ? repartitioned.keySerde : keySerde;
        return new PlannedStream<>(behind(repartitioning.draw(point.draft())), keys, values, false);
    }

    @Override
    public void to(String topic) {
        to(topic, Produced.with(keySerde, valueSerde));
    }

    @Override
    public void to(String topic, Produced<K, V> produced) {
        addSink(Objects.requireNonNull(topic, "topic cannot be null"), null, produced);
    }

    @Override
    public void to(TopicNameExtractor<K, V> topicExtractor) {
        to(topicExtractor, Produced.with(keySerde, valueSerde));
    }

    @Override
    public void to(TopicNameExtractor<K, V> topicExtractor, Produced<K, V> produced) {
        addSink(null, Objects.requireNonNull(topicExtractor, "topicExtractor cannot be null"), produced);
    }

    private void addSink(
            @Nullable String topic, @Nullable TopicNameExtractor<K, V> topicExtractor, Produced<K, V> produced) {
        Objects.requireNonNull(produced, "produced cannot be null");
        Serde<K> keys = produced.keySerde != null ? produced.keySerde : keySerde;
        Serde<V> values = produced.valueSerde != null ? produced.valueSerde : valueSerde;
        Writing writing = new Writing(
                keys == null ? null : keys.serializer(),
                values == null ? null : values.serializer(),
                produced.partitioner);
        String name = point.name(new Named(produced.processorName), Prefix.SINK);
        point.then(name, new Operation.Sink(topic, topicExtractor, writing));
    }

    @Override
    public KTable<K, V> toTable() {
        return toTable(Named.generated());
    }

    @Override
    public KTable<K, V> toTable(Named named) {
        return toTable(named, Materialized.with(keySerde, valueSerde));
    }

    @Override
    public KTable<K, V> toTable(Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized) {
        return toTable(Named.generated(), materialized);
    }

    @Override
    public KTable<K, V> toTable(Named named, Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized) {
        Objects.requireNonNull(materialized, "materialized cannot be null");
        String name = point.name(named, Prefix.TOTABLE);
        Materialization<K, V> store = Materialization.named(materialized, point.draft(), Prefix.TOTABLE);
        Serde<K> keys = store.keySerde() != null ? store.keySerde() : keySerde;
        Serde<V> values = store.valueSerde() != null ? store.valueSerde() : valueSerde;
        PlanPoint input = point;
        if (keyMayHaveChanged) {
            input = behind(Repartitioning.required(name, named.name != null, keys, values)
                    .draw(point.draft()));
        }
        PlanPoint table = input.then(name, new Operation.StreamToTable(store.store(), store.queryable(), false));
        return new PlannedTable<>(table, keys, values, store.queryableName());
    }

    @Override
    public KGroupedStream<K, V> groupByKey() {
        return groupByKey(Grouped.with(keySerde, valueSerde));
    }

    @Override
    public KGroupedStream<K, V> groupByKey(Grouped<K, V> grouped) {
        return new PlannedGroupedStream<>(point, grouped, keyMayHaveChanged);
    }

    @Override
    public <KOut> KGroupedStream<KOut, V> groupBy(KeyValueMapper<? super K, ? super V, KOut> keySelector) {
        return groupBy(keySelector, Grouped.with(null, valueSerde));
    }

    @Override
    public <KOut> KGroupedStream<KOut, V> groupBy(
            KeyValueMapper<? super K, ? super V, KOut> keySelector, Grouped<KOut, V> grouped) {
        Objects.requireNonNull(keySelector, "keySelector cannot be null");
        Objects.requireNonNull(grouped, "grouped cannot be null");
        return new PlannedGroupedStream<>(selectedKey(keySelector, grouped.name), grouped, true);
    }

    @Override
    public <KOut, VOut> KStream<KOut, VOut> process(
            ProcessorSupplier<? super K, ? super V, ? extends KOut, ? extends VOut> processorSupplier,
            String... stateStoreNames) {
        Named drawn = Named.as(point.draft().newName(Prefix.PROCESSOR));
        return process(processorSupplier, drawn, stateStoreNames);
    }

    /** A given name draws no number here, unlike elsewhere. */
    @Override
    public <KOut, VOut> KStream<KOut, VOut> process(
            ProcessorSupplier<? super K, ? super V, ? extends KOut, ? extends VOut> processorSupplier,
            Named named,
            String... stateStoreNames) {
        Objects.requireNonNull(processorSupplier, "processorSupplier cannot be null");
        String name = Objects.requireNonNull(Named.given(named));
        List<String> stores = storeNames(stateStoreNames);
        Suppliers.requireFreshInstances(name, processorSupplier);
        boolean marks = point.draft().processorsMarkChanges();
        Operation operation = new Operation.Transform(processorSupplier, stores, marks, marks, false);
        return new PlannedStream<>(point.then(name, operation), null, null, true);
    }

    @Override
    public <VOut> KStream<K, VOut> processValues(
            FixedKeyProcessorSupplier<? super K, ? super V, ? extends VOut> processorSupplier,
            String... stateStoreNames) {
        Named drawn = Named.as(point.draft().newName(Prefix.PROCESSVALUES));
        return processValues(processorSupplier, drawn, stateStoreNames);
    }

    /** A given name draws no number here, unlike elsewhere. */
    @Override
    public <VOut> KStream<K, VOut> processValues(
            FixedKeyProcessorSupplier<? super K, ? super V, ? extends VOut> processorSupplier,
            Named named,
            String... stateStoreNames) {
        Objects.requireNonNull(processorSupplier, "processorSupplier cannot be null");
        String name = Objects.requireNonNull(Named.given(named));
        List<String> stores = storeNames(stateStoreNames);
        Suppliers.requireFreshInstances(name, processorSupplier);
        Operation operation = new Operation.FixedKeyTransform(
                processorSupplier, stores, point.draft().processorsMarkChanges());
        return new PlannedStream<>(point.then(name, operation), keySerde, null, keyMayHaveChanged);
    }

    private static List<String> storeNames(String[] stateStoreNames) {
        Objects.requireNonNull(stateStoreNames, "stateStoreNames cannot be null");
        for (String name : stateStoreNames) {
            Objects.requireNonNull(name, "a name among stateStoreNames cannot be null");
        }
        return List.of(stateStoreNames);
    }

    @Override
    public KStream<K, V> deduplicate(Duration window) {
        return deduplicate(Deduplicated.within(window));
    }

    @Override
    public KStream<K, V> deduplicate(Deduplicated<K> deduplicated) {
        return StreamDeduplication.byKey(this, deduplicated);
    }

    @Override
    public <ID> KStream<K, V> deduplicate(ValueMapper<? super V, ? extends ID> id, Deduplicated<ID> deduplicated) {
        return StreamDeduplication.byId(this, Erased.ignoringKey(id), deduplicated);
    }

    private PlanPoint transform(Named named, String prefix, ProcessorSupplier<?, ?, ?, ?> operator, Changes changes) {
        String name = point.name(named, prefix);
        return point.then(
                name,
                new Operation.Transform(operator, List.of(), changes == Changes.KEY, changes == Changes.VALUE, false));
    }

    private <VOut> KStream<K, VOut> withNewValues(String prefix, Named named, ProcessorSupplier<?, ?, ?, ?> operator) {
        return new PlannedStream<>(
                transform(named, prefix, operator, Changes.VALUE), keySerde, null, keyMayHaveChanged);
    }

    private PlanPoint selectedKey(KeyValueMapper<?, ?, ?> mapper, @Nullable String name) {
        return transform(new Named(name), Prefix.KEY_SELECT, SelectKey.supplier(Erased.selector(mapper)), Changes.KEY);
    }

    // ---- what joins ask for
    // -------------------------------------------------------------------------------------------------

    PlanPoint behind(Operation.Repartition repartition) {
        return point.then(repartition.sourceName(), repartition).withSources(Set.of(repartition.sourceName()));
    }

    @Nullable
    Serde<K> keySerde() {
        return keySerde;
    }

    @Nullable
    Serde<V> valueSerde() {
        return valueSerde;
    }

    boolean keyMayHaveChanged() {
        return keyMayHaveChanged;
    }

    /**
     * This stream behind a repartition topic. Joins that name the topic after this stream share it.
     *
     * @param givenName base name of the topic; null for the name of this stream
     */
    PlannedStream<K, V> repartitionedForJoin(
            @Nullable String givenName, @Nullable Serde<K> keySerdeOverride, @Nullable Serde<V> valueSerdeOverride) {
        Serde<K> keys = keySerdeOverride != null ? keySerdeOverride : keySerde;
        Serde<V> values = valueSerdeOverride != null ? valueSerdeOverride : valueSerde;
        String base = givenName != null ? givenName : point.name();
        Operation.Repartition operation =
                Repartitioning.required(base, givenName != null, keys, values).draw(point.draft());
        PlanPoint shared = sharedRepartition;
        if (shared == null || !point.name().equals(base)) {
            shared = behind(operation);
            sharedRepartition = shared;
        }
        return new PlannedStream<>(
                shared.withName(operation.sourceName()).withSources(Set.of(operation.sourceName())),
                keys,
                values,
                false);
    }
}
