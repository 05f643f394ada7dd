package io.millrace.dsl;

import io.millrace.dsl.plan.ValueFunction;
import io.millrace.metrics.StreamsMetrics;
import io.millrace.processor.Cancellable;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.PunctuationType;
import io.millrace.processor.Punctuator;
import io.millrace.processor.RecordMetadata;
import io.millrace.processor.StateRestoreCallback;
import io.millrace.processor.StateStore;
import io.millrace.processor.TaskId;
import io.millrace.record.Headers;
import io.millrace.record.RecordHeaders;
import io.millrace.serialization.Serde;
import io.millrace.topology.dag.NodeContext;
import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A transformer of a program as an erased function. */
final class TransformerFunction implements ValueFunction {

    private final ValueTransformerWithKey<Object, Object, Object> transformer;

    @SuppressWarnings("unchecked") // the typed call connects it to tables of its types only
    TransformerFunction(ValueTransformerWithKey<?, ?, ?> transformer) {
        this.transformer = (ValueTransformerWithKey<Object, Object, Object>) transformer;
    }

    @Override
    public void init(ProcessorContext<?, ?> context) {
        transformer.init(new Context(context));
    }

    @Override
    @SuppressWarnings("NullAway") // rows without value are shown to transformers too
    public @Nullable Object apply(@Nullable Object key, @Nullable Object value) {
        return transformer.transform(key, value);
    }

    @Override
    public void close() {
        transformer.close();
    }

    /** Shows a processor's context without its ability to forward. */
    private record Context(ProcessorContext<?, ?> context) implements ValueTransformerContext {

        @Override
        public String applicationId() {
            return context.applicationId();
        }

        @Override
        public TaskId taskId() {
            return context.taskId();
        }

        @Override
        public Serde<?> keySerde() {
            return context.keySerde();
        }

        @Override
        public Serde<?> valueSerde() {
            return context.valueSerde();
        }

        @Override
        public File stateDir() {
            return context.stateDir();
        }

        @Override
        public StreamsMetrics metrics() {
            return context.metrics();
        }

        @Override
        public void register(StateStore store, StateRestoreCallback stateRestoreCallback) {
            throw new UnsupportedOperationException(
                    "Store '" + store.name() + "' cannot be registered by a transformer:"
                            + " add it to the topology and name it in transformValues");
        }

        @Override
        public <S extends StateStore> S getStateStore(String name) {
            return context.getStateStore(name);
        }

        @Override
        public Cancellable schedule(Duration interval, PunctuationType type, Punctuator callback) {
            return context.schedule(interval, type, callback);
        }

        @Override
        public Cancellable schedule(Instant startTime, Duration interval, PunctuationType type, Punctuator callback) {
            return context.schedule(startTime, interval, type, callback);
        }

        @Override
        public void commit() {
            context.commit();
        }

        @Override
        public @Nullable String topic() {
            return context.recordMetadata().map(RecordMetadata::topic).orElse(null);
        }

        @Override
        public int partition() {
            return context.recordMetadata().map(RecordMetadata::partition).orElse(-1);
        }

        @Override
        public long offset() {
            return context.recordMetadata().map(RecordMetadata::offset).orElse(-1L);
        }

        @Override
        public Headers headers() {
            Headers headers = ((NodeContext) context).headers();
            return headers == null ? new RecordHeaders() : headers;
        }

        @Override
        public long timestamp() {
            return ((NodeContext) context).recordTimestamp();
        }

        @Override
        public Map<String, Object> appConfigs() {
            return context.appConfigs();
        }

        @Override
        public Map<String, Object> appConfigsWithPrefix(String prefix) {
            return context.appConfigsWithPrefix(prefix);
        }

        @Override
        public long currentSystemTimeMs() {
            return context.currentSystemTimeMs();
        }

        @Override
        public long currentStreamTimeMs() {
            return context.currentStreamTimeMs();
        }
    }
}
