package io.millrace.simulation.program;

import io.millrace.dsl.Grouped;
import io.millrace.dsl.KGroupedStream;
import io.millrace.dsl.KStream;
import io.millrace.dsl.KTable;
import io.millrace.dsl.Materialized;
import io.millrace.processor.StreamPartitioner;
import io.millrace.record.Bytes;
import io.millrace.serialization.Serde;
import io.millrace.serialization.Serdes;
import io.millrace.state.KeyValueStore;
import io.millrace.stores.Stores;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an {@link Assembly} has made of the steps so far. The casts hold since the grammar puts a step only where its types fit. */
@SuppressWarnings("NullAway") // keys and values may be null everywhere, which the types of the DSL leave open
final class Built {

    private static final Serde<String> TEXT = Serdes.String();

    private final Program program;
    private final List<Object> steps = new ArrayList<>();

    Built(Program program) {
        this.program = program;
    }

    void add(Object step) {
        steps.add(step);
    }

    Object get(int step) {
        return steps.get(step);
    }

    @SuppressWarnings("unchecked")
    KStream<String, String> stream(int step) {
        return (KStream<String, String>) steps.get(step);
    }

    @SuppressWarnings("unchecked")
    KTable<String, String> table(int step) {
        return (KTable<String, String>) steps.get(step);
    }

    /** A grouped stream, or a stream that is grouped by the key that it has. */
    @SuppressWarnings("unchecked")
    KGroupedStream<String, String> grouped(int step) {
        return program.steps().get(step) instanceof Step.GroupBy
                ? (KGroupedStream<String, String>) steps.get(step)
                : stream(step).groupByKey(Grouped.with(TEXT, TEXT));
    }

    static Materialized<String, String, KeyValueStore<Bytes, byte[]>> rows(String store, boolean inMemory) {
        return Materialized.<String, String>as(
                        inMemory
                                ? Stores.inMemoryKeyValueStore(store)
                                : Stores.persistentTimestampedKeyValueStore(store))
                .withKeySerde(TEXT)
                .withValueSerde(TEXT);
    }

    static Materialized<String, Long, KeyValueStore<Bytes, byte[]>> counts(String store, boolean inMemory) {
        return Materialized.<String, Long>as(
                        inMemory
                                ? Stores.inMemoryKeyValueStore(store)
                                : Stores.persistentTimestampedKeyValueStore(store))
                .withKeySerde(TEXT)
                .withValueSerde(Serdes.Long());
    }

    /** A partitioner that knows where records without key go. */
    static <V> StreamPartitioner<@Nullable String, @Nullable V> byKey() {
        return (topic, key, value, count) -> Optional.of(Set.of(Functions.partition(key, count)));
    }
}
