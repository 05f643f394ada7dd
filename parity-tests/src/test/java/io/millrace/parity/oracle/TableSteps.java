package io.millrace.parity.oracle;

import io.millrace.parity.program.Functions;
import io.millrace.parity.program.Operator;
import io.millrace.parity.program.Shape;
import io.millrace.parity.program.Step;
import java.time.Duration;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Aggregator;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Initializer;
import org.apache.kafka.streams.kstream.KGroupedTable;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.KeyValueMapper;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Predicate;
import org.apache.kafka.streams.kstream.Reducer;
import org.apache.kafka.streams.kstream.Suppressed;
import org.apache.kafka.streams.kstream.Suppressed.BufferConfig;
import org.apache.kafka.streams.kstream.Suppressed.EagerBufferConfig;
import org.apache.kafka.streams.kstream.Suppressed.StrictBufferConfig;
import org.apache.kafka.streams.kstream.ValueMapperWithKey;
import org.apache.kafka.streams.kstream.ValueTransformerWithKey;
import org.apache.kafka.streams.kstream.ValueTransformerWithKeySupplier;
import org.apache.kafka.streams.processor.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/** Operators on tables. */
final class TableSteps {

    private final ProgramBuilder program;
    private final StreamsBuilder builder;
    private final Transcript transcript;

    TableSteps(ProgramBuilder program, StreamsBuilder builder, Transcript transcript) {
        this.program = program;
        this.builder = builder;
        this.transcript = transcript;
    }

    Object build(Step step) {
        return switch (step.operator()) {
            case TABLE_FILTER, TABLE_FILTER_NOT -> filter(step);
            case TABLE_MAP_VALUES -> mapValues(step);
            case TABLE_TRANSFORM_VALUES -> transformValues(step);
            case TABLE_GROUP_BY -> groupBy(step);
            case TO_STREAM -> toStream(step);
            case SUPPRESS -> suppress(step);
            default -> aggregate(step);
        };
    }

    private Object filter(Step step) {
        KTable<Object, Object> in = program.table(step, 0);
        int number = step.number("predicate");
        Predicate<Object, Object> predicate = (key, value) -> Functions.predicate(number, key, value);
        return step.operator() == Operator.TABLE_FILTER
                ? Call.of(
                        Types.named(step),
                        Types.keyValue(step),
                        () -> in.filter(predicate),
                        n -> in.filter(predicate, n),
                        m -> in.filter(predicate, m),
                        (n, m) -> in.filter(predicate, n, m))
                : Call.of(
                        Types.named(step),
                        Types.keyValue(step),
                        () -> in.filterNot(predicate),
                        n -> in.filterNot(predicate, n),
                        m -> in.filterNot(predicate, m),
                        (n, m) -> in.filterNot(predicate, n, m));
    }

    private Object mapValues(Step step) {
        KTable<Object, Object> in = program.table(step, 0);
        int number = step.number("function");
        Shape.Type type = step.shape().value();
        ValueMapperWithKey<Object, Object, Object> mapper = (key, value) -> Functions.value(number, type, key, value);
        return Call.of(
                Types.named(step),
                Types.keyValue(step),
                () -> in.mapValues(mapper),
                n -> in.mapValues(mapper, n),
                m -> in.mapValues(mapper, m),
                (n, m) -> in.mapValues(mapper, n, m));
    }

