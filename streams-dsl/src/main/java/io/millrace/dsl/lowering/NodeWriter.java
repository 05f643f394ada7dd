package io.millrace.dsl.lowering;

import io.millrace.dsl.operator.Deduplicate;
import io.millrace.dsl.operator.PassThrough;
import io.millrace.dsl.operator.SessionAggregate;
import io.millrace.dsl.operator.SlidingAggregate;
import io.millrace.dsl.operator.StreamAggregate;
import io.millrace.dsl.operator.StreamTableJoin;
import io.millrace.dsl.operator.TableAggregate;
import io.millrace.dsl.operator.TableFilter;
import io.millrace.dsl.operator.TableMapValues;
import io.millrace.dsl.operator.TableRekey;
import io.millrace.dsl.operator.TableSource;
import io.millrace.dsl.operator.TableTransformValues;
import io.millrace.dsl.operator.TableView;
import io.millrace.dsl.plan.CogroupMerge;
import io.millrace.dsl.plan.ForeignKeyStep;
import io.millrace.dsl.plan.ForeignKeyTable;
import io.millrace.dsl.plan.InternalSink;
import io.millrace.dsl.plan.InternalSource;
import io.millrace.dsl.plan.JoinWindow;
import io.millrace.dsl.plan.NodeId;
import io.millrace.dsl.plan.Operation;
import io.millrace.dsl.plan.Plan;
import io.millrace.dsl.plan.PlanNode;
import io.millrace.dsl.plan.StoreSettings;
import io.millrace.dsl.plan.StreamStreamJoin;
import io.millrace.dsl.plan.Suppress;
import io.millrace.dsl.plan.TableTableJoin;
import io.millrace.dsl.plan.WindowAggregate;
import io.millrace.dsl.plan.Windowing;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.state.DslStoreSuppliers;
import io.millrace.topology.graph.GivenStore;
import io.millrace.topology.graph.NodeDefinition;
import io.millrace.topology.graph.TopologyGraph;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes plan nodes to a graph, one after the other, each after its parents. */
final class NodeWriter {

    private final Plan plan;
    private final TopologyGraph graph;
    private final @Nullable DslStoreSuppliers storeSuppliers;

    private final JoinWriter joins;
    private final InternalTopicWriter topics;

    NodeWriter(Plan plan, TopologyGraph graph, @Nullable DslStoreSuppliers storeSuppliers) {
        this.plan = plan;
        this.graph = graph;
        this.storeSuppliers = storeSuppliers;
        this.joins = new JoinWriter(graph, new Views(plan), storeSuppliers, this::outputName);
        this.topics = new InternalTopicWriter(graph);
    }

    void write(PlanNode node) {
        node.operation().accept(new OneNode(node));
    }

    /** What one node becomes. */
    private final class OneNode implements Operation.Visitor {

        private final String name;
        private final List<String> parents;
        private final PlanNode node;

        OneNode(PlanNode node) {
            this.node = node;
            this.name = node.name();
            this.parents =
                    node.parents().stream().map(NodeWriter.this::outputName).toList();
        }

        @Override
        public void streamSource(Operation.StreamSource operation) {
            if (operation.pattern().isPresent()) {
                graph.addSource(name, operation.pattern().get(), operation.reading());
            } else {
                graph.addSource(name, operation.topics(), operation.reading());
            }
        }

        @Override
        public void tableSource(Operation.TableSource operation) {
            graph.addSource(operation.sourceName(), List.of(operation.topic()), operation.reading());
            addTable(
                    tableSupplier(operation.store(), operation.materialized(), operation.sendsOldValues()),
                    List.of(operation.sourceName()),
                    operation.materialized() ? operation.store() : null);
            if (operation.materialized() && operation.topicIsChangelog()) {
                graph.useSourceTopicAsChangelog(operation.store().name(), operation.topic());
            }
        }

        @Override
        public void globalTable(Operation.GlobalTable operation) {
            StoreSettings store = operation.store();
            graph.addGlobalStore(
                    new TopologyGraph.GlobalStoreDefinition(
                            TableStoreDefinition.of(store, storeSuppliers),
                            operation.sourceName(),
                            name,
                            operation.topic(),
                            false),
                    operation.reading(),
                    TableSource.supplier(store.name(), false));
        }

