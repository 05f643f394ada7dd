package io.millrace.runtime.global;

import io.millrace.processor.StateStore;
import io.millrace.runtime.graph.GlobalStores;
import io.millrace.stores.table.BuiltInStore;
import io.millrace.stores.view.Replica;
import io.millrace.stores.view.TaskViews;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The global stores as tasks read them while the global thread writes: each stream thread has replicas of its own, which show the newest committed rows. Safe from any
 * thread; what {@link #forThread()} returns is confined to one.
 */
final class GlobalReaders implements GlobalStores {

    private final Map<String, StateStore> originals;
    private final TaskViews views;
    private final StoreDefaults defaults;

    GlobalReaders(Map<String, StateStore> originals, TaskViews views, StoreDefaults defaults) {
        this.originals = new LinkedHashMap<>(originals);
        this.views = views;
        this.defaults = defaults;
    }

    /** A thread's own. */
    @Override
    public GlobalStores forThread() {
        Map<String, StateStore> opened = new HashMap<>();
        return name -> {
            StateStore original = originals.get(name);
            return original == null ? null : opened.computeIfAbsent(name, key -> reader(original));
        };
    }

    @Override
    public @Nullable StateStore find(String name) {
        StateStore original = originals.get(name);
        return original == null ? null : reader(original);
    }

    private StateStore reader(StateStore original) {
        if (!(original instanceof BuiltInStore builtIn) || builtIn.replica().isEmpty()) {
            // A store of the program's own kind has to be safe for reading while it is written, as in Kafka Streams.
            return ReadOnlyStores.view(original, () -> {});
        }
        long cacheBytes = defaults.settings().readCacheBytes() / originals.size();
        Replica replica = Replica.following(builtIn, views, cacheBytes, defaults);
        return ReadOnlyStores.view(replica.store(), replica::catchUp);
    }
}