    private Object transformValues(Step step) {
        KTable<Object, Object> in = program.table(step, 0);
        String[] stores = step.has("reads") ? new String[] {step.require("reads")} : new String[0];
        for (String store : stores) {
            builder.addStateStore(
                    Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(store), Serdes.String(), Serdes.String()));
        }
        ValueTransformerWithKeySupplier<Object, Object, Object> supplier = () -> new Transform(step);
        Named named = Types.named(step);
        var materialized = Types.keyValue(step);
        return Call.of(
                named,
                materialized,
                () -> in.transformValues(supplier, stores),
                n -> in.transformValues(supplier, n, stores),
                m -> in.transformValues(supplier, m, stores),
                (n, m) -> in.transformValues(supplier, m, n, stores));
    }

    private final class Transform implements ValueTransformerWithKey<Object, Object, Object> {

        private final Step step;
        private @Nullable KeyValueStore<String, String> store;
        private @Nullable ProcessorContext context;

        Transform(Step step) {
            this.step = step;
        }

        @Override
        public void init(ProcessorContext given) {
            context = given;
            store = step.has("reads") ? given.getStateStore(step.require("reads")) : null;
        }

        @Override
        public @Nullable Object transform(Object key, @Nullable Object value) {
            String before = "";
            if (store != null && value != null) {
                before = String.valueOf(store.get(String.valueOf(key)));
                store.put(String.valueOf(key), String.valueOf(value));
            }
            String seen =
                    step.has("context") ? " @" + context.timestamp() + " " + Transcript.headers(context.headers()) : "";
            transcript.call("transform " + key + " = " + value + " before " + before + seen);
            return Functions.value(step.number("function"), step.shape().value(), key, value);
        }

        @Override
        public void close() {}
    }

    private Object groupBy(Step step) {
        KTable<Object, Object> in = program.table(step, 0);
        int keys = step.number("keys");
        int values = step.number("function");
        Shape.Type type = step.shape().value();
        KeyValueMapper<Object, Object, KeyValue<Object, Object>> mapper = (key, value) ->
                KeyValue.pair(Functions.key(keys, key, value), Functions.value(values, type, key, value));
        Grouped<Object, Object> grouped = Types.grouped(step);
        return Call.of(grouped, () -> in.groupBy(mapper), g -> in.groupBy(mapper, g));
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // a count is a table of longs
    private Object aggregate(Step step) {
        KGroupedTable<Object, Object> in = program.groupedTable(step, 0);
        Named named = Types.named(step);
        var store = Types.keyValue(step);
        int number = step.has("fold") ? step.number("fold") : 0;
        Shape.Type type = step.shape().value();
        Reducer<Object> add = (state, value) -> Functions.fold(number, type, "-", value, state);
        Reducer<Object> subtract = (state, value) -> Functions.unfold(number, type, "-", value, state);
        Initializer<Object> initial = () -> Functions.initial(type);
        Aggregator<Object, Object, Object> adder =
                (key, value, state) -> Functions.fold(number, type, key, value, state);
        Aggregator<Object, Object, Object> subtractor =
                (key, value, state) -> Functions.unfold(number, type, key, value, state);
        return switch (step.operator()) {
            case TABLE_COUNT ->
                Call.of(
                        named,
                        store,
                        () -> in.count(),
                        n -> in.count(n),
                        m -> in.count((Materialized) m),
                        (n, m) -> in.count(n, (Materialized) m));
            case TABLE_REDUCE ->
                Call.of(
                        store,
                        () -> in.reduce(add, subtract),
                        m -> named == null ? in.reduce(add, subtract, m) : in.reduce(add, subtract, named, m));
            default ->
                Call.of(
                        named,
                        store,
                        () -> in.aggregate(initial, adder, subtractor),
                        n -> in.aggregate(initial, adder, subtractor, n),
                        m -> in.aggregate(initial, adder, subtractor, m),
                        (n, m) -> in.aggregate(initial, adder, subtractor, n, m));
        };
    }

    private Object toStream(Step step) {
        KTable<Object, Object> in = program.table(step, 0);
        if (!step.has("keys")) {
            return Call.of(Types.named(step), in::toStream, in::toStream);
        }
        int keys = step.number("keys");
        KeyValueMapper<Object, Object, Object> mapper = (key, value) -> Functions.key(keys, key, value);
        return Call.of(Types.named(step), () -> in.toStream(mapper), n -> in.toStream(mapper, n));
    }

    private static EagerBufferConfig eager(Step step) {
        if (!step.has("maxRecords")) {
            return BufferConfig.maxBytes(step.number("maxBytes"));
        }
        EagerBufferConfig bounds = BufferConfig.maxRecords(step.number("maxRecords"));
        return step.has("maxBytes") ? bounds.withMaxBytes(step.number("maxBytes")) : bounds;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // the kind of the key is known by the shape
    private Object suppress(Step step) {
        KTable<Object, Object> in = program.table(step, 0);
        Suppressed<?> suppressed;
        if (step.has("untilClose")) {
            StrictBufferConfig bounds = step.has("full") ? eager(step).shutDownWhenFull() : BufferConfig.unbounded();
            suppressed = Suppressed.untilWindowCloses(step.has("unlogged") ? bounds.withLoggingDisabled() : bounds);
        } else {
            BufferConfig<?> bounds = BufferConfig.unbounded();
            if (step.has("maxRecords") || step.has("maxBytes")) {
                bounds = step.has("full") ? eager(step).shutDownWhenFull() : eager(step);
            }
            suppressed = Suppressed.untilTimeLimit(
                    Duration.ofMillis(step.number("limitMs")),
                    step.has("unlogged") ? bounds.withLoggingDisabled() : bounds);
        }
        return in.suppress((Suppressed) (step.has("name") ? suppressed.withName(step.require("name")) : suppressed));
    }
}