        @Override
        public void globalStore(Operation.GlobalStore operation) {
            graph.addGlobalStore(
                    new TopologyGraph.GlobalStoreDefinition(
                            new GivenStore(operation.builder()),
                            operation.sourceName(),
                            operation.processorName(),
                            operation.topic(),
                            true),
                    operation.reading(),
                    operation.supplier());
        }

        @Override
        public void addedStore(Operation.AddedStore operation) {
            graph.addStore(new GivenStore(operation.builder()), List.of());
        }

        @Override
        public void transform(Operation.Transform operation) {
            graph.addProcessor(name, operation.supplier(), parents);
            connect(operation.stores());
        }

        @Override
        public void fixedKeyTransform(Operation.FixedKeyTransform operation) {
            graph.addFixedKeyProcessor(name, operation.supplier(), parents);
            connect(operation.stores());
        }

        @Override
        public void repartition(Operation.Repartition operation) {
            topics.repartition(parents, operation);
        }

        @Override
        public void tableRepartition(Operation.TableRepartition operation) {
            topics.tableRepartition(parents, operation);
        }

        @Override
        public void streamAggregate(Operation.StreamAggregate operation) {
            StoreSettings store = operation.store();
            addTable(
                    StreamAggregate.supplier(
                            store.name(), operation.initializer(), operation.adder(), operation.sendsOldValues()),
                    parents,
                    store);
        }

        @Override
        public void tableAggregate(Operation.TableAggregate operation) {
            StoreSettings store = operation.store();
            addTable(
                    TableAggregate.supplier(
                            store.name(),
                            operation.initializer(),
                            operation.adder(),
                            operation.subtractor(),
                            operation.sendsOldValues()),
                    parents,
                    store);
        }

        @Override
        public void streamToTable(Operation.StreamToTable operation) {
            addTable(
                    tableSupplier(operation.store(), operation.materialized(), operation.sendsOldValues()),
                    parents,
                    operation.materialized() ? operation.store() : null);
        }

        @Override
        public void tableFilter(Operation.TableFilter operation) {
            addTable(
                    TableFilter.supplier(
                            operation.predicate(),
                            operation.negated(),
                            storeName(operation.store()),
                            operation.sendsOldValues(),
                            operation.skipsOlderVersions()),
                    parents,
                    operation.store());
        }

        @Override
        public void tableMapValues(Operation.TableMapValues operation) {
            addTable(
                    TableMapValues.supplier(
                            operation.mapper(), storeName(operation.store()), operation.sendsOldValues()),
                    parents,
                    operation.store());
        }

        @Override
        public void tableTransformValues(Operation.TableTransformValues operation) {
            addTable(
                    TableTransformValues.supplier(
                            operation.function(), storeName(operation.store()), operation.sendsOldValues()),
                    parents,
                    operation.store());
            connect(operation.connectedStores());
        }

        @Override
        public void tableRekey(Operation.TableRekey operation) {
            graph.addProcessor(
                    name, TableRekey.supplier(operation.selector(), operation.skipsOlderVersions()), parents);
        }

        @Override
        public void streamTableJoin(Operation.StreamTableJoin operation) {
            joins.streamTableJoin(name, parents, operation);
        }

        @Override
        public void tableTableJoin(TableTableJoin operation) {
            joins.tableTableJoin(name, operation);
        }

        @Override
        public void joinWindow(JoinWindow operation) {
            joins.joinWindow(name, parents, operation);
        }

        @Override
        public void streamStreamJoin(StreamStreamJoin operation) {
            joins.streamStreamJoin(name, operation);
        }

        @Override
        public void foreignKeyStep(ForeignKeyStep operation) {
            joins.foreignKeyStep(name, parents, operation);
        }

        @Override
        public void foreignKeyTable(ForeignKeyTable operation) {
            addTable(
                    tableSupplier(operation.store(), operation.materialized(), operation.sendsOldValues()),
                    parents,
                    operation.materialized() ? operation.store() : null);
        }

