package io.millrace.runtime.graph;

import io.millrace.config.ConfigException;
import io.millrace.errors.StreamsException;
import io.millrace.runtime.settings.RuntimeSettings;
import io.millrace.serialization.Deserializer;
import io.millrace.serialization.Serializer;
import io.millrace.topology.dag.IncompleteDeserializer;
import io.millrace.topology.dag.IncompleteSerializer;
import io.millrace.topology.dag.ProcessorDag;
import io.millrace.topology.dag.SinkNode;
import io.millrace.topology.dag.SourceNode;
import io.millrace.topology.dag.SubTopology;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Chooses the serdes of sources and sinks: those that the program gave, completed or replaced by the configured defaults. */
public final class NodeSerdes {

    private NodeSerdes() {}

    /**
     * Fails if a source or a sink has none, before anything runs.
     *
     * @throws StreamsException that names it
     */
    public static void require(ProcessorDag dag, RuntimeSettings settings) {
        for (SubTopology part : dag.subTopologies()) {
            for (SourceNode source : part.sources()) {
                keys(source, settings);
                values(source, settings);
            }
            for (SinkNode sink : part.sinks()) {
                keys(sink, settings);
                values(sink, settings);
            }
        }
        dag.globalStores().forEach(global -> {
            keys(global.source(), settings);
            values(global.source(), settings);
        });
    }

    /** Reads keys. */
    public static Deserializer<Object> keys(SourceNode source, RuntimeSettings settings) {
        return deserializer(
                source, source.keyDeserializer(), () -> settings.keySerde().deserializer());
    }

    /** Reads values. */
    public static Deserializer<Object> values(SourceNode source, RuntimeSettings settings) {
        return deserializer(
                source, source.valueDeserializer(), () -> settings.valueSerde().deserializer());
    }

    static Serializer<Object> keys(SinkNode sink, RuntimeSettings settings) {
        return serializer(sink, sink.keySerializer(), () -> settings.keySerde().serializer());
    }

    static Serializer<Object> values(SinkNode sink, RuntimeSettings settings) {
        return serializer(
                sink, sink.valueSerializer(), () -> settings.valueSerde().serializer());
    }

    @SuppressWarnings("unchecked") // the program gave node and serde the same types
    private static Deserializer<Object> deserializer(
            SourceNode source, @Nullable Deserializer<?> given, Supplier<Deserializer<?>> configured) {
        return named("Source", source.name(), () -> {
            Deserializer<?> chosen = given == null ? configured.get() : given;
            if (chosen instanceof IncompleteDeserializer<?> incomplete) {
                chosen = incomplete.complete(configured);
            }
            return (Deserializer<Object>) chosen;
        });
    }

    @SuppressWarnings("unchecked") // as above
    private static Serializer<Object> serializer(
            SinkNode sink, @Nullable Serializer<?> given, Supplier<Serializer<?>> configured) {
        return named("Sink", sink.name(), () -> {
            Serializer<?> chosen = given == null ? configured.get() : given;
            if (chosen instanceof IncompleteSerializer<?> incomplete) {
                chosen = incomplete.complete(configured);
            }
            return (Serializer<Object>) chosen;
        });
    }

    private static <S> S named(String kind, String name, Supplier<S> choice) {
        try {
            return choice.get();
        } catch (ConfigException e) {
            throw new StreamsException(kind + " '" + name + "': " + e.getMessage(), e);
        }
    }
}
