package io.millrace.dsl;

import io.millrace.dsl.plan.Combiner;
import io.millrace.dsl.plan.Fold;
import io.millrace.dsl.plan.Operation;
import io.millrace.dsl.plan.WindowAggregate;
import io.millrace.dsl.plan.Windowing;
import io.millrace.serialization.Serde;
import io.millrace.state.Windowed;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What time windows, sliding windows and sessions share when a table is made of them. */
final class WindowedTables {

    private WindowedTables() {}

    /** What is to be computed; the merger is null but for sessions. */
    record Aggregation(
            Supplier<Object> initializer,
            Fold adder,
            @Nullable Combiner merger) {}

    /**
     * Adds an aggregation, behind a repartition topic if one is needed.
     *
     * @throws IllegalArgumentException if the store would lose windows that can still change
     */
    static <K, V, VOut> KTable<Windowed<K>, VOut> aggregate(
            GroupedInput<K, V> input,
            Materialization<K, VOut> store,
            String name,
            Windowing windowing,
            Aggregation aggregation,
            boolean emitsOnClose) {
        Operation operation = operation(store, windowing, aggregation, emitsOnClose);
        PlanPoint table = input.beforeAggregation(store).then(name, operation);
        return new PlannedTable<>(
                table, keySerde(store.keySerde(), windowing), store.valueSerde(), store.queryableName());
    }

    static WindowAggregate operation(
            Materialization<?, ?> store, Windowing windowing, Aggregation aggregation, boolean emitsOnClose) {
        requireRetention(store, windowing);
        return new WindowAggregate(
                store.store(),
                windowing,
                aggregation.initializer(),
                aggregation.adder(),
                aggregation.merger(),
                false,
                emitsOnClose,
                false);
    }

    static void requireRetention(Materialization<?, ?> store, Windowing windowing) {
        Duration retention = store.options().retention;
        if (retention != null && windowing.retentionMs() > retention.toMillis()) {
            throw new IllegalArgumentException("The retention period of the window store " + store.storeName()
                    + " must be no smaller than what its windows need, " + windowing.retentionMs() + " ms for "
                    + windowing + ", but is " + retention.toMillis() + " ms: raise Materialized.withRetention");
        }
    }

    /** Serde of the windowed keys; null if that of the keys inside is not known. */
    static <K> @Nullable Serde<Windowed<K>> keySerde(@Nullable Serde<K> inner, Windowing windowing) {
        if (inner == null) {
            return null;
        }
        if (windowing instanceof Windowing.Session) {
            return new WindowedSerdes.SessionWindowedSerde<>(inner);
        }
        long sizeMs = windowing instanceof Windowing.Sliding sliding
                ? sliding.differenceMs()
                : ((Windowing.Fixed) windowing).sizeMs();
        return new WindowedSerdes.TimeWindowedSerde<>(inner, sizeMs);
    }
}
