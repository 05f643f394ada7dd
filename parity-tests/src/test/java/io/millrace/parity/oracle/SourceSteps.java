package io.millrace.parity.oracle;

import io.millrace.parity.program.Step;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.processor.LogAndSkipOnInvalidTimestamp;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.processor.UsePartitionTimeOnInvalidTimestamp;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/** Where programs begin. */
final class SourceSteps {

    private final StreamsBuilder builder;
    private final Transcript transcript;

    SourceSteps(StreamsBuilder builder, Transcript transcript) {
        this.builder = builder;
        this.transcript = transcript;
    }

    Object build(Step step) {
        return switch (step.operator()) {
            case STREAM -> stream(step);
            case STREAM_PATTERN ->
                Call.of(
                        consumed(step),
                        () -> builder.stream(Pattern.compile(step.require("pattern"))),
                        consumed -> builder.stream(Pattern.compile(step.require("pattern")), consumed));
            case TABLE -> table(step);
            case GLOBAL_TABLE -> globalTable(step);
            default -> globalStore(step);
        };
    }

    private Object stream(Step step) {
        List<String> topics = List.of(step.require("topics").split(","));
        return Call.of(consumed(step), () -> builder.stream(topics), consumed -> builder.stream(topics, consumed));
    }

    private Object table(Step step) {
        String topic = step.require("topics");
        Consumed<Object, Object> consumed = consumed(step);
        Materialized<Object, Object, KeyValueStore<Bytes, byte[]>> store = Types.keyValue(step);
        if (consumed == null) {
            return Call.of(store, () -> builder.table(topic), m -> builder.table(topic, m));
        }
        return Call.of(store, () -> builder.table(topic, consumed), m -> builder.table(topic, consumed, m));
    }

    private Object globalTable(Step step) {
        String topic = step.require("topics");
        Consumed<Object, Object> consumed = consumed(step);
        // 4.3.1 cannot build a global table whose Materialized has no name.
        Materialized<Object, Object, KeyValueStore<Bytes, byte[]>> store =
                step.has("store") ? Types.keyValue(step) : null;
        if (consumed == null) {
            return Call.of(store, () -> builder.globalTable(topic), m -> builder.globalTable(topic, m));
        }
        return Call.of(store, () -> builder.globalTable(topic, consumed), m -> builder.globalTable(topic, consumed, m));
    }

    private Object globalStore(Step step) {
        String name = step.require("store");
        return builder.addGlobalStore(
                Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), Serdes.String())
                        .withLoggingDisabled(),
                step.require("topics"),
                Consumed.with(Serdes.String(), Serdes.String()),
                () -> new GlobalUpdate(name));
    }

    private final class GlobalUpdate extends ContextualProcessor<String, String, Void, Void> {

        private final String store;

        GlobalUpdate(String store) {
            this.store = store;
        }

        @Override
        public void process(Record<String, String> record) {
            KeyValueStore<String, String> rows = context().getStateStore(store);
            transcript.call("global " + record.key() + " = " + record.value());
            if (record.key() != null) {
                rows.put(record.key(), record.value());
            }
        }
    }

    private @Nullable Consumed<Object, Object> consumed(Step step) {
        if (!step.has("serdes") && !step.has("name") && !step.has("extractor")) {
            return null;
        }
        Consumed<Object, Object> consumed = step.has("serdes")
                ? Consumed.with(Types.keySerde(step.shape()), Types.valueSerde(step.shape()))
                : Consumed.with(null, null);
        if (step.has("name")) {
            consumed = consumed.withName(step.require("name"));
        }
        return step.has("extractor") ? consumed.withTimestampExtractor(extractor(step.require("extractor"))) : consumed;
    }

    private TimestampExtractor extractor(String kind) {
        return switch (kind) {
            case "skip" -> new LogAndSkipOnInvalidTimestamp();
            case "partition" -> new UsePartitionTimeOnInvalidTimestamp();
            default -> this::fromValue;
        };
    }

    /** Shows what the extractor is given. */
    private long fromValue(ConsumerRecord<Object, Object> record, long partitionTime) {
        transcript.call("extract " + record.topic() + "-" + record.partition() + "@" + record.offset() + " "
                + record.timestamp() + ", partition time " + partitionTime);
        return record.value() == null
                ? record.timestamp()
                : record.timestamp() + record.value().toString().length() - 2;
    }
}
