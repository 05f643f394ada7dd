package io.millrace.dsl;

import io.millrace.dsl.plan.JoinKind;
import io.millrace.dsl.plan.NodeId;
import io.millrace.dsl.plan.PlanDraft;
import io.millrace.dsl.plan.StoreSettings;
import io.millrace.dsl.plan.TableTableJoin;
import io.millrace.record.Bytes;
import io.millrace.serialization.Serde;
import io.millrace.state.KeyValueStore;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Adds joins of tables by their keys to a draft. */
final class TableJoins {

    private TableJoins() {}

    static <K, V, VO, VR> KTable<K, VR> byKey(
            PlannedTable<K, V> left,
            KTable<K, VO> table,
            ValueJoiner<? super V, ? super VO, ? extends VR> joiner,
            Named named,
            @Nullable Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized,
            JoinKind kind) {
        PlannedTable<K, VO> right = (PlannedTable<K, VO>) Objects.requireNonNull(table, "table cannot be null");
        PlanDraft draft = left.point().draft();
        // unlike elsewhere a store without a given name is kept, and can be queried under the drawn one
        Materialization<K, VR> store = materialized == null
                ? null
                : Materialization.named(materialized, draft, Prefix.TABLE_MERGE).orKeySerde(left.keySerde());
        String name = left.point().name(Objects.requireNonNull(named, "named cannot be null"), Prefix.TABLE_MERGE);
        Set<String> sources = left.point().sourcesWith(right.point());
        draft.coPartition(sources);
        noteNeeds(draft, left.point().node(), right.point().node(), kind);
        String leftName = PlanPoint.nameWithSuffix(draft, Named.given(named), "-join-this", Prefix.TABLE_JOINTHIS);
        String rightName = PlanPoint.nameWithSuffix(draft, Named.given(named), "-join-other", Prefix.TABLE_JOINOTHER);
        StoreSettings settings = store == null ? null : store.store();
        NodeId leftNode = left.point().node();
        NodeId rightNode = right.point().node();
        TableTableJoin operation =
                TableTableJoin.of(leftNode, rightNode, Erased.joiner(joiner), kind, leftName, rightName, settings);
        NodeId node = draft.add(name, operation, leftNode, rightNode);
        Serde<K> keys = store == null ? left.keySerde() : store.keySerde();
        Serde<VR> values = store == null ? null : store.valueSerde();
        return new PlannedTable<>(
                new PlanPoint(draft, node, name, sources), keys, values, store == null ? null : store.storeName());
    }

    private static void noteNeeds(PlanDraft draft, NodeId left, NodeId right, JoinKind kind) {
        if (kind.keepsLeft()) {
            draft.sendOldValues(left);
        }
        if (kind.keepsRight()) {
            draft.sendOldValues(right);
        }
        draft.lookUp(left);
        draft.lookUp(right);
    }
}
