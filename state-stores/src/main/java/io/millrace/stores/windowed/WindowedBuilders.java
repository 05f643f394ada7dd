package io.millrace.stores.windowed;

import io.millrace.processor.StateStore;
import io.millrace.serialization.Serde;
import io.millrace.state.SessionBytesStoreSupplier;
import io.millrace.state.SessionStore;
import io.millrace.state.SessionStoreWithHeaders;
import io.millrace.state.StoreBuilder;
import io.millrace.state.TimestampedWindowStore;
import io.millrace.state.TimestampedWindowStoreWithHeaders;
import io.millrace.state.WindowBytesStoreSupplier;
import io.millrace.state.WindowStore;
import io.millrace.stores.build.BuiltInStoreBuilder;
import io.millrace.stores.build.BuiltInStoreBuilder.CachingRule;
import io.millrace.stores.table.ChangelogNeeds.Cleanup;
import io.millrace.stores.table.StoreTraits;
import io.millrace.stores.windowed.WindowedSpec.Shape;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes builders of window and session stores. A null serde is the configured default. */
public final class WindowedBuilders {

    private WindowedBuilders() {}

    /** Window stores without timestamps. */
    public static <K, V> StoreBuilder<WindowStore<K, V>> window(
            WindowBytesStoreSupplier supplier, @Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        return builder(source(supplier), WindowStore.class, keySerde, valueSerde, WindowStores.Plain::new);
    }

    /** Window stores with timestamps. */
    public static <K, V> StoreBuilder<TimestampedWindowStore<K, V>> stampedWindow(
            WindowBytesStoreSupplier supplier, @Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        return builder(source(supplier), TimestampedWindowStore.class, keySerde, valueSerde, WindowStores.Stamped::new);
    }

    /** Window stores with timestamps and headers. */
    public static <K, V> StoreBuilder<TimestampedWindowStoreWithHeaders<K, V>> stampedWindowWithHeaders(
            WindowBytesStoreSupplier supplier, @Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        return builder(
                source(supplier),
                TimestampedWindowStoreWithHeaders.class,
                keySerde,
                valueSerde,
                WindowStores.StampedWithHeaders::new);
    }

    /** Session stores. */
    public static <K, V> StoreBuilder<SessionStore<K, V>> session(
            SessionBytesStoreSupplier supplier, @Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        return builder(source(supplier), SessionStore.class, keySerde, valueSerde, SessionStores.Plain::new);
    }

    /** Session stores with headers. */
    public static <K, V> StoreBuilder<SessionStoreWithHeaders<K, V>> sessionWithHeaders(
            SessionBytesStoreSupplier supplier, @Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
        return builder(
                source(supplier), SessionStoreWithHeaders.class, keySerde, valueSerde, SessionStores.WithHeaders::new);
    }

    private static <K, V, T extends StateStore> StoreBuilder<T> builder(
            Source source,
            Class<? extends StateStore> type,
            @Nullable Serde<K> keySerde,
            @Nullable Serde<V> valueSerde,
            Function<WindowedSpec<K, V>, T> constructor) {
        Shape shape = source.shape();
        return new BuiltInStoreBuilder<>(
                shape.name(),
                shape.retainsDuplicates() ? CachingRule.IGNORED : CachingRule.ALLOWED,
                Cleanup.COMPACT_AND_DELETE,
                new StoreTraits(
                        type, keySerde, valueSerde, shape.retentionMs(), shape.sessions() ? -1 : shape.windowSizeMs()),
                caching -> constructor.apply(source.spec(caching, keySerde, valueSerde)));
    }

    /**
     * Where the rows of the stores are to be.
     *
     * @param shape of stores of a program's own supplier it does not say yet whether they are persistent
     * @param userStores makes stores of a program's own supplier; null for a supplier of ours
     */
    private record Source(Shape shape, @Nullable Supplier<? extends StateStore> userStores) {

        /** A supplier of the program's own may hand out a store of ours, or one of its own, which then keeps the rows. */
        <K, V> WindowedSpec<K, V> spec(boolean caching, @Nullable Serde<K> keySerde, @Nullable Serde<V> valueSerde) {
            if (userStores == null) {
                return new WindowedSpec<>(shape, null, caching, keySerde, valueSerde);
            }
            StateStore store = userStores.get();
            if (store instanceof OpenRows<?, ?, ?> ours && shape.name().equals(ours.name())) {
                return new WindowedSpec<>(ours.shape(), null, caching, keySerde, valueSerde);
            }
            return new WindowedSpec<>(shape.of(store), store, caching, keySerde, valueSerde);
        }
    }

    private static Source source(WindowBytesStoreSupplier supplier) {
        Objects.requireNonNull(supplier, "supplier cannot be null");
        if (supplier instanceof WindowSupplier builtIn) {
            return new Source(builtIn.shape(), null);
        }
        return new Source(
                userShape(
                        supplier.name(),
                        false,
                        supplier.retentionPeriod(),
                        supplier.windowSize(),
                        supplier.retainDuplicates()),
                supplier::get);
    }

    private static Source source(SessionBytesStoreSupplier supplier) {
        Objects.requireNonNull(supplier, "supplier cannot be null");
        if (supplier instanceof SessionSupplier builtIn) {
            return new Source(builtIn.shape(), null);
        }
        return new Source(userShape(supplier.name(), true, supplier.retentionPeriod(), 0, false), supplier::get);
    }

    private static Shape userShape(
            String name, boolean sessions, long retentionMs, long windowSizeMs, boolean retainsDuplicates) {
        return new Shape(
                name,
                false,
                sessions,
                retentionMs,
                WindowSupplier.segmentInterval(retentionMs),
                windowSizeMs,
                retainsDuplicates,
                RowOrder.TIME,
                true);
    }
}
