package io.millrace.dsl;

import io.millrace.processor.TimestampExtractor;
import io.millrace.serialization.Serde;
import io.millrace.topology.AutoOffsetReset;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a topic is read. Whatever is not given, or is null, is taken from the configuration. Immutable.
 *
 * @param <K> type of keys
 * @param <V> type of values
 */
public class Consumed<K, V> implements NamedOperation<Consumed<K, V>> {

    protected @Nullable Serde<K> keySerde;
    protected @Nullable Serde<V> valueSerde;
    protected @Nullable TimestampExtractor timestampExtractor;
    protected @Nullable AutoOffsetReset resetPolicy;
    protected @Nullable String processorName;

    /** A copy. */
    protected Consumed(Consumed<K, V> consumed) {
        this(
                consumed.keySerde,
                consumed.valueSerde,
                consumed.timestampExtractor,
                consumed.resetPolicy,
                consumed.processorName);
    }

    private Consumed(
            @Nullable Serde<K> keySerde,
            @Nullable Serde<V> valueSerde,
            @Nullable TimestampExtractor timestampExtractor,
            @Nullable AutoOffsetReset resetPolicy,
            @Nullable String processorName) {
        this.keySerde = keySerde;
        this.valueSerde = valueSerde;
        this.timestampExtractor = timestampExtractor;
        this.resetPolicy = resetPolicy;
        this.processorName = processorName;
    }

    /** With serdes, an extractor of timestamps and a start position. */
    public static <K, V> Consumed<K, V> with(
            @Nullable Serde<K> keySerde,
            @Nullable Serde<V> valueSerde,
            @Nullable TimestampExtractor timestampExtractor,
            @Nullable AutoOffsetReset resetPolicy) {
        return new Consumed<>(keySerde, valueSerde, timestampExtractor, resetPolicy, null);
    }

    /** With serdes. */
    public static <K, V> Consumed<K, V> with(@Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        return new Consumed<>(keySerde, valueSerde, null, null, null);
    }

    /** With an extractor of timestamps. */
    public static <K, V> Consumed<K, V> with(@Nullable TimestampExtractor timestampExtractor) {
        return new Consumed<>(null, null, timestampExtractor, null, null);
    }

    /** With a start position for partitions without committed offset. */
    public static <K, V> Consumed<K, V> with(@Nullable AutoOffsetReset resetPolicy) {
        return new Consumed<>(null, null, null, resetPolicy, null);
    }

    /** With a name for the source. */
    public static <K, V> Consumed<K, V> as(@Nullable String processorName) {
        return new Consumed<>(null, null, null, null, processorName);
    }

    /** The same with another key serde. */
    public Consumed<K, V> withKeySerde(@Nullable Serde<K> keySerde) {
        return new Consumed<>(keySerde, valueSerde, timestampExtractor, resetPolicy, processorName);
    }

    /** The same with another value serde. */
    public Consumed<K, V> withValueSerde(@Nullable Serde<V> valueSerde) {
        return new Consumed<>(keySerde, valueSerde, timestampExtractor, resetPolicy, processorName);
    }

    /** The same with another extractor of timestamps. */
    public Consumed<K, V> withTimestampExtractor(@Nullable TimestampExtractor timestampExtractor) {
        return new Consumed<>(keySerde, valueSerde, timestampExtractor, resetPolicy, processorName);
    }

    /** The same with another start position. */
    public Consumed<K, V> withOffsetResetPolicy(@Nullable AutoOffsetReset resetPolicy) {
        return new Consumed<>(keySerde, valueSerde, timestampExtractor, resetPolicy, processorName);
    }

    @Override
    public Consumed<K, V> withName(@Nullable String processorName) {
        return new Consumed<>(keySerde, valueSerde, timestampExtractor, resetPolicy, processorName);
    }

    /** Compares everything but the name. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other != null
                        && getClass() == other.getClass()
                        && other instanceof Consumed<?, ?> that
                        && Objects.equals(keySerde, that.keySerde)
                        && Objects.equals(valueSerde, that.valueSerde)
                        && Objects.equals(timestampExtractor, that.timestampExtractor)
                        && Objects.equals(resetPolicy, that.resetPolicy);
    }

    @Override
    public int hashCode() {
        return Objects.hash(keySerde, valueSerde, timestampExtractor, resetPolicy);
    }
}
