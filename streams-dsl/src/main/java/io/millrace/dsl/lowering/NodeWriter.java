package io.millrace.dsl.lowering;

import io.millrace.dsl.operator.ChangeDeserializer;
import io.millrace.dsl.operator.ChangeSerializer;
import io.millrace.dsl.operator.NullKeyGate;
import io.millrace.dsl.operator.PassThrough;
import io.millrace.dsl.operator.StreamAggregate;
import io.millrace.dsl.operator.StreamTableJoin;
import io.millrace.dsl.operator.TableAggregate;
import io.millrace.dsl.operator.TableFilter;
import io.millrace.dsl.operator.TableMapValues;
import io.millrace.dsl.operator.TableRekey;
import io.millrace.dsl.operator.TableSource;
import io.millrace.dsl.operator.TableTransformValues;
import io.millrace.dsl.operator.TableView;
import io.millrace.dsl.plan.NodeId;
import io.millrace.dsl.plan.Operation;
import io.millrace.dsl.plan.Plan;
import io.millrace.dsl.plan.PlanNode;
import io.millrace.dsl.plan.StoreSettings;
import io.millrace.processor.FailOnInvalidTimestamp;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.serialization.Deserializer;
import io.millrace.serialization.Serde;
import io.millrace.serialization.Serializer;
import io.millrace.state.DslStoreSuppliers;
import io.millrace.topology.graph.GivenStore;
import io.millrace.topology.graph.NodeDefinition;
import io.millrace.topology.graph.NodeDefinition.Reading;
import io.millrace.topology.graph.NodeDefinition.Writing;
import io.millrace.topology.graph.TopologyGraph;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Writes plan nodes to a graph, one after the other, each after its parents. */
final class NodeWriter {

    private final Plan plan;
    private final TopologyGraph graph;
    private final @Nullable DslStoreSuppliers storeSuppliers;

    NodeWriter(Plan plan, TopologyGraph graph, @Nullable DslStoreSuppliers storeSuppliers) {
        this.plan = plan;
        this.graph = graph;
        this.storeSuppliers = storeSuppliers;
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
            graph.addInternalTopic(operation.topic(), operation.partitionCount());
            graph.addProcessor(
                    operation.filterName(),
                    operation.dropsNullKeys() ? NullKeyGate.supplier() : PassThrough.supplier(),
                    parents);
            Serde<?> keySerde = operation.keySerde();
            Serde<?> valueSerde = operation.valueSerde();
            addInternalSink(
                    operation.sinkName(),
                    operation.topic(),
                    new Writing(serializer(keySerde), serializer(valueSerde), operation.partitioner()),
                    List.of(operation.filterName()));
            addInternalSource(
                    operation.sourceName(), operation.topic(), deserializer(keySerde), deserializer(valueSerde));
        }

        @Override
        public void tableRepartition(Operation.TableRepartition operation) {
            graph.addInternalTopic(operation.topic(), OptionalInt.empty());
            addInternalSink(
                    operation.sinkName(),
                    operation.topic(),
                    new Writing(
                            serializer(operation.keySerde()),
                            new ChangeSerializer(serializer(operation.valueSerde())),
                            null),
                    parents);
            addInternalSource(
                    operation.sourceName(),
                    operation.topic(),
                    deserializer(operation.keySerde()),
                    new ChangeDeserializer(deserializer(operation.valueSerde())));
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
                            operation.sendsOldValues()),
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
            graph.addProcessor(name, TableRekey.supplier(operation.selector()), parents);
        }

        @Override
        public void streamTableJoin(Operation.StreamTableJoin operation) {
            TableView.Source table = view(operation.table());
            graph.addProcessor(
                    name, StreamTableJoin.supplier(table, null, operation.joiner(), operation.left()), parents);
            connect(table.storeNames());
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
            graph.addProcessor(name, supplier, tableParents);
            if (store != null) {
                graph.addStore(TableStoreDefinition.of(store, storeSuppliers), List.of(name));
            }
        }

        private void connect(List<String> stores) {
            if (!stores.isEmpty()) {
                graph.connectProcessorAndStores(name, stores);
            }
        }
    }

    private void addInternalSink(String name, String topic, Writing writing, List<String> parents) {
        graph.addSink(new NodeDefinition.Sink(name, topic, null, writing, parents));
    }

    private void addInternalSource(
            String name, String topic, @Nullable Deserializer<?> keys, @Nullable Deserializer<?> values) {
        graph.addSource(name, List.of(topic), new Reading(null, new FailOnInvalidTimestamp(), keys, values));
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

    /** How rows of a table are looked up: in its store, or computed from the table above. */
    private TableView.Source view(NodeId id) {
        PlanNode node = plan.node(id);
        Operation operation = node.operation();
        if (!(operation instanceof Operation.TableOperation table)) {
            throw new IllegalStateException("Node '" + node.name() + "' is no table");
        }
        if (table.hasStore()) {
            return TableView.Source.ofStore(
                    Objects.requireNonNull(table.store()).name());
        }
        TableView.Source parent = view(node.parents().get(0));
        if (operation instanceof Operation.TableFilter filter) {
            return parent.filtered(filter.predicate(), filter.negated());
        }
        if (operation instanceof Operation.TableMapValues map) {
            return parent.mapped(map.mapper());
        }
        if (operation instanceof Operation.TableTransformValues transform) {
            return parent.transformed(transform.function());
        }
        throw new IllegalStateException("Table '" + node.name() + "' is looked up but has no store");
    }

    private static ProcessorSupplier<?, ?, ?, ?> tableSupplier(
            StoreSettings store, boolean materialized, boolean sendsOldValues) {
        return materialized ? TableSource.supplier(store.name(), sendsOldValues) : TableSource.withoutStore();
    }

    private static @Nullable String storeName(@Nullable StoreSettings store) {
        return store == null ? null : store.name();
    }

    private static @Nullable Serializer<?> serializer(@Nullable Serde<?> serde) {
        return serde == null ? null : serde.serializer();
    }

    private static @Nullable Deserializer<?> deserializer(@Nullable Serde<?> serde) {
        return serde == null ? null : serde.deserializer();
    }
}
