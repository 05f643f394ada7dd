package io.millrace.dsl;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a branch of a split stream: its name, and what is done with it. Immutable.
 *
 * @param <K> type of keys
 * @param <V> type of values
 */
public class Branched<K, V> implements NamedOperation<Branched<K, V>> {

    protected final @Nullable String name;
    protected final @Nullable Function<? super KStream<K, V>, ? extends @Nullable KStream<K, V>> chainFunction;
    protected final @Nullable Consumer<? super KStream<K, V>> chainConsumer;

    /** With everything given; null for what is not wanted. */
    protected Branched(
            @Nullable String name,
            @Nullable Function<? super KStream<K, V>, ? extends @Nullable KStream<K, V>> chainFunction,
            @Nullable Consumer<? super KStream<K, V>> chainConsumer) {
        this.name = name;
        this.chainFunction = chainFunction;
        this.chainConsumer = chainConsumer;
    }

    /** A copy. */
    protected Branched(Branched<K, V> branched) {
        this(branched.name, branched.chainFunction, branched.chainConsumer);
    }

    /** With a name, to which the name of the split is prefixed. */
    public static <K, V> Branched<K, V> as(String name) {
        return new Branched<>(Objects.requireNonNull(name, "name cannot be null"), null, null);
    }

    /** With a function whose result stands for the branch; a null result leaves the branch out of the map. */
    public static <K, V> Branched<K, V> withFunction(
            Function<? super KStream<K, V>, ? extends @Nullable KStream<K, V>> chain) {
        return new Branched<>(null, Objects.requireNonNull(chain, "chain function"), null);
    }

    /** With a consumer; the branch is left out of the map. */
    public static <K, V> Branched<K, V> withConsumer(Consumer<KStream<K, V>> chain) {
        return new Branched<>(null, null, Objects.requireNonNull(chain, "chain consumer"));
    }

    /** With a function, as above, and a name. */
    public static <K, V> Branched<K, V> withFunction(
            Function<? super KStream<K, V>, ? extends @Nullable KStream<K, V>> chain, @Nullable String name) {
        return new Branched<>(name, Objects.requireNonNull(chain, "chain function"), null);
    }

    /** With a consumer, as above, and a name. */
    public static <K, V> Branched<K, V> withConsumer(Consumer<? super KStream<K, V>> chain, @Nullable String name) {
        return new Branched<>(name, null, Objects.requireNonNull(chain, "chain consumer"));
    }

    @Override
    public Branched<K, V> withName(String name) {
        return new Branched<>(Objects.requireNonNull(name, "name cannot be null"), chainFunction, chainConsumer);
    }
}
