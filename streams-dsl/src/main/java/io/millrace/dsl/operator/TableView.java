package io.millrace.dsl.operator;

import io.millrace.dsl.plan.Combiner;
import io.millrace.dsl.plan.JoinKind;
import io.millrace.dsl.plan.ValueFunction;
import io.millrace.processor.ProcessorContext;
import io.millrace.state.ValueAndTimestamp;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Looks rows of a table up: in its store, or computed from the table it derives from. One per processor; confined to the task's thread. */
public interface TableView {

    /** Called once, before the first lookup. */
    void init(ProcessorContext<?, ?> context);

    /** The row as it is now; null if there is none. */
    @Nullable
    ValueAndTimestamp<Object> get(Object key);

    /** The row as it was at a time, if {@link #isVersioned}; else as it is now. */
    @Nullable
    ValueAndTimestamp<Object> get(Object key, long asOfTimestampMs);

    /** Whether old versions of rows can be asked for. */
    boolean isVersioned();

    /** Called once at the end. */
    void close();

    /**
     * Makes views and knows what they read.
     *
     * @param storeNames stores that a processor with such a view must be connected to
     */
    record Source(Supplier<TableView> views, List<String> storeNames) {

        public Source {
            storeNames = List.copyOf(storeNames);
        }

        /** The rows of a store. */
        public static Source ofStore(String storeName) {
            return new Source(() -> new StoreView(storeName), List.of(storeName));
        }

        /** The rows of the store of a windowed table. */
        public static Source ofWindowStore(String storeName) {
            return new Source(() -> new WindowView(storeName), List.of(storeName));
        }

        /** The rows of a store of sessions. */
        public static Source ofSessionStore(String storeName) {
            return new Source(() -> new SessionView(storeName), List.of(storeName));
        }

        /** The rows of this and another table, joined. */
        public Source joined(Source right, Combiner joiner, JoinKind kind) {
            Set<String> names = new LinkedHashSet<>(storeNames);
            names.addAll(right.storeNames);
            return new Source(() -> new JoinedView(views.get(), right.views.get(), joiner, kind), List.copyOf(names));
        }

        /** The rows of this, or the last that went downstream for those that wait in a buffer. */
        public Source suppressed(String bufferName) {
            List<String> names = new ArrayList<>();
            names.add(bufferName);
            names.addAll(storeNames);
            return new Source(() -> new SuppressedView(views.get(), bufferName), names);
        }

        /** The rows of this that match a predicate, or those that do not. */
        public Source filtered(BiPredicate<Object, Object> predicate, boolean negated) {
            return new Source(() -> new FilteredView(views.get(), predicate, negated), storeNames);
        }

        /** The rows of this with mapped values. */
        public Source mapped(BiFunction<Object, Object, Object> mapper) {
            return new Source(() -> new MappedView(views.get(), mapper), storeNames);
        }

        /** The rows of this with values from a function that may keep stores. */
        public Source transformed(Supplier<? extends ValueFunction> function) {
            return new Source(() -> new TransformedView(views.get(), function.get()), storeNames);
        }
    }
}
