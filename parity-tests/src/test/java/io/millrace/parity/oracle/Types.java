package io.millrace.parity.oracle;

import io.millrace.parity.program.Functions;
import io.millrace.parity.program.Shape;
import io.millrace.parity.program.Step;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.WindowedSerdes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.SessionStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;
import org.jspecify.annotations.Nullable;

/** Serdes and option objects of steps. A step without the option {@code serdes} relies on the configured ones. */
final class Types {

    private Types() {}

    @SuppressWarnings("unchecked") // programs are untyped; the shapes of their steps say what a serde will meet
    static Serde<Object> serde(Shape.Type type, long windowMs) {
        Serde<?> serde = switch (type) {
            case STRING -> Serdes.String();
            case LONG -> Serdes.Long();
            case WINDOWED -> WindowedSerdes.timeWindowedSerdeFrom(String.class, windowMs);
            case SESSION -> WindowedSerdes.sessionWindowedSerdeFrom(String.class);
        };
        return (Serde<Object>) serde;
    }

    static Serde<Object> keySerde(Shape shape) {
        return serde(shape.key(), shape.windowMs());
    }

    static Serde<Object> valueSerde(Shape shape) {
        return serde(shape.value(), 0);
    }

    static @Nullable Named named(Step step) {
        return step.has("name") ? Named.as(step.require("name")) : null;
    }

    static @Nullable Grouped<Object, Object> grouped(Step step) {
        boolean serdes = step.has("serdes");
        if (!serdes && !step.has("name")) {
            return null;
        }
        Grouped<Object, Object> grouped = serdes
                ? Grouped.with(keySerde(step.shape()), valueSerde(step.shape()))
                : Grouped.as(step.require("name"));
        return serdes && step.has("name") ? grouped.withName(step.require("name")) : grouped;
    }

    static @Nullable Produced<Object, Object> produced(Step step, Shape input) {
        if (!step.has("serdes") && !step.has("name") && !step.has("partitioner")) {
            return null;
        }
        Produced<Object, Object> produced =
                step.has("serdes") ? Produced.with(keySerde(input), valueSerde(input)) : Produced.with(null, null);
        if (step.has("partitioner")) {
            produced = produced.withStreamPartitioner(partitioner(step));
        }
        return step.has("name") ? produced.withName(step.require("name")) : produced;
    }

    /** Sends to partition 0 in one way or the other; some to none at all. */
    static StreamPartitioner<Object, Object> partitioner(Step step) {
        return switch (step.require("partitioner")) {
            case "drops" ->
                (topic, key, value, partitions) ->
                        String.valueOf(value).contains("n") ? Optional.of(Set.of()) : Optional.of(Set.of(0));
            case "default" -> (topic, key, value, partitions) -> Optional.empty();
            case "throws" ->
                (topic, key, value, partitions) -> Functions.predicate(Functions.THROWING_PREDICATE, key, value)
                        ? Optional.of(Set.of(0))
                        : Optional.empty();
            default -> (topic, key, value, partitions) -> Optional.of(Set.of(0));
        };
    }

    static @Nullable Materialized<Object, Object, KeyValueStore<Bytes, byte[]>> keyValue(Step step) {
        if (step.has("store") && step.has("supplier")) {
            String name = step.require("store");
            return options(
                    step,
                    Materialized.<Object, Object>as(
                            switch (step.require("supplier")) {
                                case "lru" -> Stores.lruMap(name, 4);
                                case "memory" -> Stores.inMemoryKeyValueStore(name);
                                case "plain" -> Stores.persistentKeyValueStore(name);
                                default -> Stores.persistentTimestampedKeyValueStore(name);
                            }));
        }
        if (step.has("store") && step.has("historyMs")) {
            return options(
                    step,
                    Materialized.<Object, Object>as(Stores.persistentVersionedKeyValueStore(
                            step.require("store"), Duration.ofMillis(step.number("historyMs")))));
        }
        return materialized(step);
    }

    static @Nullable Materialized<Object, Object, WindowStore<Bytes, byte[]>> window(Step step) {
        if (step.has("store") && step.has("supplier")) {
            String name = step.require("store");
            Duration retention = retention(step);
            Duration size = Duration.ofMillis(step.number("sizeMs"));
            return options(
                    step,
                    Materialized.<Object, Object>as(
                            switch (step.require("supplier")) {
                                case "memory" -> Stores.inMemoryWindowStore(name, retention, size, false);
                                case "plain" -> Stores.persistentWindowStore(name, retention, size, false);
                                default -> Stores.persistentTimestampedWindowStore(name, retention, size, false);
                            }));
        }
        return materialized(step);
    }

    /** What the windows need, or what the step says. */
    private static Duration retention(Step step) {
        long ms = step.has("retentionMs")
                ? step.number("retentionMs")
                : 2L * step.number("sizeMs") + step.number("graceMs");
        return Duration.ofMillis(ms);
    }

    static @Nullable Materialized<Object, Object, SessionStore<Bytes, byte[]>> session(Step step) {
        if (step.has("store") && step.has("supplier")) {
            String name = step.require("store");
            return options(
                    step,
                    Materialized.<Object, Object>as(
                            step.is("supplier", "memory")
                                    ? Stores.inMemorySessionStore(name, retention(step))
                                    : Stores.persistentSessionStore(name, retention(step))));
        }
        return materialized(step);
    }

    private static <S extends StateStore> @Nullable Materialized<Object, Object, S> materialized(Step step) {
        if (step.has("store")) {
            return options(step, Materialized.<Object, Object, S>as(step.require("store")));
        }
        if (step.has("serdes") || step.has("uncached") || step.has("unlogged") || step.has("retentionMs")) {
            return options(step, Materialized.<Object, Object, S>with(null, null));
        }
        return null;
    }

    private static <S extends StateStore> Materialized<Object, Object, S> options(
            Step step, Materialized<Object, Object, S> materialized) {
        Materialized<Object, Object, S> result = materialized;
        if (step.has("serdes")) {
            // The key of a windowed store is the key inside the window.
            Shape.Type key =
                    step.has("windows") ? Shape.Type.STRING : step.shape().key();
            result = result.withKeySerde(serde(key, step.shape().windowMs())).withValueSerde(valueSerde(step.shape()));
        }
        if (step.has("uncached")) {
            result = result.withCachingDisabled();
        }
        if (step.has("cached")) {
            result = result.withCachingEnabled();
        }
        if (step.has("unlogged")) {
            result = result.withLoggingDisabled();
        } else if (step.has("logged")) {
            result = result.withLoggingEnabled(Map.of());
        }
        if (step.has("retentionMs")) {
            result = result.withRetention(Duration.ofMillis(step.number("retentionMs")));
        }
        return result;
    }
}
