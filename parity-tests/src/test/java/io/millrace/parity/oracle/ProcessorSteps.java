package io.millrace.parity.oracle;

import io.millrace.parity.program.Operator;
import io.millrace.parity.program.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorSupplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/** Operators of the Processor API. */
final class ProcessorSteps {

    private static final long DAY_MS = 86_400_000;

    private final ProgramBuilder program;
    private final StreamsBuilder builder;
    private final Transcript transcript;

    ProcessorSteps(ProgramBuilder program, StreamsBuilder builder, Transcript transcript) {
        this.program = program;
        this.builder = builder;
        this.transcript = transcript;
    }

    Object build(Step step) {
        KStream<Object, Object> in = program.stream(step, 0);
        Named named = Types.named(step);
        List<String> connected = new ArrayList<>();
        if (step.has("store") && !step.has("ownStore")) {
            connected.add(step.require("store"));
            if (!step.has("shared")) {
                builder.addStateStore(storeBuilder(step));
            }
        }
        if (step.has("table")) {
            connected.add(step.require("table"));
        }
        String[] stores = connected.toArray(String[]::new);
        if (step.operator() == Operator.PROCESS) {
            ProcessorSupplier<Object, Object, Object, Object> supplier = new Supplying(step);
            return Call.of(named, () -> in.process(supplier, stores), n -> in.process(supplier, n, stores));
        }
        FixedKeyProcessorSupplier<Object, Object, Object> supplier = new SupplyingFixedKey(step);
        return Call.of(named, () -> in.processValues(supplier, stores), n -> in.processValues(supplier, n, stores));
    }

    private static StoreBuilder<?> storeBuilder(Step step) {
        String name = step.require("store");
        StoreBuilder<?> plain = switch (step.require("storeKind")) {
            case "timestamped" ->
                Stores.timestampedKeyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(name), Serdes.String(), Serdes.String());
            case "window" ->
                Stores.windowStoreBuilder(
                        Stores.inMemoryWindowStore(name, Duration.ofMillis(DAY_MS), Duration.ofMillis(10), false),
                        Serdes.String(),
                        Serdes.String());
            case "duplicates" ->
                Stores.windowStoreBuilder(
                        Stores.inMemoryWindowStore(name, Duration.ofMillis(100_000), Duration.ofMillis(10), true),
                        Serdes.String(),
                        Serdes.String());
            case "session" ->
                Stores.sessionStoreBuilder(
                        Stores.inMemorySessionStore(name, Duration.ofMillis(100_000)),
                        Serdes.String(),
                        Serdes.String());
            case "versioned" ->
                Stores.versionedKeyValueStoreBuilder(
                        Stores.persistentVersionedKeyValueStore(name, Duration.ofMillis(30)),
                        Serdes.String(),
                        Serdes.String());
            case "lru" -> Stores.keyValueStoreBuilder(Stores.lruMap(name, 3), Serdes.String(), Serdes.String());
            case "persistent" ->
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.String(), Serdes.String());
            default ->
                Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), Serdes.String());
        };
        return step.has("cached") ? plain.withCachingEnabled() : plain;
    }

    private final class Supplying implements ProcessorSupplier<Object, Object, Object, Object> {

        private final Step step;

        Supplying(Step step) {
            this.step = step;
        }

        @Override
        public Processor<Object, Object, Object, Object> get() {
            return new ProbeProcessor(step, transcript);
        }

        @Override
        public @Nullable Set<StoreBuilder<?>> stores() {
            return step.has("ownStore") ? Set.of(storeBuilder(step)) : null;
        }
    }

    private final class SupplyingFixedKey implements FixedKeyProcessorSupplier<Object, Object, Object> {

        private final Step step;

        SupplyingFixedKey(Step step) {
            this.step = step;
        }

        @Override
        public FixedKeyProcessor<Object, Object, Object> get() {
            return new ProbeFixedKeyProcessor(step, transcript);
        }

        @Override
        public @Nullable Set<StoreBuilder<?>> stores() {
            return step.has("ownStore") ? Set.of(storeBuilder(step)) : null;
        }
    }

    /** A source, a processor with a store, and a sink, by name; the program's own part stays as it is. */
    void addTo(Topology topology, Step step) {
        String name = step.require("name");
        topology.addSource(name + "-in", new StringDeserializer(), new StringDeserializer(), step.require("topics"));
        topology.addProcessor(name, new Supplying(step.without("ownStore")), name + "-in");
        if (step.has("store")) {
            topology.addStateStore(storeBuilder(step), name);
        }
        topology.addSink(name + "-out", step.require("topic"), new StringSerializer(), new StringSerializer(), name);
    }
}
