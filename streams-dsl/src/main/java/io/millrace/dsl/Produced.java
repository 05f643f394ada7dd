package io.millrace.dsl;

import io.millrace.processor.StreamPartitioner;
import io.millrace.serialization.Serde;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a topic is written. A serde that is not given is the stream's, or else the configured default; without partitioner the key decides. As in Kafka Streams, the
 * {@code with...} methods change and return this object.
 *
 * @param <K> type of keys
 * @param <V> type of values
 */
public class Produced<K, V> implements NamedOperation<Produced<K, V>> {

    protected @Nullable Serde<K> keySerde;
    protected @Nullable Serde<V> valueSerde;
    protected @Nullable StreamPartitioner<? super K, ? super V> partitioner;
    protected @Nullable String processorName;

    /** A copy. */
    protected Produced(Produced<K, V> produced) {
        this(produced.keySerde, produced.valueSerde, produced.partitioner, produced.processorName);
    }

    private Produced(
            @Nullable Serde<K> keySerde,
            @Nullable Serde<V> valueSerde,
            @Nullable StreamPartitioner<? super K, ? super V> partitioner,
            @Nullable String processorName) {
        this.keySerde = keySerde;
        this.valueSerde = valueSerde;
        this.partitioner = partitioner;
        this.processorName = processorName;
    }

    /** With serdes. */
    public static <K, V> Produced<K, V> with(@Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        return new Produced<>(keySerde, valueSerde, null, null);
    }

    /** With serdes and a partitioner. */
    public static <K, V> Produced<K, V> with(
            @Nullable Serde<K> keySerde,
            @Nullable Serde<V> valueSerde,
            @Nullable StreamPartitioner<? super K, ? super V> partitioner) {
        return new Produced<>(keySerde, valueSerde, partitioner, null);
    }

    /** With a name for the sink. */
    public static <K, V> Produced<K, V> as(@Nullable String processorName) {
        return new Produced<>(null, null, null, processorName);
    }

    /** With a key serde. */
    public static <K, V> Produced<K, V> keySerde(@Nullable Serde<K> keySerde) {
        return new Produced<>(keySerde, null, null, null);
    }

    /** With a value serde. */
    public static <K, V> Produced<K, V> valueSerde(@Nullable Serde<V> valueSerde) {
        return new Produced<>(null, valueSerde, null, null);
    }

    /** With a partitioner. */
    public static <K, V> Produced<K, V> streamPartitioner(
            @Nullable StreamPartitioner<? super K, ? super V> partitioner) {
        return new Produced<>(null, null, partitioner, null);
    }

    /** Sets the partitioner and returns this object. */
    public Produced<K, V> withStreamPartitioner(@Nullable StreamPartitioner<? super K, ? super V> partitioner) {
        this.partitioner = partitioner;
        return this;
    }

    /** Sets the value serde and returns this object. */
    public Produced<K, V> withValueSerde(@Nullable Serde<V> valueSerde) {
        this.valueSerde = valueSerde;
        return this;
    }

    /** Sets the key serde and returns this object. */
    public Produced<K, V> withKeySerde(@Nullable Serde<K> keySerde) {
        this.keySerde = keySerde;
        return this;
    }

    /** Sets the name of the sink and returns this object. */
    @Override
    public Produced<K, V> withName(@Nullable String name) {
        this.processorName = name;
        return this;
    }

    /** Compares everything but the name. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other != null
                        && getClass() == other.getClass()
                        && other instanceof Produced<?, ?> that
                        && Objects.equals(keySerde, that.keySerde)
                        && Objects.equals(valueSerde, that.valueSerde)
                        && Objects.equals(partitioner, that.partitioner);
    }

    @Override
    public int hashCode() {
        return Objects.hash(keySerde, valueSerde, partitioner);
    }
}
