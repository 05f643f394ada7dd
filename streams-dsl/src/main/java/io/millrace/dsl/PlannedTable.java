package io.millrace.dsl;

import io.millrace.dsl.operator.TableToStream;
import io.millrace.dsl.plan.Operation;
import io.millrace.dsl.plan.PlanDraft;
import io.millrace.dsl.plan.StoreSettings;
import io.millrace.dsl.plan.Suppress;
import io.millrace.errors.TopologyException;
import io.millrace.record.Bytes;
import io.millrace.record.KeyValue;
import io.millrace.serialization.Serde;
import io.millrace.state.KeyValueStore;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** A table of a draft. Whether it gets a store and sends old values is decided when the plan is rewritten. */
final class PlannedTable<K, V> extends JoinableTable<K, V> {

    private final PlanPoint point;
    private final @Nullable Serde<K> keySerde;
    private final @Nullable Serde<V> valueSerde;
    private final @Nullable String queryableStoreName;

    PlannedTable(
            PlanPoint point,
            @Nullable Serde<K> keySerde,
            @Nullable Serde<V> valueSerde,
            @Nullable String queryableStoreName) {
        this.point = point;
        this.keySerde = keySerde;
        this.valueSerde = valueSerde;
        this.queryableStoreName = queryableStoreName;
    }

    PlanPoint point() {
        return point;
    }

    @Nullable
    Serde<K> keySerde() {
        return keySerde;
    }

    @Nullable
    Serde<V> valueSerde() {
        return valueSerde;
    }

    @Override
    public @Nullable String queryableStoreName() {
        return queryableStoreName;
    }

    @Override
    public KTable<K, V> filter(Predicate<? super K, ? super V> predicate) {
        return doFilter(predicate, false, Named.generated(), null);
    }

    @Override
    public KTable<K, V> filter(Predicate<? super K, ? super V> predicate, Named named) {
        return doFilter(predicate, false, named, null);
    }

    @Override
    public KTable<K, V> filter(
            Predicate<? super K, ? super V> predicate, Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized) {
        return filter(predicate, Named.generated(), materialized);
    }

    @Override
    public KTable<K, V> filter(
            Predicate<? super K, ? super V> predicate,
            Named named,
            Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized) {
        return doFilter(predicate, false, named, Objects.requireNonNull(materialized, "materialized cannot be null"));
    }

    @Override
    public KTable<K, V> filterNot(Predicate<? super K, ? super V> predicate) {
        return doFilter(predicate, true, Named.generated(), null);
    }

    @Override
    public KTable<K, V> filterNot(Predicate<? super K, ? super V> predicate, Named named) {
        return doFilter(predicate, true, named, null);
    }

    @Override
    public KTable<K, V> filterNot(
            Predicate<? super K, ? super V> predicate, Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized) {
        return filterNot(predicate, Named.generated(), materialized);
    }

    @Override
    public KTable<K, V> filterNot(
            Predicate<? super K, ? super V> predicate,
            Named named,
            Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized) {
        return doFilter(predicate, true, named, Objects.requireNonNull(materialized, "materialized cannot be null"));
    }

    private KTable<K, V> doFilter(
            Predicate<? super K, ? super V> predicate,
            boolean negated,
            Named named,
            @Nullable Materialized<K, V, KeyValueStore<Bytes, byte[]>> materialized) {
        Kept<K, V> kept = keep(materialized, Prefix.TABLE_FILTER, valueSerde);
        String name = point.name(named, Prefix.TABLE_FILTER);
        boolean sendsOldValues = point.draft().sendOldValuesIfKept(point.node());
        PlanPoint filtered = point.then(
                name,
                new Operation.TableFilter(
                        Erased.predicate(predicate), negated, kept.store(), keeping(materialized), false, false));
        if (sendsOldValues) {
            point.draft().sendOldValues(filtered.node());
        }
        return kept.at(filtered);
    }

    @Override
    public <VR> KTable<K, VR> mapValues(ValueMapper<? super V, ? extends VR> mapper) {
        return doMapValues(Erased.ignoringKey(mapper), Named.generated(), null);
    }

