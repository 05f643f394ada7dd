package io.millrace.dsl;

import io.millrace.dsl.plan.JoinKind;
import io.millrace.record.Bytes;
import io.millrace.state.KeyValueStore;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The joins of a table: many overloads, each one line into {@link TableJoins} or {@link ForeignKeyJoins}. */
abstract sealed class JoinableTable<K, V> implements KTable<K, V> permits PlannedTable {

    private PlannedTable<K, V> self() {
        return (PlannedTable<K, V>) this;
    }

    @Override
    public <VO, VR> KTable<K, VR> join(KTable<K, VO> table, ValueJoiner<? super V, ? super VO, ? extends VR> joiner) {
        return TableJoins.byKey(self(), table, joiner, Named.generated(), null, JoinKind.INNER);
    }

    @Override
    public <VO, VR> KTable<K, VR> join(
            KTable<K, VO> table, ValueJoiner<? super V, ? super VO, ? extends VR> joiner, Named named) {
        return TableJoins.byKey(self(), table, joiner, named, null, JoinKind.INNER);
    }

    @Override
    public <VO, VR> KTable<K, VR> join(
            KTable<K, VO> table,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        return TableJoins.byKey(
                self(),
                table,
                joiner,
                Named.generated(),
                Objects.requireNonNull(materialized, "materialized cannot be null"),
                JoinKind.INNER);
    }

    @Override
    public <VO, VR> KTable<K, VR> join(
            KTable<K, VO> table,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            Named named,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        return TableJoins.byKey(
                self(),
                table,
                joiner,
                named,
                Objects.requireNonNull(materialized, "materialized cannot be null"),
                JoinKind.INNER);
    }

    @Override
    public <VO, VR> KTable<K, VR> leftJoin(
            KTable<K, VO> table, ValueJoiner<? super V, ? super VO, ? extends VR> joiner) {
        return TableJoins.byKey(self(), table, joiner, Named.generated(), null, JoinKind.LEFT);
    }

    @Override
    public <VO, VR> KTable<K, VR> leftJoin(
            KTable<K, VO> table, ValueJoiner<? super V, ? super VO, ? extends VR> joiner, Named named) {
        return TableJoins.byKey(self(), table, joiner, named, null, JoinKind.LEFT);
    }

    @Override
    public <VO, VR> KTable<K, VR> leftJoin(
            KTable<K, VO> table,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        return TableJoins.byKey(
                self(),
                table,
                joiner,
                Named.generated(),
                Objects.requireNonNull(materialized, "materialized cannot be null"),
                JoinKind.LEFT);
    }

    @Override
    public <VO, VR> KTable<K, VR> leftJoin(
            KTable<K, VO> table,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            Named named,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        return TableJoins.byKey(
                self(),
                table,
                joiner,
                named,
                Objects.requireNonNull(materialized, "materialized cannot be null"),
                JoinKind.LEFT);
    }

    @Override
    public <VO, VR> KTable<K, VR> outerJoin(
            KTable<K, VO> table, ValueJoiner<? super V, ? super VO, ? extends VR> joiner) {
        return TableJoins.byKey(self(), table, joiner, Named.generated(), null, JoinKind.OUTER);
    }

    @Override
    public <VO, VR> KTable<K, VR> outerJoin(
            KTable<K, VO> table, ValueJoiner<? super V, ? super VO, ? extends VR> joiner, Named named) {
        return TableJoins.byKey(self(), table, joiner, named, null, JoinKind.OUTER);
    }

    @Override
    public <VO, VR> KTable<K, VR> outerJoin(
            KTable<K, VO> table,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        return TableJoins.byKey(
                self(),
                table,
                joiner,
                Named.generated(),
                Objects.requireNonNull(materialized, "materialized cannot be null"),
                JoinKind.OUTER);
    }

    @Override
    public <VO, VR> KTable<K, VR> outerJoin(
            KTable<K, VO> table,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            Named named,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        return TableJoins.byKey(
                self(),
                table,
                joiner,
                named,
                Objects.requireNonNull(materialized, "materialized cannot be null"),
                JoinKind.OUTER);
    }

    @Override
    public <VR, KO, VO> KTable<K, VR> join(
            KTable<KO, VO> table,
            Function<? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner) {
        return ForeignKeyJoins.join(
                self(),
                table,
                Erased.extractor(foreignKeyExtractor),
                Erased.joiner(joiner),
                TableJoined.with(null, null),
                Materialized.with(null, null),
                false);
    }

    @Override
    public <VR, KO, VO> KTable<K, VR> join(
            KTable<KO, VO> table,
            Function<? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            TableJoined<K, KO> tableJoined) {
        return ForeignKeyJoins.join(
                self(),
                table,
                Erased.extractor(foreignKeyExtractor),
                Erased.joiner(joiner),
                tableJoined,
                Materialized.with(null, null),
                false);
    }

    @Override
    public <VR, KO, VO> KTable<K, VR> join(
            KTable<KO, VO> table,
            Function<? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        return ForeignKeyJoins.join(
                self(),
                table,
                Erased.extractor(foreignKeyExtractor),
                Erased.joiner(joiner),
                TableJoined.with(null, null),
                materialized,
                false);
    }

