package io.millrace.parity.oracle;

import io.millrace.parity.program.Shape;
import io.millrace.parity.program.Step;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.WindowedSerdes;
import org.apache.kafka.streams.processor.StateStore;
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
        if (!step.has("serdes") && !step.has("name")) {
            return null;
        }
        Produced<Object, Object> produced = step.has("serdes")
                ? Produced.with(keySerde(input), valueSerde(input))
                : Produced.as(step.require("name"));
        return step.has("serdes") && step.has("name") ? produced.withName(step.require("name")) : produced;
    }

    static @Nullable Materialized<Object, Object, KeyValueStore<Bytes, byte[]>> keyValue(Step step) {
        if (step.has("store") && step.has("supplier")) {
            return options(step, Materialized.<Object, Object>as(Stores.lruMap(step.require("store"), 4)));
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
        return materialized(step);
    }

    static @Nullable Materialized<Object, Object, SessionStore<Bytes, byte[]>> session(Step step) {
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