    @Override
    public <VR> KTable<K, VR> mapValues(ValueMapper<? super V, ? extends VR> mapper, Named named) {
        return doMapValues(Erased.ignoringKey(mapper), named, null);
    }

    @Override
    public <VR> KTable<K, VR> mapValues(ValueMapperWithKey<? super K, ? super V, ? extends VR> mapper) {
        return doMapValues(Erased.mapper(mapper), Named.generated(), null);
    }

    @Override
    public <VR> KTable<K, VR> mapValues(ValueMapperWithKey<? super K, ? super V, ? extends VR> mapper, Named named) {
        return doMapValues(Erased.mapper(mapper), named, null);
    }

    @Override
    public <VR> KTable<K, VR> mapValues(
            ValueMapper<? super V, ? extends VR> mapper,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        return mapValues(mapper, Named.generated(), materialized);
    }

    @Override
    public <VR> KTable<K, VR> mapValues(
            ValueMapper<? super V, ? extends VR> mapper,
            Named named,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        return doMapValues(
                Erased.ignoringKey(mapper), named, Objects.requireNonNull(materialized, "materialized cannot be null"));
    }

    @Override
    public <VR> KTable<K, VR> mapValues(
            ValueMapperWithKey<? super K, ? super V, ? extends VR> mapper,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        return mapValues(mapper, Named.generated(), materialized);
    }

    @Override
    public <VR> KTable<K, VR> mapValues(
            ValueMapperWithKey<? super K, ? super V, ? extends VR> mapper,
            Named named,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        return doMapValues(
                Erased.mapper(mapper), named, Objects.requireNonNull(materialized, "materialized cannot be null"));
    }

    private <VR> KTable<K, VR> doMapValues(
            BiFunction<Object, Object, Object> mapper,
            Named named,
            @Nullable Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        Kept<K, VR> kept = keep(materialized, Prefix.TABLE_MAPVALUES, null);
        String name = point.name(named, Prefix.TABLE_MAPVALUES);
        return kept.at(
                point.then(name, new Operation.TableMapValues(mapper, kept.store(), keeping(materialized), false)));
    }

    @Override
    public <VR> KTable<K, VR> transformValues(
            ValueTransformerWithKeySupplier<? super K, ? super V, ? extends VR> transformerSupplier,
            String... stateStoreNames) {
        return doTransformValues(transformerSupplier, Named.generated(), null, stateStoreNames);
    }

    @Override
    public <VR> KTable<K, VR> transformValues(
            ValueTransformerWithKeySupplier<? super K, ? super V, ? extends VR> transformerSupplier,
            Named named,
            String... stateStoreNames) {
        return doTransformValues(transformerSupplier, named, null, stateStoreNames);
    }

    @Override
    public <VR> KTable<K, VR> transformValues(
            ValueTransformerWithKeySupplier<? super K, ? super V, ? extends VR> transformerSupplier,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized,
            String... stateStoreNames) {
        return transformValues(transformerSupplier, materialized, Named.generated(), stateStoreNames);
    }

    @Override
    public <VR> KTable<K, VR> transformValues(
            ValueTransformerWithKeySupplier<? super K, ? super V, ? extends VR> transformerSupplier,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized,
            Named named,
            String... stateStoreNames) {
        return doTransformValues(
                transformerSupplier,
                named,
                Objects.requireNonNull(materialized, "materialized cannot be null"),
                stateStoreNames);
    }

    private <VR> KTable<K, VR> doTransformValues(
            ValueTransformerWithKeySupplier<? super K, ? super V, ? extends VR> supplier,
            Named named,
            @Nullable Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized,
            String... stateStoreNames) {
        Objects.requireNonNull(supplier, "transformerSupplier cannot be null");
        Kept<K, VR> kept = keep(materialized, null, null);
        String name = point.name(named, Prefix.TABLE_TRANSFORMVALUES);
        Operation operation = new Operation.TableTransformValues(
                () -> new TransformerFunction(supplier.get()),
                List.of(stateStoreNames),
                kept.store(),
                keeping(materialized),
                false);
        return kept.at(point.then(name, operation));
    }