        @Override
        public void windowAggregate(WindowAggregate operation) {
            graph.addOperator(
                    name, windowSupplier(operation), parents, WindowStoreDefinition.of(operation, storeSuppliers));
        }

        @Override
        public void deduplicate(io.millrace.dsl.plan.Deduplicate operation) {
            graph.addOperator(
                    name,
                    Deduplicate.supplier(
                            operation.store().name(), operation.id(), operation.windowMs(), operation.graceMs()),
                    parents,
                    WindowStoreDefinition.of(operation, storeSuppliers));
        }

        @Override
        public void cogroupMerge(CogroupMerge operation) {
            graph.addProcessor(name, PassThrough.supplier(), parents);
        }

        @Override
        public void suppress(Suppress operation) {
            StoreSettings buffer = operation.buffer();
            graph.addOperator(
                    name,
                    io.millrace.dsl.operator.Suppress.supplier(buffer.name(), operation.limits()),
                    parents,
                    new GivenStore(io.millrace.dsl.operator.Suppress.bufferBuilder(
                            buffer.name(),
                            buffer.keySerde(),
                            buffer.valueSerde(),
                            buffer.logging() ? buffer.changelogConfig() : null)));
        }

        @Override
        public void internalSink(InternalSink operation) {
            topics.sink(name, parents, operation);
        }

        @Override
        public void internalSource(InternalSource operation) {
            topics.source(name, operation);
        }

        /** A global store is open to all processors: it is not connected. */
        @Override
        public void streamGlobalJoin(Operation.StreamGlobalJoin operation) {
            TableView.Source table = TableView.Source.ofStore(operation.store());
            graph.addProcessor(
                    name,
                    StreamTableJoin.supplier(table, operation.keySelector(), operation.joiner(), operation.left()),
                    parents);
        }

        @Override
        public void sink(Operation.Sink operation) {
            graph.addSink(new NodeDefinition.Sink(
                    name, operation.topic(), operation.topicExtractor(), operation.writing(), parents));
        }

        private void addTable(
                ProcessorSupplier<?, ?, ?, ?> supplier, List<String> tableParents, @Nullable StoreSettings store) {
            graph.addOperator(name, supplier, tableParents, TableStoreDefinition.orNone(store, storeSuppliers));
        }

        private void connect(List<String> stores) {
            if (!stores.isEmpty()) {
                graph.connectProcessorAndStores(name, stores);
            }
        }
    }

    /** Under which name the children of a node find it. */
    private String outputName(NodeId id) {
        PlanNode node = plan.node(id);
        if (node.operation() instanceof Operation.Repartition repartition) {
            return repartition.sourceName();
        }
        return node.operation() instanceof Operation.TableRepartition repartition
                ? repartition.sourceName()
                : node.name();
    }

    private static ProcessorSupplier<?, ?, ?, ?> tableSupplier(
            StoreSettings store, boolean materialized, boolean sendsOldValues) {
        return materialized ? TableSource.supplier(store.name(), sendsOldValues) : TableSource.withoutStore();
    }

    private static ProcessorSupplier<?, ?, ?, ?> windowSupplier(WindowAggregate operation) {
        io.millrace.dsl.operator.WindowAggregate.Settings settings =
                new io.millrace.dsl.operator.WindowAggregate.Settings(
                        operation.store().name(),
                        operation.initializer(),
                        operation.adder(),
                        operation.emitsOnClose(),
                        operation.sendsOldValues());
        if (operation.windowing() instanceof Windowing.Fixed fixed) {
            return io.millrace.dsl.operator.WindowAggregate.supplier(settings, fixed);
        }
        if (operation.windowing() instanceof Windowing.Sliding sliding) {
            return SlidingAggregate.supplier(settings, sliding);
        }
        return SessionAggregate.supplier(
                settings, (Windowing.Session) operation.windowing(), Objects.requireNonNull(operation.merger()));
    }

    private static @Nullable String storeName(@Nullable StoreSettings store) {
        return store == null ? null : store.name();
    }
}
