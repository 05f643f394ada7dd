package io.millrace.test;

import io.millrace.processor.StateStore;
import io.millrace.state.ReadOnlyKeyValueStore;
import io.millrace.state.ReadOnlySessionStore;
import io.millrace.state.ReadOnlyWindowStore;
import io.millrace.state.TimestampedKeyValueStore;
import io.millrace.state.TimestampedWindowStore;
import io.millrace.state.VersionedKeyValueStore;
import io.millrace.test.view.PartitionedStore;
import io.millrace.test.view.StoreViews;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The stores of what a driver runs, as a test asks for them. Confined to the test's thread. */
record DriverStores(DriverMode mode) {

    Map<String, StateStore> all() {
        Map<String, StateStore> stores = new LinkedHashMap<>();
        for (String name : mode.storeNames()) {
            SortedMap<Integer, StateStore> parts = mode.store(name);
            if (!parts.isEmpty()) {
                Class<?> kind = StoreViews.kindOf(parts.values().iterator().next());
                stores.put(name, PartitionedStore.of(name, parts, kind, "getStateStore"));
            }
        }
        return stores;
    }

    /** A store of the program's own kind that one task has. */
    @Nullable
    StateStore own(String name) {
        SortedMap<Integer, StateStore> parts = mode.store(name);
        if (parts.isEmpty()) {
            return null;
        }
        StateStore first = parts.values().iterator().next();
        refuseBuiltIn(first);
        if (parts.size() > 1) {
            throw new IllegalStateException("Store '" + name + "' has the partitions " + parts.keySet()
                    + ", one in each task: read one with getStateStore(\"" + name + "\", partition).");
        }
        return first;
    }

    /** The part of a store of the program's own kind. */
    @Nullable
    StateStore own(String name, int partition) {
        StateStore store = part(name, partition, one -> one);
        if (store != null) {
            refuseBuiltIn(store);
        }
        return store;
    }

    private static void refuseBuiltIn(StateStore store) {
        String getter = null;
        if (store instanceof VersionedKeyValueStore<?, ?>) {
            getter = "getVersionedKeyValueStore";
        } else if (store instanceof TimestampedKeyValueStore<?, ?>) {
            getter = "getTimestampedKeyValueStore";
        } else if (store instanceof ReadOnlyKeyValueStore<?, ?>) {
            getter = "getKeyValueStore";
        } else if (store instanceof TimestampedWindowStore<?, ?>) {
            getter = "getTimestampedWindowStore";
        } else if (store instanceof ReadOnlyWindowStore<?, ?>) {
            getter = "getWindowStore";
        } else if (store instanceof ReadOnlySessionStore<?, ?>) {
            getter = "getSessionStore";
        }
        if (getter != null) {
            throw new IllegalArgumentException("Store '" + store.name() + "' is a built-in one: read it with " + getter
                    + "(), which knows the types of its keys and values.");
        }
    }

    /**
     * All parts of a store as one; null if there is none that has such a view.
     *
     * @param type of the view
     * @param getter the driver's method that gives one part
     */
    <S extends StateStore> @Nullable S whole(
            String name, Class<?> type, String getter, Function<StateStore, @Nullable S> view) {
        SortedMap<Integer, StateStore> parts = new TreeMap<>();
        mode.store(name).forEach((partition, part) -> {
            S shown = view.apply(part);
            if (shown != null) {
                parts.put(partition, shown);
            }
        });
        return parts.isEmpty() ? null : PartitionedStore.of(name, parts, type, getter);
    }

    /** One part of a store; null if there is no such store, or it has no such view. */
    <S extends StateStore> @Nullable S part(String name, int partition, Function<StateStore, @Nullable S> view) {
        SortedMap<Integer, StateStore> parts = mode.store(name);
        StateStore part = parts.get(partition);
        if (part == null && !parts.isEmpty()) {
            throw new IllegalArgumentException(
                    "Store '" + name + "' has no partition " + partition + "; it has " + parts.keySet());
        }
        return part == null ? null : view.apply(part);
    }
}