    @Override
    public <VR, KO, VO> KTable<K, VR> join(
            KTable<KO, VO> table,
            Function<? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            TableJoined<K, KO> tableJoined,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        return ForeignKeyJoins.join(
                self(),
                table,
                Erased.extractor(foreignKeyExtractor),
                Erased.joiner(joiner),
                tableJoined,
                materialized,
                false);
    }

    @Override
    public <VR, KO, VO> KTable<K, VR> join(
            KTable<KO, VO> table,
            BiFunction<? super K, ? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner) {
        return ForeignKeyJoins.join(
                self(),
                table,
                Erased.extractor(foreignKeyExtractor),
                Erased.joiner(joiner),
                TableJoined.with(null, null),
                Materialized.with(null, null),
                false);
    }

    @Override
    public <VR, KO, VO> KTable<K, VR> join(
            KTable<KO, VO> table,
            BiFunction<? super K, ? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            TableJoined<K, KO> tableJoined) {
        return ForeignKeyJoins.join(
                self(),
                table,
                Erased.extractor(foreignKeyExtractor),
                Erased.joiner(joiner),
                tableJoined,
                Materialized.with(null, null),
                false);
    }

    @Override
    public <VR, KO, VO> KTable<K, VR> join(
            KTable<KO, VO> table,
            BiFunction<? super K, ? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        return ForeignKeyJoins.join(
                self(),
                table,
                Erased.extractor(foreignKeyExtractor),
                Erased.joiner(joiner),
                TableJoined.with(null, null),
                materialized,
                false);
    }

    @Override
    public <VR, KO, VO> KTable<K, VR> join(
            KTable<KO, VO> table,
            BiFunction<? super K, ? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            TableJoined<K, KO> tableJoined,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        return ForeignKeyJoins.join(
                self(),
                table,
                Erased.extractor(foreignKeyExtractor),
                Erased.joiner(joiner),
                tableJoined,
                materialized,
                false);
    }

    @Override
    public <VR, KO, VO> KTable<K, VR> leftJoin(
            KTable<KO, VO> table,
            Function<? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner) {
        return ForeignKeyJoins.join(
                self(),
                table,
                Erased.extractor(foreignKeyExtractor),
                Erased.joiner(joiner),
                TableJoined.with(null, null),
                Materialized.with(null, null),
                true);
    }

    @Override
    public <VR, KO, VO> KTable<K, VR> leftJoin(
            KTable<KO, VO> table,
            Function<? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            TableJoined<K, KO> tableJoined) {
        return ForeignKeyJoins.join(
                self(),
                table,
                Erased.extractor(foreignKeyExtractor),
                Erased.joiner(joiner),
                tableJoined,
                Materialized.with(null, null),
                true);
    }

    @Override
    public <VR, KO, VO> KTable<K, VR> leftJoin(
            KTable<KO, VO> table,
            Function<? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        return ForeignKeyJoins.join(
                self(),
                table,
                Erased.extractor(foreignKeyExtractor),
                Erased.joiner(joiner),
                TableJoined.with(null, null),
                materialized,
                true);
    }

    @Override
    public <VR, KO, VO> KTable<K, VR> leftJoin(
            KTable<KO, VO> table,
            Function<? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            TableJoined<K, KO> tableJoined,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        return ForeignKeyJoins.join(
                self(),
                table,
                Erased.extractor(foreignKeyExtractor),
                Erased.joiner(joiner),
                tableJoined,
                materialized,
                true);
    }

    @Override
    public <VR, KO, VO> KTable<K, VR> leftJoin(
            KTable<KO, VO> table,
            BiFunction<? super K, ? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner) {
        return ForeignKeyJoins.join(
                self(),
                table,
                Erased.extractor(foreignKeyExtractor),
                Erased.joiner(joiner),
                TableJoined.with(null, null),
                Materialized.with(null, null),
                true);
    }

    @Override
    public <VR, KO, VO> KTable<K, VR> leftJoin(
            KTable<KO, VO> table,
            BiFunction<? super K, ? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            TableJoined<K, KO> tableJoined) {
        return ForeignKeyJoins.join(
                self(),
                table,
                Erased.extractor(foreignKeyExtractor),
                Erased.joiner(joiner),
                tableJoined,
                Materialized.with(null, null),
                true);
    }

    @Override
    public <VR, KO, VO> KTable<K, VR> leftJoin(
            KTable<KO, VO> table,
            BiFunction<? super K, ? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        return ForeignKeyJoins.join(
                self(),
                table,
                Erased.extractor(foreignKeyExtractor),
                Erased.joiner(joiner),
                TableJoined.with(null, null),
                materialized,
                true);
    }

    @Override
    public <VR, KO, VO> KTable<K, VR> leftJoin(
            KTable<KO, VO> table,
            BiFunction<? super K, ? super V, ? extends KO> foreignKeyExtractor,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            TableJoined<K, KO> tableJoined,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized) {
        return ForeignKeyJoins.join(
                self(),
                table,
                Erased.extractor(foreignKeyExtractor),
                Erased.joiner(joiner),
                tableJoined,
                materialized,
                true);
    }
}
