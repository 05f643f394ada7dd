package io.millrace.parity.oracle;

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

/** Asks before each call of a processor, those of the DSL's own operators included. */
public final class CallWrapper implements ProcessorWrapper {

    static final String GATE = "parity.call.gate";

    /** Hears of calls. */
    @FunctionalInterface
    interface Gate {

        /** A processor is to be called with a record; returns whether it is. */
        boolean lets(String processor, @Nullable Object key, long timestampMs);
    }

    private @Nullable Gate gate;

    @Override
    public void configure(Map<String, ?> configs) {
        gate = (Gate) configs.get(GATE);
    }

    private boolean lets(String processor, @Nullable Object key, long timestampMs) {
        return Objects.requireNonNull(gate).lets(processor, key, timestampMs);
    }

    @Override
    public <KIn, VIn, KOut, VOut> WrappedProcessorSupplier<KIn, VIn, KOut, VOut> wrapProcessorSupplier(
            String name, ProcessorSupplier<KIn, VIn, KOut, VOut> supplier) {
        return ProcessorWrapper.asWrapped(new ProcessorSupplier<>() {
            @Override
            public Processor<KIn, VIn, KOut, VOut> get() {
                return new Gated<>(name, supplier.get());
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
                return new GatedFixedKey<>(name, supplier.get());
            }

            @Override
            public @Nullable Set<StoreBuilder<?>> stores() {
                return supplier.stores();
            }
        });
    }

    private final class Gated<KIn, VIn, KOut, VOut> implements Processor<KIn, VIn, KOut, VOut> {

        private final String name;
        private final Processor<KIn, VIn, KOut, VOut> wrapped;

        Gated(String name, Processor<KIn, VIn, KOut, VOut> wrapped) {
            this.name = name;
            this.wrapped = wrapped;
        }

        @Override
        public void init(ProcessorContext<KOut, VOut> context) {
            wrapped.init(context);
        }

        @Override
        public void process(Record<KIn, VIn> record) {
            if (lets(name, record.key(), record.timestamp())) {
                wrapped.process(record);
            }
        }

        @Override
        public void close() {
            wrapped.close();
        }
    }

    private final class GatedFixedKey<KIn, VIn, VOut> implements FixedKeyProcessor<KIn, VIn, VOut> {

        private final String name;
        private final FixedKeyProcessor<KIn, VIn, VOut> wrapped;

        GatedFixedKey(String name, FixedKeyProcessor<KIn, VIn, VOut> wrapped) {
            this.name = name;
            this.wrapped = wrapped;
        }

        @Override
        public void init(FixedKeyProcessorContext<KIn, VOut> context) {
            wrapped.init(context);
        }

        @Override
        public void process(FixedKeyRecord<KIn, VIn> record) {
            if (lets(name, record.key(), record.timestamp())) {
                wrapped.process(record);
            }
        }

        @Override
        public void close() {
            wrapped.close();
        }
    }
}
