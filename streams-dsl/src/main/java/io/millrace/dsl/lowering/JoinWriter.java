package io.millrace.dsl.lowering;

import io.millrace.dsl.operator.ForeignKeyAnswering;
import io.millrace.dsl.operator.ForeignKeyNotify;
import io.millrace.dsl.operator.ForeignKeyReceive;
import io.millrace.dsl.operator.ForeignKeyRegister;
import io.millrace.dsl.operator.ForeignKeyResolve;
import io.millrace.dsl.operator.JoinWindow;
import io.millrace.dsl.operator.PassThrough;
import io.millrace.dsl.operator.StreamSelfJoin;
import io.millrace.dsl.operator.StreamTableJoin;
import io.millrace.dsl.operator.TableJoinMerge;
import io.millrace.dsl.operator.TableTableJoin.SideKind;
import io.millrace.dsl.operator.TableView;
import io.millrace.dsl.plan.Combiner;
import io.millrace.dsl.plan.ForeignKeyPlan;
import io.millrace.dsl.plan.ForeignKeyStep;
import io.millrace.dsl.plan.JoinKind;
import io.millrace.dsl.plan.NodeId;
import io.millrace.dsl.plan.Operation;
import io.millrace.dsl.plan.StoreSettings;
import io.millrace.dsl.plan.StreamStreamJoin;
import io.millrace.dsl.plan.TableTableJoin;
import io.millrace.dsl.plan.WaitingRecords;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.state.DslStoreSuppliers;
import io.millrace.topology.graph.GivenStore;
import io.millrace.topology.graph.StoreDefinition;
import io.millrace.topology.graph.TopologyGraph;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes joins to a graph: each becomes one or more processors with their stores. */
final class JoinWriter {

    private final TopologyGraph graph;
    private final Views views;
    private final @Nullable DslStoreSuppliers storeSuppliers;
    private final Function<NodeId, String> outputNames;

    /**
     * @param outputNames under which name the children of a plan node find it
     */
    JoinWriter(
            TopologyGraph graph,
            Views views,
            @Nullable DslStoreSuppliers storeSuppliers,
            Function<NodeId, String> outputNames) {
        this.graph = graph;
        this.views = views;
        this.storeSuppliers = storeSuppliers;
        this.outputNames = outputNames;
    }

    void streamTableJoin(String name, List<String> parents, Operation.StreamTableJoin join) {
        TableView.Source table = views.of(join.table());
        WaitingRecords buffer = join.buffer();
        if (buffer == null) {
            graph.addProcessor(name, StreamTableJoin.supplier(table, null, join.joiner(), join.left()), parents);
            connect(name, table.storeNames());
            return;
        }
        graph.addOperator(
                name,
                StreamTableJoin.waitingSupplier(table, join.joiner(), join.left(), buffer.storeName()),
                parents,
                new GivenStore(StreamTableJoin.bufferBuilder(
                        buffer.storeName(), buffer.keySerde(), buffer.valueSerde(), buffer.graceMs())));
        connect(name, table.storeNames());
        table.storeNames().forEach(store -> requireHistory(store, buffer.graceMs()));
    }

    private void requireHistory(String storeName, long graceMs) {
        StoreDefinition store = graph.stores().get(storeName);
        long historyMs = store == null ? -1 : store.historyRetentionMs();
        if (historyMs < 0) {
            throw new IllegalArgumentException(
                    "A join with a grace period looks rows up as of an earlier time, which only a versioned table can answer,"
                            + " but store '" + storeName
                            + "' is not versioned: materialize the table with a versioned store");
        }
        if (graceMs > historyMs) {
            throw new IllegalArgumentException("Store '" + storeName + "' keeps versions for " + historyMs
                    + " ms, which is less than the grace period of a join with it, " + graceMs + " ms");
        }
    }

    void tableTableJoin(String name, TableTableJoin join) {
        TableView.Source left = views.of(join.left());
        TableView.Source right = views.of(join.right());
        Combiner joiner = join.joiner();
        Combiner reversed = (key, rightValue, leftValue) -> joiner.apply(key, leftValue, rightValue);
        graph.addProcessor(
                join.leftName(),
                side(
                        right,
                        joiner,
                        join.sendsOldValues(),
                        join.kind().keepsLeft(),
                        join.kind().keepsRight(),
                        join.skipsOlderLeft()),
                List.of(outputNames.apply(join.left())));
        graph.addProcessor(
                join.rightName(),
                side(
                        left,
                        reversed,
                        join.sendsOldValues(),
                        join.kind().keepsRight(),
                        join.kind().keepsLeft(),
                        join.skipsOlderRight()),
                List.of(outputNames.apply(join.right())));
        StoreSettings store = join.store();
        graph.addOperator(
                name,
                TableJoinMerge.supplier(store == null ? null : store.name(), join.sendsOldValues()),
                List.of(join.leftName(), join.rightName()),
                TableStoreDefinition.orNone(store, storeSuppliers));
        connect(join.leftName(), right.storeNames());
        connect(join.rightName(), left.storeNames());
    }

