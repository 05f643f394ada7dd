package io.millrace.dsl.plan;

import io.millrace.processor.FixedKeyProcessorSupplier;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.StreamPartitioner;
import io.millrace.processor.TopicNameExtractor;
import io.millrace.serialization.Serde;
import io.millrace.state.StoreBuilder;
import io.millrace.topology.graph.NodeDefinition.Reading;
import io.millrace.topology.graph.NodeDefinition.Writing;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a plan node does. Functions are erased: they take and return {@code Object}, and the DSL guarantees that types fit.
 *
 * <p>The members {@code sendsOldValues}, {@code materialized}, {@code dropsNullKeys}, {@code topicIsChangelog} and {@code skipsOlderVersions} are not for the DSL to
 * decide: it sets them to false, and the draft and rewrite rules fill them in.
 */
public sealed interface Operation
        permits Operation.StreamSource,
                Operation.GlobalTable,
                Operation.GlobalStore,
                Operation.AddedStore,
                Operation.Transform,
                Operation.FixedKeyTransform,
                Operation.Repartition,
                Operation.TableRepartition,
                Operation.TableRekey,
                Operation.StreamTableJoin,
                Operation.StreamGlobalJoin,
                Operation.Sink,
                Operation.TableOperation,
                InternalSink,
                InternalSource,
                JoinWindow,
                Deduplicate,
                StreamStreamJoin,
                ForeignKeyStep {

    /**
     * Whether the changes that leave this node are those of a versioned table; empty if that is so exactly when it is so for all parents.
     */
    default Optional<Boolean> versionedOutput() {
        return Optional.empty();
    }

    /** Whether records may leave with another key than they came with. */
    default boolean changesKey() {
        return false;
    }

    /** Whether records may leave with another value than they came with. */
    default boolean changesValue() {
        return false;
    }

    /** Calls the visitor's method for this operation. */
    void accept(Visitor visitor);

    /** Reads a stream; topics are empty if there is a pattern. */
    record StreamSource(List<String> topics, Optional<Pattern> pattern, Reading reading) implements Operation {

        public StreamSource {
            topics = List.copyOf(topics);
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.streamSource(this);
        }
    }

    /** Reads a table through a source node and a node that keeps the store. */
    record TableSource(
            String topic,
            String sourceName,
            Reading reading,
            StoreSettings store,
            boolean materialized,
            boolean sendsOldValues,
            boolean topicIsChangelog)
            implements OnDemandTable {

        @Override
        public void accept(Visitor visitor) {
            visitor.tableSource(this);
        }

        @Override
        public boolean hasStore() {
            return materialized;
        }

        @Override
        public TableSource needing(boolean store, boolean oldValues) {
            return new TableSource(
                    topic,
                    sourceName,
                    reading,
                    this.store,
                    materialized || store || oldValues,
                    oldValues,
                    topicIsChangelog);
        }

        public TableSource withTopicAsChangelog() {
            return new TableSource(topic, sourceName, reading, store, materialized, sendsOldValues, true);
        }
    }

    /** Reads a table that every instance holds whole. */
    record GlobalTable(String topic, String sourceName, Reading reading, StoreSettings store) implements Operation {

        @Override
        public void accept(Visitor visitor) {
            visitor.globalTable(this);
        }
    }

    /** A global store that user code fills. */
    record GlobalStore(
            StoreBuilder<?> builder,
            String topic,
            String sourceName,
            String processorName,
            Reading reading,
            ProcessorSupplier<?, ?, ?, ?> supplier)
            implements Operation {

        @Override
        public void accept(Visitor visitor) {
            visitor.globalStore(this);
        }
    }

    /** A store that processors name. */
    record AddedStore(StoreBuilder<?> builder) implements Operation {

        @Override
        public void accept(Visitor visitor) {
            visitor.addedStore(this);
        }
    }

    /**
     * Processes record by record: a stateless operator or a processor of the program.
     *
     * @param stores names of stores that the program connects
     * @param merges whether this node only joins several streams into one
     */
    record Transform(
            ProcessorSupplier<?, ?, ?, ?> supplier,
            List<String> stores,
            boolean changesKey,
            boolean changesValue,
            boolean merges)
            implements Operation {

        public Transform {
            stores = List.copyOf(stores);
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.transform(this);
        }
    }

    /** A processor of the program that cannot change keys. */
    record FixedKeyTransform(FixedKeyProcessorSupplier<?, ?, ?> supplier, List<String> stores, boolean changesValue)
            implements Operation {

        public FixedKeyTransform {
            stores = List.copyOf(stores);
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.fixedKeyTransform(this);
        }
    }

    /**
     * Sends a stream through a topic of its own: a filter, a sink and a source.
     *
     * @param mergeable whether the topic may serve other operations behind the same key change too
     * @param dropsNullKeys whether records without a key go no further, since nothing behind would use them
     */
    record Repartition(
            String topic,
            String filterName,
            String sinkName,
            String sourceName,
            @Nullable Serde<?> keySerde,
            @Nullable Serde<?> valueSerde,
            @Nullable StreamPartitioner<?, ?> partitioner,
            OptionalInt partitionCount,
            boolean mergeable,
            boolean dropsNullKeys)
            implements Operation {

        @Override
        public void accept(Visitor visitor) {
            visitor.repartition(this);
        }

        public Repartition droppingNullKeys() {
            return new Repartition(
                    topic,
                    filterName,
                    sinkName,
                    sourceName,
                    keySerde,
                    valueSerde,
                    partitioner,
                    partitionCount,
                    mergeable,
                    true);
        }
    }

    /** Sends the changes of a regrouped table through a topic of its own: a sink and a source. */
    record TableRepartition(
            String topic,
            String sinkName,
            String sourceName,
            @Nullable Serde<?> keySerde,
            @Nullable Serde<?> valueSerde)
            implements Operation {

        @Override
        public void accept(Visitor visitor) {
            visitor.tableRepartition(this);
        }
    }

    /** Aggregates a grouped stream into a table. */
    record StreamAggregate(StoreSettings store, Supplier<Object> initializer, Fold adder, boolean sendsOldValues)
            implements TableOperation {

        @Override
        public Optional<Boolean> versionedOutput() {
            return Optional.of(store.isVersioned());
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.streamAggregate(this);
        }

        @Override
        public boolean hasStore() {
            return true;
        }

        @Override
        public StreamAggregate needing(boolean store, boolean oldValues) {
            return new StreamAggregate(this.store, initializer, adder, oldValues);
        }
    }

    /** Aggregates a regrouped table into a table. */
    record TableAggregate(
            StoreSettings store,
            Supplier<Object> initializer,
            Combiner adder,
            Combiner subtractor,
            boolean sendsOldValues)
            implements TableOperation {

        @Override
        public Optional<Boolean> versionedOutput() {
            return Optional.of(store.isVersioned());
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.tableAggregate(this);
        }

        @Override
        public boolean hasStore() {
            return true;
        }

        @Override
        public TableAggregate needing(boolean store, boolean oldValues) {
            return new TableAggregate(this.store, initializer, adder, subtractor, oldValues);
        }
    }

    /** Reads a stream as the changes of a table. */
    record StreamToTable(StoreSettings store, boolean materialized, boolean sendsOldValues) implements OnDemandTable {

        @Override
        public void accept(Visitor visitor) {
            visitor.streamToTable(this);
        }

        @Override
        public boolean hasStore() {
            return materialized;
        }

        @Override
        public StreamToTable needing(boolean store, boolean oldValues) {
            return new StreamToTable(this.store, materialized || store || oldValues, oldValues);
        }
    }

    /**
     * Filters a table.
     *
     * @param negated whether rows that match are left out
     * @param store null: computed from the parent when asked for
     * @param keeping whether the program said how rows are to be kept
     */
    record TableFilter(
            BiPredicate<Object, Object> predicate,
            boolean negated,
            @Nullable StoreSettings store,
            Keeping keeping,
            boolean sendsOldValues,
            boolean skipsOlderVersions)
            implements DerivedTable, VersionedInput {

        @Override
        public TableFilter behindVersioned(NodeId parent) {
            return new TableFilter(predicate, negated, store, keeping, sendsOldValues, true);
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.tableFilter(this);
        }

        @Override
        public TableFilter needing(boolean store, boolean oldValues) {
            return new TableFilter(predicate, negated, this.store, keeping, oldValues, skipsOlderVersions);
        }
    }

    /** Maps the values of a table; a null store means that values are computed from the parent when asked for. */
    record TableMapValues(
            BiFunction<Object, Object, Object> mapper,
            @Nullable StoreSettings store,
            Keeping keeping,
            boolean sendsOldValues)
            implements DerivedTable {

        @Override
        public void accept(Visitor visitor) {
            visitor.tableMapValues(this);
        }

        @Override
        public TableMapValues needing(boolean store, boolean oldValues) {
            return new TableMapValues(mapper, this.store, keeping, oldValues);
        }
    }

    /**
     * Maps the values of a table with a stateful function.
     *
     * @param connectedStores names of stores that the program connects
     * @param store null: computed from the parent when asked for
     */
    record TableTransformValues(
            Supplier<? extends ValueFunction> function,
            List<String> connectedStores,
            @Nullable StoreSettings store,
            Keeping keeping,
            boolean sendsOldValues)
            implements DerivedTable {

        public TableTransformValues {
            connectedStores = List.copyOf(connectedStores);
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.tableTransformValues(this);
        }

        @Override
        public TableTransformValues needing(boolean store, boolean oldValues) {
            return new TableTransformValues(function, connectedStores, this.store, keeping, oldValues);
        }
    }

    /** Turns each change of a table into changes under other keys; the selector returns a {@code KeyValue}. */
    record TableRekey(BiFunction<Object, Object, Object> selector, boolean skipsOlderVersions)
            implements Operation, VersionedInput {

        @Override
        public TableRekey behindVersioned(NodeId parent) {
            return new TableRekey(selector, true);
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.tableRekey(this);
        }
    }

    /**
     * Looks each record of a stream up in a table.
     *
     * @param buffer where records wait for the table's version of their time; null if they do not
     */
    record StreamTableJoin(
            NodeId table,
            Combiner joiner,
            boolean left,
            @Nullable WaitingRecords buffer) implements Operation {

        @Override
        public void accept(Visitor visitor) {
            visitor.streamTableJoin(this);
        }
    }

    /** Looks each record of a stream up in a global table, under a key that is chosen per record. */
    record StreamGlobalJoin(String store, BiFunction<Object, Object, Object> keySelector, Combiner joiner, boolean left)
            implements Operation {

        @Override
        public void accept(Visitor visitor) {
            visitor.streamGlobalJoin(this);
        }
    }

    /** Writes a stream to a topic; exactly one of topic and extractor is not null. */
    record Sink(@Nullable String topic, @Nullable TopicNameExtractor<?, ?> topicExtractor, Writing writing)
            implements Operation {

        @Override
        public void accept(Visitor visitor) {
            visitor.sink(this);
        }
    }

    /** An operation whose result is a table: it forwards changes. */
    sealed interface TableOperation extends Operation
            permits OnDemandTable,
                    StreamAggregate,
                    TableAggregate,
                    DerivedTable,
                    WindowAggregate,
                    CogroupMerge,
                    TableTableJoin,
                    Suppress {

        /** Whether the rows are kept in a store of this operation. */
        boolean hasStore();

        /** The store; null if there is none and cannot be one. */
        @Nullable
        StoreSettings store();

        /** Whether changes carry the old value. */
        boolean sendsOldValues();

        /**
         * The same operation with what others need of it.
         *
         * @param store whether others look rows up
         * @param oldValues whether others want old values
         */
        TableOperation needing(boolean store, boolean oldValues);
    }

    /** A table that is read, record by record. It has a store if the program named one or if an operation needs it. */
    sealed interface OnDemandTable extends TableOperation permits TableSource, StreamToTable, ForeignKeyTable {

        @Override
        StoreSettings store();

        @Override
        default Optional<Boolean> versionedOutput() {
            return Optional.of(store().isVersioned());
        }
    }

    /** What the program said about how the rows of a derived table are to be kept. */
    enum Keeping {
        /** Nothing: they are like those of the table it is derived from. */
        INHERITED,
        /** Something, though perhaps no more than serdes. */
        GIVEN
    }

    /** A table that is computed from one other, row by row. It has a store only if the program named one. */
    sealed interface DerivedTable extends TableOperation permits TableFilter, TableMapValues, TableTransformValues {

        Keeping keeping();

        @Override
        default Optional<Boolean> versionedOutput() {
            StoreSettings kept = store();
            return keeping() == Keeping.GIVEN ? Optional.of(kept != null && kept.isVersioned()) : Optional.empty();
        }

        @Override
        default boolean hasStore() {
            return store() != null;
        }
    }

    /** One method per operation, for passes that must handle every one. */
    interface Visitor {

        void streamSource(StreamSource operation);

        void tableSource(TableSource operation);

        void globalTable(GlobalTable operation);

        void globalStore(GlobalStore operation);

        void addedStore(AddedStore operation);

        void transform(Transform operation);

        void fixedKeyTransform(FixedKeyTransform operation);

        void repartition(Repartition operation);

        void tableRepartition(TableRepartition operation);

        void streamAggregate(StreamAggregate operation);

        void tableAggregate(TableAggregate operation);

        void streamToTable(StreamToTable operation);

        void tableFilter(TableFilter operation);

        void tableMapValues(TableMapValues operation);

        void tableTransformValues(TableTransformValues operation);

        void tableRekey(TableRekey operation);

        void streamTableJoin(StreamTableJoin operation);

        void streamGlobalJoin(StreamGlobalJoin operation);

        void sink(Sink operation);

        void internalSink(InternalSink operation);

        void internalSource(InternalSource operation);

        void windowAggregate(WindowAggregate operation);

        void cogroupMerge(CogroupMerge operation);

        void tableTableJoin(TableTableJoin operation);

        void suppress(Suppress operation);

        void deduplicate(Deduplicate operation);

        void joinWindow(JoinWindow operation);

        void streamStreamJoin(StreamStreamJoin operation);

        void foreignKeyStep(ForeignKeyStep operation);

        void foreignKeyTable(ForeignKeyTable operation);
    }
}