    @Override
    public KStream<K, V> toStream() {
        return toStream(Named.generated());
    }

    @Override
    public KStream<K, V> toStream(Named named) {
        String name = point.name(named, Prefix.TABLE_TOSTREAM);
        Operation operation = new Operation.Transform(TableToStream.supplier(), List.of(), false, false, false);
        return new PlannedStream<>(point.then(name, operation), keySerde, valueSerde, false);
    }

    @Override
    public <KR> KStream<KR, V> toStream(KeyValueMapper<? super K, ? super V, ? extends KR> mapper) {
        return toStream().selectKey(mapper);
    }

    @Override
    public <KR> KStream<KR, V> toStream(KeyValueMapper<? super K, ? super V, ? extends KR> mapper, Named named) {
        return toStream(named).selectKey(mapper);
    }

    @Override
    public <KR, VR> KGroupedTable<KR, VR> groupBy(
            KeyValueMapper<? super K, ? super V, ? extends KeyValue<? extends KR, ? extends VR>> selector) {
        return groupBy(selector, Grouped.with(null, null));
    }

    @Override
    public <KR, VR> KGroupedTable<KR, VR> groupBy(
            KeyValueMapper<? super K, ? super V, ? extends KeyValue<? extends KR, ? extends VR>> selector,
            Grouped<KR, VR> grouped) {
        Objects.requireNonNull(grouped, "grouped cannot be null");
        String name = PlanPoint.name(point.draft(), grouped.name, Prefix.TABLE_SELECT);
        PlanPoint selected = point.then(name, new Operation.TableRekey(Erased.selector(selector), false));
        point.draft().sendOldValues(point.node());
        return new PlannedGroupedTable<>(selected, grouped);
    }

    @Override
    public KTable<K, V> suppress(Suppressed<? super K> suppressed) {
        PlanDraft draft = point.draft();
        if (draft.node(point.node()).operation().versionedOutput().orElse(false)) {
            throw new TopologyException(
                    "A versioned table cannot be suppressed, but '" + point.name() + "' keeps versions");
        }
        Suppression suppression = Suppression.of(suppressed, draft, point.node());
        String name = suppression.name() != null ? suppression.name() : draft.newName(Prefix.TABLE_SUPPRESS);
        String storeName = suppression.storeName(draft);
        Suppress operation = new Suppress(
                Suppress.buffer(storeName, keySerde, valueSerde, suppression.changelogConfig()),
                suppression.limits(),
                false);
        draft.sendOldValues(point.node());
        PlanPoint held = point.then(name, operation).withSources(Set.of(point.name()));
        return new PlannedTable<>(held, keySerde, valueSerde, null);
    }

    private static Operation.Keeping keeping(@Nullable Materialized<?, ?, ?> materialized) {
        return materialized == null ? Operation.Keeping.INHERITED : Operation.Keeping.GIVEN;
    }

    /** How the rows of a derived table are kept: in a store if the program named one. */
    private record Kept<K, V>(
            @Nullable StoreSettings store,
            @Nullable Serde<K> keySerde,
            @Nullable Serde<V> valueSerde) {

        KTable<K, V> at(PlanPoint point) {
            return new PlannedTable<>(point, keySerde, valueSerde, store == null ? null : store.name());
        }
    }

    /**
     * @param prefix of the store name that 4.3.1 draws and does not use if the program gave none; null: draws none
     * @param inherited value serde of this table, if the derived one has the same values
     */
    private <VR> Kept<K, VR> keep(
            @Nullable Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized,
            @Nullable String prefix,
            @Nullable Serde<VR> inherited) {
        if (materialized == null) {
            return new Kept<>(null, keySerde, inherited);
        }
        Materialization<K, VR> given = Materialization.of(materialized);
        if (given.storeName() == null && prefix != null) {
            point.draft().newStoreName(prefix);
        }
        Serde<K> keys = given.keySerde() != null ? given.keySerde() : keySerde;
        Serde<VR> values = given.valueSerde() != null ? given.valueSerde() : inherited;
        return new Kept<>(given.storeIfQueryable(), keys, values);
    }
}
