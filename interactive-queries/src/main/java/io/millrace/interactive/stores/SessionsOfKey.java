package io.millrace.interactive.stores;

import io.millrace.interactive.stores.OpenStore.Part;
import io.millrace.record.KeyValue;
import io.millrace.state.KeyValueIterator;
import io.millrace.state.ReadOnlySessionStore;
import io.millrace.state.Windowed;
import org.jspecify.annotations.Nullable;

/** The sessions of one key that touch a range of times. Sorted by end, then start. */
final class SessionsOfKey extends KeyRows {

    SessionsOfKey(StoreRequest request, RowForm form, Object key, TimeRange range) {
        super(request, form, key, range);
    }

    @Override
    @SuppressWarnings("unchecked") // the key was made by the store's serde
    Rows open(Part part, @Nullable Long after) {
        ReadOnlySessionStore<Object, Object> sessions = (ReadOnlySessionStore<Object, Object>) part.store();
        long earliestEnd = after != null && !isDescending() ? Math.max(after, range.fromMs()) : range.fromMs();
        KeyValueIterator<Windowed<Object>, Object> found = isDescending()
                ? sessions.backwardFindSessions(key, earliestEnd, range.toMs())
                : sessions.findSessions(key, earliestEnd, range.toMs());
        return new Rows() {
            @Override
            public boolean hasNext() {
                return found.hasNext();
            }

            @Override
            public Timed next() {
                KeyValue<Windowed<Object>, Object> row = found.next();
                return new Timed(
                        row.key.window().end(),
                        row.key.window().start(),
                        form.row(request.store().name(), request.longs(), row.key, row.value));
            }

            @Override
            public void close() {
                found.close();
            }
        };
    }
}
