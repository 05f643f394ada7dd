package io.millrace.dsl;

import io.millrace.serialization.Serde;
import io.millrace.serialization.Serdes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * The aggregations that everybody writes by hand, over a field of the value.
 *
 * <pre>{@code
 * KTable<String, Double> averages = readings
 *         .groupByKey()
 *         .aggregate(Aggregators.average(Reading::celsius));
 * }</pre>
 *
 * <p>State is kept per key (and window): constant for sums, extremes and averages, {@code k} values for {@link #topK}, and as large as what is collected for
 * {@link #countDistinct} and {@link #collectList}. Those that can take a value away ({@code sum}, {@code average}, {@code collectList}) also aggregate tables.
 */
public final class Aggregators {

    private Aggregators() {}

    /** The sum of a whole number. It wraps around on overflow. */
    public static <V> Aggregation<V, Long, Long> sum(ToLongFunction<? super V> field) {
        Objects.requireNonNull(field, "field cannot be null");
        return Aggregation.<V, Long, Long>of(
                        () -> 0L,
                        (sum, value) -> sum + field.applyAsLong(value),
                        Long::sum,
                        Serdes.Long(),
                        Function.identity())
                .withSubtractor((sum, value) -> sum - field.applyAsLong(value));
    }

    /** The sum of a floating-point number, in order of arrival: rounding depends on it. */
    public static <V> Aggregation<V, Double, Double> sumDouble(ToDoubleFunction<? super V> field) {
        Objects.requireNonNull(field, "field cannot be null");
        return Aggregation.<V, Double, Double>of(
                        () -> 0.0,
                        (sum, value) -> sum + field.applyAsDouble(value),
                        Double::sum,
                        Serdes.Double(),
                        Function.identity())
                .withSubtractor((sum, value) -> sum - field.applyAsDouble(value));
    }

    /** The average of a number. */
    public static <V> Aggregation<V, Mean, Double> average(ToDoubleFunction<? super V> field) {
        Objects.requireNonNull(field, "field cannot be null");
        return Aggregation.<V, Mean, Double>of(
                        () -> Mean.NONE,
                        (mean, value) -> mean.plus(field.applyAsDouble(value)),
                        Mean::plus,
                        Mean.serde(),
                        Mean::value)
                .withSubtractor((mean, value) -> mean.minus(field.applyAsDouble(value)));
    }

    /** The value with the smallest field; of equal ones the first. */
    public static <V, F extends Comparable<? super F>> Aggregation<V, List<V>, V> min(
            Function<? super V, ? extends F> field, Serde<V> serde) {
        return extreme(Comparator.<V, F>comparing(field::apply), serde);
    }

    /** The value with the largest field; of equal ones the first. */
    public static <V, F extends Comparable<? super F>> Aggregation<V, List<V>, V> max(
            Function<? super V, ? extends F> field, Serde<V> serde) {
        return extreme(Comparator.<V, F>comparing(field::apply).reversed(), serde);
    }

    private static <V> Aggregation<V, List<V>, V> extreme(Comparator<V> order, Serde<V> serde) {
        return Aggregation.of(
                List::of,
                (best, value) -> best.isEmpty() || order.compare(value, best.get(0)) < 0 ? List.of(value) : best,
                (one, other) ->
                        other.isEmpty() || !one.isEmpty() && order.compare(one.get(0), other.get(0)) <= 0 ? one : other,
                listOf(serde),
                best -> best.get(0));
    }

    /**
     * The {@code k} values with the largest fields, largest first; of equal ones those that came first.
     *
     * @param k at least 1
     */
    public static <V, F extends Comparable<? super F>> Aggregation<V, List<V>, List<V>> topK(
            int k, Function<? super V, ? extends F> field, Serde<V> serde) {
        if (k < 1) {
            throw new IllegalArgumentException("k must be at least 1, got " + k);
        }
        Comparator<V> order = Comparator.<V, F>comparing(field::apply).reversed();
        BinaryOperator<List<V>> merge = (one, other) -> {
            List<V> merged = new ArrayList<>(one);
            merged.addAll(other);
            merged.sort(order);
            return List.copyOf(merged.subList(0, Math.min(k, merged.size())));
        };
        return Aggregation.of(
                List::of, (top, value) -> merge.apply(top, List.of(value)), merge, listOf(serde), Function.identity());
    }

    /** How many different values a field has; exact, so that each of them is stored. */
    public static <V, F> Aggregation<V, List<F>, Long> countDistinct(
            Function<? super V, ? extends F> field, Serde<F> serde) {
        Objects.requireNonNull(field, "field cannot be null");
        BinaryOperator<List<F>> union = (one, other) -> {
            List<F> all = new ArrayList<>(one);
            for (F candidate : other) {
                if (!all.contains(candidate)) {
                    all.add(candidate);
                }
            }
            return Collections.unmodifiableList(all);
        };
        return Aggregation.of(
                List::of,
                (seen, value) ->
                        seen.contains(field.apply(value)) ? seen : union.apply(seen, List.of(field.apply(value))),
                union,
                listOf(serde),
                seen -> (long) seen.size());
    }

    /** All values of a field, in order of arrival. */
    public static <V, F> Aggregation<V, List<F>, List<F>> collectList(
            Function<? super V, ? extends F> field, Serde<F> serde) {
        Objects.requireNonNull(field, "field cannot be null");
        BinaryOperator<List<F>> concatenate = (one, other) -> {
            List<F> all = new ArrayList<>(one);
            all.addAll(other);
            return Collections.unmodifiableList(all);
        };
        return Aggregation.<V, List<F>, List<F>>of(
                        List::of,
                        (list, value) -> concatenate.apply(list, List.of(field.apply(value))),
                        concatenate,
                        listOf(serde),
                        Function.identity())
                .withSubtractor((list, value) -> {
                    List<F> left = new ArrayList<>(list);
                    left.remove(field.apply(value));
                    return Collections.unmodifiableList(left);
                });
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // the list serde makes lists of what the element serde makes
    private static <T> Serde<List<T>> listOf(Serde<T> serde) {
        Serde lists = Serdes.ListSerde(ArrayList.class, Objects.requireNonNull(serde, "serde cannot be null"));
        return lists;
    }
}
