package io.millrace.stores.table;

import io.millrace.processor.StateStore;
import io.millrace.processor.StateStoreContext;
import io.millrace.stores.engine.EngineBatch;
import org.jspecify.annotations.Nullable;

/**
 * The environment of a store that is used without a task, as unit tests of processors do with a mock context: on the heap, neither cached, logged
 * nor committed.
 */
final class StandaloneEnvironment implements StoreEnvironment {

    private static final long UNKNOWN_TIME = -1;

    private final StateStoreContext context;
    private final StateStore root;

    StandaloneEnvironment(StateStoreContext context, StateStore root) {
        this.context = context;
        this.root = root;
    }

    @Override
    public StoreHome home(String storeName) {
        return StoreHome.withoutTask(storeName, context.applicationId());
    }

    /** Nobody commits: the table holds everything. The context gets to know the store, as it would from a store of the program's own. */
    @Override
    public void register(Table table) {
        context.register(root, (key, value) -> restore(table, key, value));
    }

    private static void restore(Table table, byte[] key, byte @Nullable [] value) {
        try (EngineBatch batch = table.engine().newBatch()) {
            table.restore(batch, key, value, UNKNOWN_TIME, null);
            table.restored(batch);
            table.engine().write(batch);
        }
    }
}
