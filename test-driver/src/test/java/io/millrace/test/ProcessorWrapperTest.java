package io.millrace.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.StreamsConfig;
import io.millrace.config.TopologyConfig;
import io.millrace.dsl.Consumed;
import io.millrace.dsl.Grouped;
import io.millrace.dsl.Materialized;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.processor.FixedKeyProcessorSupplier;
import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.ProcessorWrapper;
import io.millrace.processor.StateStore;
import io.millrace.processor.StateStoreContext;
import io.millrace.processor.WrappedFixedKeyProcessorSupplier;
import io.millrace.processor.WrappedProcessorSupplier;
import io.millrace.record.KeyValue;
import io.millrace.serialization.Serdes;
import io.millrace.serialization.StringSerializer;
import io.millrace.state.KeyValueIterator;
import io.millrace.state.StoreBuilder;
import io.millrace.state.TimestampedKeyValueStore;
import io.millrace.state.ValueAndTimestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProcessorWrapperTest {

    /** Puts into wrapped stores. The library makes the wrapper, so it can only be met through a static field. */
    private static final List<String> PUTS = new ArrayList<>();

    @BeforeEach
    void forget() {
        PUTS.clear();
    }

    @Test
    void shouldRunAnOperatorOnTheStoreThatAWrapperPutAroundItsOwn() {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "wrapped");
        config.put(StreamsConfig.PROCESSOR_WRAPPER_CLASS_CONFIG, CountingPuts.class);
        StreamsBuilder builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(config)));
        builder.stream("input", Consumed.with(Serdes.String(), Serdes.String()))
                .groupByKey(Grouped.with(Serdes.String(), Serdes.String()))
                .count(Materialized.as("counts"));

        try (TopologyTestDriver driver = new TopologyTestDriver(builder.build(), config)) {
            TestInputTopic<String, String> input =
                    driver.createInputTopic("input", new StringSerializer(), new StringSerializer());
            input.pipeInput("a", "1");
            input.pipeInput("a", "2");

            assertThat(PUTS).containsExactly("a=1", "a=2");
            assertThat(driver.<String, Long>getKeyValueStore("counts").get("a")).isEqualTo(2);
        }
    }

    /** Wraps the stores of all processors. */
    public static final class CountingPuts implements ProcessorWrapper {

        @Override
        public <KIn, VIn, KOut, VOut> WrappedProcessorSupplier<KIn, VIn, KOut, VOut> wrapProcessorSupplier(
                String processorName, ProcessorSupplier<KIn, VIn, KOut, VOut> supplier) {
            return new WrappedProcessorSupplier<>() {
                @Override
                public Processor<KIn, VIn, KOut, VOut> get() {
                    return supplier.get();
                }

                @Override
                public Set<StoreBuilder<?>> stores() {
                    Set<StoreBuilder<?>> stores = supplier.stores();
                    return stores == null
                            ? null
                            : stores.stream().map(WrappingBuilder::new).collect(Collectors.toSet());
                }
            };
        }

        @Override
        public <KIn, VIn, VOut> WrappedFixedKeyProcessorSupplier<KIn, VIn, VOut> wrapFixedKeyProcessorSupplier(
                String processorName, FixedKeyProcessorSupplier<KIn, VIn, VOut> supplier) {
            return ProcessorWrapper.asWrappedFixedKey(supplier);
        }
    }

    private record WrappingBuilder(StoreBuilder<?> wrapped) implements StoreBuilder<StateStore> {

        @Override
        public StoreBuilder<StateStore> withCachingEnabled() {
            wrapped.withCachingEnabled();
            return this;
        }

        @Override
        public StoreBuilder<StateStore> withCachingDisabled() {
            wrapped.withCachingDisabled();
            return this;
        }

        @Override
        public StoreBuilder<StateStore> withLoggingEnabled(Map<String, String> config) {
            wrapped.withLoggingEnabled(config);
            return this;
        }

        @Override
        public StoreBuilder<StateStore> withLoggingDisabled() {
            wrapped.withLoggingDisabled();
            return this;
        }

        @Override
        @SuppressWarnings("unchecked") // the test's only store is a timestamped one
        public StateStore build() {
            return new WrappedStore((TimestampedKeyValueStore<Object, Object>) wrapped.build());
        }

        @Override
        public Map<String, String> logConfig() {
            return wrapped.logConfig();
        }

        @Override
        public boolean loggingEnabled() {
            return wrapped.loggingEnabled();
        }

        @Override
        public String name() {
            return wrapped.name();
        }
    }

    private record WrappedStore(TimestampedKeyValueStore<Object, Object> inner)
            implements TimestampedKeyValueStore<Object, Object> {

        @Override
        public void put(Object key, ValueAndTimestamp<Object> value) {
            PUTS.add(key + "=" + value.value());
            inner.put(key, value);
        }

        @Override
        public ValueAndTimestamp<Object> putIfAbsent(Object key, ValueAndTimestamp<Object> value) {
            return inner.putIfAbsent(key, value);
        }

        @Override
        public void putAll(List<KeyValue<Object, ValueAndTimestamp<Object>>> entries) {
            inner.putAll(entries);
        }

        @Override
        public ValueAndTimestamp<Object> delete(Object key) {
            return inner.delete(key);
        }

        @Override
        public ValueAndTimestamp<Object> get(Object key) {
            return inner.get(key);
        }

        @Override
        public KeyValueIterator<Object, ValueAndTimestamp<Object>> range(Object from, Object to) {
            return inner.range(from, to);
        }

        @Override
        public KeyValueIterator<Object, ValueAndTimestamp<Object>> all() {
            return inner.all();
        }

        @Override
        public long approximateNumEntries() {
            return inner.approximateNumEntries();
        }

        @Override
        public String name() {
            return inner.name();
        }

        @Override
        public void init(StateStoreContext context, StateStore root) {
            inner.init(context, root);
        }

        @Override
        public void close() {
            inner.close();
        }

        @Override
        public boolean persistent() {
            return inner.persistent();
        }

        @Override
        public boolean isOpen() {
            return inner.isOpen();
        }
    }
}
