package io.millrace.dsl.lowering;

import io.millrace.dsl.operator.ChangeDeserializer;
import io.millrace.dsl.operator.ChangeSerializer;
import io.millrace.dsl.operator.NullKeyGate;
import io.millrace.dsl.operator.PassThrough;
import io.millrace.dsl.plan.InternalSink;
import io.millrace.dsl.plan.InternalSource;
import io.millrace.dsl.plan.Operation;
import io.millrace.processor.FailOnInvalidTimestamp;
import io.millrace.serialization.Deserializer;
import io.millrace.serialization.Serde;
import io.millrace.serialization.Serializer;
import io.millrace.topology.graph.NodeDefinition;
import io.millrace.topology.graph.NodeDefinition.Reading;
import io.millrace.topology.graph.NodeDefinition.Writing;
import io.millrace.topology.graph.TopologyGraph;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Writes internal topics to a graph, each with the sink that fills it and the source that reads it. */
final class InternalTopicWriter {

    private final TopologyGraph graph;

    InternalTopicWriter(TopologyGraph graph) {
        this.graph = graph;
    }

    void repartition(List<String> parents, Operation.Repartition operation) {
        graph.addInternalTopic(operation.topic(), operation.partitionCount());
        graph.addProcessor(
                operation.filterName(),
                operation.dropsNullKeys() ? NullKeyGate.supplier() : PassThrough.supplier(),
                parents);
        Serde<?> keySerde = operation.keySerde();
        Serde<?> valueSerde = operation.valueSerde();
        addSink(
                operation.sinkName(),
                operation.topic(),
                new Writing(serializer(keySerde), serializer(valueSerde), operation.partitioner()),
                List.of(operation.filterName()));
        addSource(operation.sourceName(), operation.topic(), deserializer(keySerde), deserializer(valueSerde));
    }

    void tableRepartition(List<String> parents, Operation.TableRepartition operation) {
        graph.addInternalTopic(operation.topic(), OptionalInt.empty());
        addSink(
                operation.sinkName(),
                operation.topic(),
                new Writing(
                        serializer(operation.keySerde()),
                        new ChangeSerializer(serializer(operation.valueSerde())),
                        null),
                parents);
        addSource(
                operation.sourceName(),
                operation.topic(),
                deserializer(operation.keySerde()),
                new ChangeDeserializer(deserializer(operation.valueSerde())));
    }

    void sink(String name, List<String> parents, InternalSink operation) {
        graph.addInternalTopic(operation.topic(), OptionalInt.empty());
        addSink(name, operation.topic(), operation.writing(), parents);
    }

    void source(String name, InternalSource operation) {
        graph.addSource(name, List.of(operation.topic()), operation.reading());
    }

    private void addSink(String name, String topic, Writing writing, List<String> parents) {
        graph.addSink(new NodeDefinition.Sink(name, topic, null, writing, parents));
    }

    private void addSource(
            String name, String topic, @Nullable Deserializer<?> keys, @Nullable Deserializer<?> values) {
        graph.addSource(name, List.of(topic), new Reading(null, new FailOnInvalidTimestamp(), keys, values));
    }

    private static @Nullable Serializer<?> serializer(@Nullable Serde<?> serde) {
        return serde == null ? null : serde.serializer();
    }

    private static @Nullable Deserializer<?> deserializer(@Nullable Serde<?> serde) {
        return serde == null ? null : serde.deserializer();
    }
}
