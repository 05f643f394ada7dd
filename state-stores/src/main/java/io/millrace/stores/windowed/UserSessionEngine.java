package io.millrace.stores.windowed;

import io.millrace.record.Bytes;
import io.millrace.record.KeyValue;
import io.millrace.state.KeyValueIterator;
import io.millrace.state.SessionStore;
import io.millrace.state.SessionWindow;
import io.millrace.state.Windowed;
import io.millrace.stores.user.UserEngine;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/** Rows in a program's session store. The store's own expiry is left to itself: what it still has is hidden above. */
final class UserSessionEngine extends UserEngine<SessionStore<Bytes, byte[]>> {

    private final WindowedLayout layout;

    UserSessionEngine(SessionStore<Bytes, byte[]> store, WindowedLayout layout) {
        super(store);
        this.layout = layout;
    }

    @Override
    public byte @Nullable [] get(int family, byte[] key) {
        return store().fetchSession(new Bytes(layout.keyOf(key)), layout.secondOf(key), layout.timeOf(key));
    }

    @Override
    protected void put(byte[] key, byte @Nullable [] value) {
        Windowed<Bytes> session = new Windowed<>(
                new Bytes(layout.keyOf(key)), new SessionWindow(layout.secondOf(key), layout.timeOf(key)));
        if (value == null) {
            store().remove(session);
        } else {
            store().put(session, value);
        }
    }

    @Override
    protected void deleteBefore(byte[] toExclusive) {
        // The store expires its rows itself.
    }

    @Override
    protected void read(byte @Nullable [] from, byte @Nullable [] toExclusive, NavigableMap<byte[], byte[]> rows) {
        try (KeyValueIterator<Windowed<Bytes>, byte[]> iterator = store().fetch(null, null)) {
            while (iterator.hasNext()) {
                KeyValue<Windowed<Bytes>, byte[]> row = iterator.next();
                byte[] key = row.key.key().get();
                byte[] tableKey = new byte[layout.length(key.length)];
                layout.write(
                        tableKey,
                        key,
                        0,
                        key.length,
                        row.key.window().end(),
                        row.key.window().start());
                rows.put(tableKey, row.value);
            }
        }
    }

    @Override
    public long approximateEntries(int family) {
        return 0;
    }
}