    private static ProcessorSupplier<?, ?, ?, ?> side(
            TableView.Source other,
            Combiner joiner,
            boolean sendsOldValues,
            boolean keepsThis,
            boolean keepsOther,
            boolean skipsOlder) {
        SideKind kind = keepsThis
                ? (keepsOther ? SideKind.BOTH_KEPT : SideKind.THIS_KEPT)
                : (keepsOther ? SideKind.OTHER_KEPT : SideKind.INNER);
        return io.millrace.dsl.operator.TableTableJoin.supplier(other, joiner, kind, sendsOldValues, skipsOlder);
    }

    void joinWindow(String name, List<String> parents, io.millrace.dsl.plan.JoinWindow window) {
        graph.addOperator(
                name,
                JoinWindow.supplier(window.store().name()),
                parents,
                new JoinStoreDefinition(window.store(), storeSuppliers));
    }

    void streamStreamJoin(String name, StreamStreamJoin join) {
        StreamStreamJoin.Side left = join.left();
        StreamStreamJoin.Side right = join.right();
        if (join.isSelfJoin()) {
            graph.addOperator(
                    name,
                    StreamSelfJoin.supplier(
                            join.bounds(),
                            join.joiner(),
                            left.store().name(),
                            left.store().retentionMs()),
                    List.of(left.windowName()),
                    new JoinStoreDefinition(left.store(), storeSuppliers));
            return;
        }
        streamSide(join, left, right, true);
        streamSide(join, right, left, false);
        graph.addProcessor(name, PassThrough.supplier(), List.of(left.joinName(), right.joinName()));
    }

    private void streamSide(
            StreamStreamJoin join, StreamStreamJoin.Side side, StreamStreamJoin.Side other, boolean isLeft) {
        String unmatched = join.unmatched() == null ? null : join.unmatched().name();
        JoinKind kind = join.kind();
        JoinStoreDefinition searched = new JoinStoreDefinition(other.store(), storeSuppliers);
        graph.addOperator(
                side.joinName(),
                io.millrace.dsl.operator.StreamStreamJoin.supplier(
                        new io.millrace.dsl.operator.StreamStreamJoin.Settings(
                                isLeft,
                                isLeft ? kind.keepsLeft() : kind.keepsRight(),
                                join.bounds(),
                                join.joiner(),
                                other.store().name(),
                                unmatched)),
                List.of(side.windowName()),
                join.unmatched() == null
                        ? new StoreDefinition[] {searched}
                        : new StoreDefinition[] {
                            searched, new OuterJoinStoreDefinition(join.unmatched(), storeSuppliers)
                        });
    }

    void foreignKeyStep(String name, List<String> parents, ForeignKeyStep step) {
        ForeignKeyPlan join = step.join();
        switch (step.kind()) {
            case SEND ->
                graph.addProcessor(name, ForeignKeyRegister.supplier(join, step.skipsOlderVersions()), parents);
            case RECEIVE -> graph.addOperator(name, ForeignKeyReceive.supplier(join), parents, registrations(join));
            case ANSWER -> {
                TableView.Source right = views.of(join.rightTable());
                graph.addProcessor(name, ForeignKeyAnswering.supplier(join, right), parents);
                connect(name, right.storeNames());
            }
            case NOTIFY ->
                graph.addOperator(
                        name, ForeignKeyNotify.supplier(join, step.skipsOlderVersions()), parents, registrations(join));
            case RESOLVE -> {
                TableView.Source left = views.of(join.leftTable());
                graph.addProcessor(name, ForeignKeyResolve.supplier(join, left), parents);
                connect(name, left.storeNames());
            }
        }
    }

    private StoreDefinition registrations(ForeignKeyPlan join) {
        return TableStoreDefinition.of(join.subscriptions(), storeSuppliers);
    }

    private void connect(String processor, List<String> stores) {
        if (!stores.isEmpty()) {
            graph.connectProcessorAndStores(processor, stores);
        }
    }
}
