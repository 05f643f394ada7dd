package io.millrace.dsl;

import io.millrace.serialization.Serde;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An aggregation with all its parts: where it starts, how a value is added and, where that is possible, taken away again, how the state is stored, and what comes out. Immutable.
 * {@link Aggregators} has ready-made ones.
 *
 * @param <V> type of values that are aggregated
 * @param <S> type of the state that is stored
 * @param <R> type of the result
 */
public final class Aggregation<V, S, R> {

    private final Supplier<S> initial;
    private final Step<V, S> add;
    private final @Nullable Step<V, S> subtract;
    private final BinaryOperator<S> merge;
    private final Serde<S> serde;
    private final Function<S, R> result;

    /** Makes the next state of a value and the state before; must not change that one. */
    @FunctionalInterface
    public interface Step<V, S> {

        S apply(S state, V value);
    }

    private Aggregation(
            Supplier<S> initial,
            Step<V, S> add,
            @Nullable Step<V, S> subtract,
            BinaryOperator<S> merge,
            Serde<S> serde,
            Function<S, R> result) {
        this.initial = Objects.requireNonNull(initial, "initial cannot be null");
        this.add = Objects.requireNonNull(add, "add cannot be null");
        this.subtract = subtract;
        this.merge = Objects.requireNonNull(merge, "merge cannot be null");
        this.serde = Objects.requireNonNull(serde, "serde cannot be null");
        this.result = Objects.requireNonNull(result, "result cannot be null");
    }

    /**
     * An aggregation from which values cannot be taken away: for streams, not for tables.
     *
     * @param merge joins the states of two sessions
     * @param serde of the state
     */
    public static <V, S, R> Aggregation<V, S, R> of(
            Supplier<S> initial, Step<V, S> add, BinaryOperator<S> merge, Serde<S> serde, Function<S, R> result) {
        return new Aggregation<>(initial, add, null, merge, serde, result);
    }

    /** The same with a way to take values away again, so that it fits tables too. */
    public Aggregation<V, S, R> withSubtractor(Step<V, S> subtractor) {
        return new Aggregation<>(
                initial, add, Objects.requireNonNull(subtractor, "subtractor cannot be null"), merge, serde, result);
    }

    /** The state before the first value. */
    public Initializer<S> initializer() {
        return initial::get;
    }

    /** Adds a value. */
    public <K> Aggregator<K, V, S> adder() {
        return (key, value, state) -> add.apply(state, value);
    }

    /** Whether values can be taken away. */
    public boolean canSubtract() {
        return subtract != null;
    }

    /** Takes a value away. Throws {@code IllegalStateException} if that is not possible. */
    public <K> Aggregator<K, V, S> subtractor() {
        Step<V, S> step = subtract;
        if (step == null) {
            throw new IllegalStateException("This aggregation cannot take values away");
        }
        return (key, value, state) -> step.apply(state, value);
    }

    /** Joins the states of two sessions. */
    public <K> Merger<K, S> merger() {
        return (key, one, other) -> merge.apply(one, other);
    }

    /** Serde of the state. */
    public Serde<S> serde() {
        return serde;
    }

    /** What comes out of a state. */
    public R result(S state) {
        return result.apply(state);
    }
}
