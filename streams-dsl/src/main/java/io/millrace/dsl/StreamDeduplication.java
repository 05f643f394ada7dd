package io.millrace.dsl;

import io.millrace.dsl.plan.Deduplicate;
import io.millrace.dsl.plan.PlanDraft;
import io.millrace.dsl.plan.StoreSettings;
import io.millrace.record.Bytes;
import io.millrace.serialization.Serde;
import io.millrace.serialization.Serdes;
import io.millrace.state.WindowStore;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Adds the nodes of a deduplication to the plan. */
final class StreamDeduplication {

    private StreamDeduplication() {}

    static <K, V> PlannedStream<K, V> byKey(PlannedStream<K, V> stream, Deduplicated<K> options) {
        Objects.requireNonNull(options, "deduplicated cannot be null");
        PlannedStream<K, V> input =
                stream.keyMayHaveChanged() ? stream.repartitionedForJoin(options.name, options.idSerde, null) : stream;
        return add(input, null, options, input.keySerde());
    }

    static <K, V, ID> PlannedStream<K, V> byId(
            PlannedStream<K, V> stream, BiFunction<Object, Object, Object> id, Deduplicated<ID> options) {
        return add(stream, id, Objects.requireNonNull(options, "deduplicated cannot be null"), null);
    }

    private static <K, V, ID> PlannedStream<K, V> add(
            PlannedStream<K, V> input,
            @Nullable BiFunction<Object, Object, Object> id,
            Deduplicated<ID> options,
            @Nullable Serde<ID> defaultSerde) {
        PlanDraft draft = input.point().draft();
        String name = PlanPoint.name(draft, options.name, Prefix.DEDUPLICATE);
        Materialized<ID, byte[], WindowStore<Bytes, byte[]>> kept =
                options.name == null ? Materialized.with(null, null) : Materialized.as(options.name + "-store");
        StoreSettings store = Materialization.named(kept.withCachingDisabled(), draft, Prefix.DEDUPLICATE)
                .withSerdes(options.idSerde != null ? options.idSerde : defaultSerde, Serdes.ByteArray())
                .store();
        return input.at(input.point().then(name, new Deduplicate(store, id, options.windowMs, options.graceMs)));
    }
}
