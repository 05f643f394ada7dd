package io.millrace.dsl;

import io.millrace.dsl.plan.Combiner;
import io.millrace.dsl.plan.Fold;
import io.millrace.record.KeyValue;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Typed functions of a program as erased functions of a plan. The casts hold because a typed call connects a function only to streams and tables of its types. Nulls
 * pass through: whether a function gets some depends on the data.
 */
@SuppressWarnings({"unchecked", "NullAway"}) // see above
final class Erased {

    private Erased() {}

    static BiPredicate<Object, Object> predicate(Predicate<?, ?> predicate) {
        return ((Predicate<Object, Object>) Objects.requireNonNull(predicate, "predicate cannot be null"))::test;
    }

    static BiFunction<Object, Object, Object> selector(KeyValueMapper<?, ?, ?> mapper) {
        return ((KeyValueMapper<Object, Object, Object>) Objects.requireNonNull(mapper, "mapper cannot be null"))
                ::apply;
    }

    static BiFunction<Object, Object, KeyValue<?, ?>> pairs(KeyValueMapper<?, ?, ? extends KeyValue<?, ?>> mapper) {
        return ((KeyValueMapper<Object, Object, KeyValue<?, ?>>)
                Objects.requireNonNull(mapper, "mapper cannot be null"))::apply;
    }

    static BiFunction<Object, Object, Iterable<? extends KeyValue<?, ?>>> manyPairs(KeyValueMapper<?, ?, ?> mapper) {
        return ((KeyValueMapper<Object, Object, Iterable<? extends KeyValue<?, ?>>>)
                Objects.requireNonNull(mapper, "mapper cannot be null"))::apply;
    }

    static Function<Object, Object> mapper(ValueMapper<?, ?> mapper) {
        return ((ValueMapper<Object, Object>) Objects.requireNonNull(mapper, "mapper cannot be null"))::apply;
    }

    static Function<Object, Iterable<?>> manyValues(ValueMapper<?, ?> mapper) {
        return ((ValueMapper<Object, Iterable<?>>) Objects.requireNonNull(mapper, "mapper cannot be null"))::apply;
    }

    static BiFunction<Object, Object, Object> mapper(ValueMapperWithKey<?, ?, ?> mapper) {
        return ((ValueMapperWithKey<Object, Object, Object>) Objects.requireNonNull(mapper, "mapper cannot be null"))
                ::apply;
    }

    static BiFunction<Object, Object, Iterable<?>> manyValues(ValueMapperWithKey<?, ?, ?> mapper) {
        return ((ValueMapperWithKey<Object, Object, Iterable<?>>)
                Objects.requireNonNull(mapper, "mapper cannot be null"))::apply;
    }

    /** The key is left alone. */
    static BiFunction<Object, Object, Object> ignoringKey(ValueMapper<?, ?> mapper) {
        ValueMapper<Object, Object> erased =
                (ValueMapper<Object, Object>) Objects.requireNonNull(mapper, "mapper cannot be null");
        return (key, value) -> erased.apply(value);
    }

    static BiConsumer<Object, Object> action(ForeachAction<?, ?> action) {
        return ((ForeachAction<Object, Object>) Objects.requireNonNull(action, "action cannot be null"))::apply;
    }

    /** The key is left alone, so that it need not be decoded. */
    static Combiner joiner(ValueJoiner<?, ?, ?> joiner) {
        ValueJoiner<Object, Object, Object> erased =
                (ValueJoiner<Object, Object, Object>) Objects.requireNonNull(joiner, "joiner cannot be null");
        return (key, left, right) -> erased.apply(left, right);
    }

    static Combiner joiner(ValueJoinerWithKey<?, ?, ?, ?> joiner) {
        return ((ValueJoinerWithKey<Object, Object, Object, Object>)
                Objects.requireNonNull(joiner, "joiner cannot be null"))::apply;
    }

    static Supplier<Object> initializer(Initializer<?> initializer) {
        return ((Initializer<Object>) Objects.requireNonNull(initializer, "initializer cannot be null"))::apply;
    }

    static Fold adder(Aggregator<?, ?, ?> aggregator) {
        Aggregator<Object, Object, Object> erased =
                (Aggregator<Object, Object, Object>) Objects.requireNonNull(aggregator, "aggregator cannot be null");
        return (record, aggregate) -> erased.apply(record.key(), record.value(), aggregate);
    }

    /** The first value of a row is its aggregate. */
    static Fold adder(Reducer<?> reducer) {
        Reducer<Object> erased = (Reducer<Object>) Objects.requireNonNull(reducer, "reducer cannot be null");
        return (record, aggregate) -> aggregate == null ? record.value() : erased.apply(aggregate, record.value());
    }

    static Combiner combiner(Aggregator<?, ?, ?> aggregator, String what) {
        return ((Aggregator<Object, Object, Object>) Objects.requireNonNull(aggregator, what))::apply;
    }

    /** The first value of a row is its aggregate. */
    static Combiner combiner(Reducer<?> reducer, String what) {
        Reducer<Object> erased = (Reducer<Object>) Objects.requireNonNull(reducer, what);
        return (key, value, aggregate) -> aggregate == null ? value : erased.apply(aggregate, value);
    }

    static Combiner merger(Merger<?, ?> merger) {
        return ((Merger<Object, Object>) Objects.requireNonNull(merger, "sessionMerger cannot be null"))::apply;
    }

    static BiFunction<Object, Object, Object> extractor(BiFunction<?, ?, ?> extractor) {
        return (BiFunction<Object, Object, Object>)
                Objects.requireNonNull(extractor, "foreignKeyExtractor cannot be null");
    }

    /** The key is left alone. */
    static BiFunction<Object, Object, Object> extractor(Function<?, ?> extractor) {
        Function<Object, Object> erased =
                (Function<Object, Object>) Objects.requireNonNull(extractor, "foreignKeyExtractor cannot be null");
        return (key, value) -> erased.apply(value);
    }

    /** No aggregate to begin with. */
    static Supplier<Object> nothing() {
        return () -> null;
    }
}
