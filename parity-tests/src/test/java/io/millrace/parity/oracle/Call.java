package io.millrace.parity.oracle;

import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Chooses among the overloads of an operator: plain, with a name, with a second option object, with both. */
final class Call {

    private Call() {}

    static <N, M, R> R of(
            @Nullable N named,
            @Nullable M option,
            Supplier<R> plain,
            Function<N, R> withName,
            Function<M, R> withOption,
            BiFunction<N, M, R> withBoth) {
        if (named == null) {
            return option == null ? plain.get() : withOption.apply(option);
        }
        return option == null ? withName.apply(named) : withBoth.apply(named, option);
    }

    static <M, R> R of(@Nullable M option, Supplier<R> plain, Function<M, R> withOption) {
        return option == null ? plain.get() : withOption.apply(option);
    }
}
