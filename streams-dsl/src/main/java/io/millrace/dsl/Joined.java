package io.millrace.dsl;

import io.millrace.serialization.Serde;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a stream is joined with a table: serdes for the repartition topic, if one is needed, and a name. Immutable.
 *
 * @param <K> type of keys
 * @param <VLeft> type of the stream's values
 * @param <VRight> type of the table's values
 */
public class Joined<K, VLeft, VRight> implements NamedOperation<Joined<K, VLeft, VRight>> {

    protected final @Nullable Serde<K> keySerde;
    protected final @Nullable Serde<VLeft> leftValueSerde;
    protected final @Nullable Serde<VRight> rightValueSerde;
    protected final @Nullable String name;
    protected final @Nullable Duration gracePeriod;

    private Joined(
            @Nullable Serde<K> keySerde,
            @Nullable Serde<VLeft> leftValueSerde,
            @Nullable Serde<VRight> rightValueSerde,
            @Nullable String name,
            @Nullable Duration gracePeriod) {
        this.keySerde = keySerde;
        this.leftValueSerde = leftValueSerde;
        this.rightValueSerde = rightValueSerde;
        this.name = name;
        this.gracePeriod = gracePeriod;
    }

    /** A copy. */
    protected Joined(Joined<K, VLeft, VRight> joined) {
        this(joined.keySerde, joined.leftValueSerde, joined.rightValueSerde, joined.name, joined.gracePeriod);
    }

    /** With serdes. */
    public static <K, VLeft, VRight> Joined<K, VLeft, VRight> with(
            @Nullable Serde<K> keySerde,
            @Nullable Serde<VLeft> leftValueSerde,
            @Nullable Serde<VRight> rightValueSerde) {
        return new Joined<>(keySerde, leftValueSerde, rightValueSerde, null, null);
    }

    /** With serdes and a name. */
    public static <K, VLeft, VRight> Joined<K, VLeft, VRight> with(
            @Nullable Serde<K> keySerde,
            @Nullable Serde<VLeft> leftValueSerde,
            @Nullable Serde<VRight> rightValueSerde,
            @Nullable String name) {
        return new Joined<>(keySerde, leftValueSerde, rightValueSerde, name, null);
    }

    /** With serdes, a name and a grace period. */
    public static <K, VLeft, VRight> Joined<K, VLeft, VRight> with(
            @Nullable Serde<K> keySerde,
            @Nullable Serde<VLeft> leftValueSerde,
            @Nullable Serde<VRight> rightValueSerde,
            @Nullable String name,
            @Nullable Duration gracePeriod) {
        return new Joined<>(keySerde, leftValueSerde, rightValueSerde, name, gracePeriod);
    }

    /** With a key serde. */
    public static <K, VLeft, VRight> Joined<K, VLeft, VRight> keySerde(@Nullable Serde<K> keySerde) {
        return new Joined<>(keySerde, null, null, null, null);
    }

    /** With a serde for the stream's values. */
    public static <K, VLeft, VRight> Joined<K, VLeft, VRight> valueSerde(@Nullable Serde<VLeft> leftValueSerde) {
        return new Joined<>(null, leftValueSerde, null, null, null);
    }

    /** With a serde for the table's values. */
    public static <K, VLeft, VRight> Joined<K, VLeft, VRight> otherValueSerde(@Nullable Serde<VRight> rightValueSerde) {
        return new Joined<>(null, null, rightValueSerde, null, null);
    }

    /** With a name for the join, and for its repartition topic. */
    public static <K, VLeft, VRight> Joined<K, VLeft, VRight> as(@Nullable String name) {
        return new Joined<>(null, null, null, name, null);
    }

    /** The same with another key serde. */
    public Joined<K, VLeft, VRight> withKeySerde(@Nullable Serde<K> keySerde) {
        return new Joined<>(keySerde, leftValueSerde, rightValueSerde, name, gracePeriod);
    }

    /** The same with another serde for the stream's values. */
    public Joined<K, VLeft, VRight> withValueSerde(@Nullable Serde<VLeft> leftValueSerde) {
        return new Joined<>(keySerde, leftValueSerde, rightValueSerde, name, gracePeriod);
    }

    /** The same with another serde for the table's values. */
    public Joined<K, VLeft, VRight> withOtherValueSerde(@Nullable Serde<VRight> rightValueSerde) {
        return new Joined<>(keySerde, leftValueSerde, rightValueSerde, name, gracePeriod);
    }

    @Override
    public Joined<K, VLeft, VRight> withName(@Nullable String name) {
        return new Joined<>(keySerde, leftValueSerde, rightValueSerde, name, gracePeriod);
    }

    /** The same with a grace period: records wait that long in stream time for the version of the table that is theirs. */
    public Joined<K, VLeft, VRight> withGracePeriod(@Nullable Duration gracePeriod) {
        return new Joined<>(keySerde, leftValueSerde, rightValueSerde, name, gracePeriod);
    }
}
