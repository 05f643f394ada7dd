package io.millrace.stores.windowed;

import io.millrace.errors.InvalidStateStoreException;
import io.millrace.processor.StateStore;
import io.millrace.processor.StateStoreContext;
import io.millrace.stores.table.BuiltInStore;
import io.millrace.stores.table.KeyRanges;
import io.millrace.stores.table.RowReader;
import io.millrace.stores.table.Table;
import io.millrace.stores.table.ValueForm;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Life cycle of window and session stores.
 *
 * @param <K> type of keys
 * @param <V> type of values in the table
 * @param <S> type of values at the store's interface
 */
abstract sealed class OpenRows<K, V, S> implements BuiltInStore, RowReader permits TableWindowStore, TableSessionStore {

    private final WindowedSpec<K, V> spec;
    private final ValueForm<V, S> form;
    private @Nullable WindowedRows<K, V, S> rows;

    OpenRows(WindowedSpec<K, V> spec, ValueForm<V, S> form) {
        this.spec = spec;
        this.form = form;
    }

    @Override
    public final String name() {
        return spec.shape().name();
    }

    @Override
    public final boolean persistent() {
        return spec.shape().persistent();
    }

    @Override
    public final void init(StateStoreContext context, StateStore root) {
        rows = new WindowedRows<>(spec, form, context, root);
    }

    @Override
    public final boolean bringsEngine() {
        return spec.userStore() != null;
    }

    final WindowedSpec<K, V> spec() {
        return spec;
    }

    final WindowedSpec.Shape shape() {
        return spec.shape();
    }

    final WindowedRows<K, V, S> rows() {
        WindowedRows<K, V, S> open = rows;
        if (open == null) {
            throw new InvalidStateStoreException(
                    "Store '" + name() + "' is not open: it was never initialised, or its task was closed");
        }
        return open;
    }

    @Override
    @SuppressWarnings("unchecked") // who asks claims that its keys are the store's; the serializer refuses others
    public final Predicate<byte[]> keysBetween(@Nullable Object from, @Nullable Object to) {
        WindowedRows<K, V, S> open = rows();
        WindowedLayout layout = open.layout();
        byte[] first = open.bytesOrOpen((K) from);
        byte[] last = open.bytesOrOpen((K) to);
        return key -> KeyRanges.contains(first, last, key, WindowedLayout.SEGMENT_BYTES, layout.keyEnd(key));
    }

    @Override
    public final @Nullable Object shownValue(@Nullable Object stored, long timestampMs) {
        return stored == null ? null : rows().present(stored, timestampMs);
    }

    @Override
    public final Table table() {
        return rows().table();
    }

    @Override
    public final boolean isOpen() {
        return rows != null;
    }

    @Override
    public final void close() {
        StateStore userStore = spec.userStore();
        if (rows != null && userStore != null) {
            userStore.close();
        }
        rows = null;
    }
}
