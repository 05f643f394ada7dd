package io.millrace.topology.graph;

import io.millrace.processor.FixedKeyProcessorSupplier;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.StreamPartitioner;
import io.millrace.processor.TimestampExtractor;
import io.millrace.processor.TopicNameExtractor;
import io.millrace.serialization.Deserializer;
import io.millrace.serialization.Serializer;
import io.millrace.topology.dag.OffsetReset;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A node as it was added, its parents by name. Immutable. */
public sealed interface NodeDefinition {

    String name();

    /** Names of the nodes that forward to this one, in the order given. */
    List<String> parents();

    /**
     * Reads topics.
     *
     * @param topics empty if there is a pattern
     */
    record Source(String name, List<String> topics, Optional<Pattern> pattern, Reading reading)
            implements NodeDefinition {

        public Source {
            topics = List.copyOf(topics);
        }

        @Override
        public List<String> parents() {
            return List.of();
        }
    }

    /** Runs user code or a built-in operator; exactly one of the suppliers is not null. */
    record Processor(
            String name,
            @Nullable ProcessorSupplier<?, ?, ?, ?> supplier,
            @Nullable FixedKeyProcessorSupplier<?, ?, ?> fixedKeySupplier,
            List<String> parents)
            implements NodeDefinition {

        public Processor {
            parents = List.copyOf(parents);
        }
    }

    /** Writes to a topic; exactly one of topic and extractor is not null. */
    record Sink(
            String name,
            @Nullable String topic,
            @Nullable TopicNameExtractor<?, ?> topicExtractor,
            Writing writing,
            List<String> parents)
            implements NodeDefinition {

        public Sink {
            parents = List.copyOf(parents);
        }
    }

    /**
     * How a source reads; every part that is null is configured elsewhere.
     *
     * @param offsetReset null: as configured for the application
     */
    record Reading(
            @Nullable OffsetReset offsetReset,
            @Nullable TimestampExtractor timestampExtractor,
            @Nullable Deserializer<?> keyDeserializer,
            @Nullable Deserializer<?> valueDeserializer) {

        /** Everything as configured. */
        public static final Reading DEFAULT = new Reading(null, null, null, null);
    }

    /** How a sink writes; a null serializer is the configured default, a null partitioner goes by the key bytes. */
    record Writing(
            @Nullable Serializer<?> keySerializer,
            @Nullable Serializer<?> valueSerializer,
            @Nullable StreamPartitioner<?, ?> partitioner) {

        /** Everything as configured. */
        public static final Writing DEFAULT = new Writing(null, null, null);
    }
}
