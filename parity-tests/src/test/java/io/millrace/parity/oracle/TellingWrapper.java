package io.millrace.parity.oracle;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorSupplier;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.ProcessorWrapper;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.WrappedFixedKeyProcessorSupplier;
import org.apache.kafka.streams.processor.api.WrappedProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/** Shows which processor is given a record of which key, those of the DSL's own operators included. */
public final class TellingWrapper implements ProcessorWrapper {

    static final String TRANSCRIPT = "parity.transcript";

    private @Nullable Transcript transcript;

    @Override
    public void configure(Map<String, ?> configs) {
        transcript = (Transcript) configs.get(TRANSCRIPT);
    }

    /** What the parts of a foreign-key join give each other is nobody's business. */
    private void tell(String processor, @Nullable Object key, long timestampMs) {
        if (processor.toLowerCase(Locale.ROOT).contains("subscription")) {
            return;
        }
        Objects.requireNonNull(transcript).note("to " + processor + ": " + key + " @" + timestampMs);
    }

    @Override
    public <KIn, VIn, KOut, VOut> WrappedProcessorSupplier<KIn, VIn, KOut, VOut> wrapProcessorSupplier(
            String name, ProcessorSupplier<KIn, VIn, KOut, VOut> supplier) {
        return ProcessorWrapper.asWrapped(new ProcessorSupplier<>() {
            @Override
            public Processor<KIn, VIn, KOut, VOut> get() {
                return new Telling<>(name, supplier.get());
            }

            @Override
            public @Nullable Set<StoreBuilder<?>> stores() {
                return supplier.stores();
            }
        });
    }

    @Override
    public <KIn, VIn, VOut> WrappedFixedKeyProcessorSupplier<KIn, VIn, VOut> wrapFixedKeyProcessorSupplier(
            String name, FixedKeyProcessorSupplier<KIn, VIn, VOut> supplier) {
        return ProcessorWrapper.asWrappedFixedKey(new FixedKeyProcessorSupplier<>() {
            @Override
            public FixedKeyProcessor<KIn, VIn, VOut> get() {
                return new TellingFixedKey<>(name, supplier.get());
            }

            @Override
            public @Nullable Set<StoreBuilder<?>> stores() {
                return supplier.stores();
            }
        });
    }

    private final class Telling<KIn, VIn, KOut, VOut> implements Processor<KIn, VIn, KOut, VOut> {

        private final String name;
        private final Processor<KIn, VIn, KOut, VOut> wrapped;

        Telling(String name, Processor<KIn, VIn, KOut, VOut> wrapped) {
            this.name = name;
            this.wrapped = wrapped;
        }

        @Override
        public void init(ProcessorContext<KOut, VOut> context) {
            wrapped.init(context);
        }

        @Override
        public void process(Record<KIn, VIn> record) {
            tell(name, record.key(), record.timestamp());
            wrapped.process(record);
        }

        @Override
        public void close() {
            wrapped.close();
        }
    }

    private final class TellingFixedKey<KIn, VIn, VOut> implements FixedKeyProcessor<KIn, VIn, VOut> {

        private final String name;
        private final FixedKeyProcessor<KIn, VIn, VOut> wrapped;

        TellingFixedKey(String name, FixedKeyProcessor<KIn, VIn, VOut> wrapped) {
            this.name = name;
            this.wrapped = wrapped;
        }

        @Override
        public void init(FixedKeyProcessorContext<KIn, VOut> context) {
            wrapped.init(context);
        }

        @Override
        public void process(FixedKeyRecord<KIn, VIn> record) {
            tell(name, record.key(), record.timestamp());
            wrapped.process(record);
        }

        @Override
        public void close() {
            wrapped.close();
        }
    }
}
