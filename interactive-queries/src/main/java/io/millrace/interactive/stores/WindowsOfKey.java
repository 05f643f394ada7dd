package io.millrace.interactive.stores;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.interactive.stores.OpenStore.Part;
import io.millrace.record.KeyValue;
import io.millrace.state.ReadOnlyWindowStore;
import io.millrace.state.WindowStoreIterator;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The windows of one key whose start is in a range of times. Sorted by start. */
final class WindowsOfKey extends KeyRows {

    WindowsOfKey(StoreRequest request, RowForm form, Object key, TimeRange range) {
        super(request, form, key, range);
    }

    @Override
    @SuppressWarnings("unchecked") // the key was made by the store's serde
    Rows open(Part part, @Nullable Long after) {
        ReadOnlyWindowStore<Object, Object> windows = (ReadOnlyWindowStore<Object, Object>) part.store();
        Instant from = Instant.ofEpochMilli(after != null && !isDescending() ? after : range.fromMs());
        Instant to = Instant.ofEpochMilli(after != null && isDescending() ? after : range.toMs());
        WindowStoreIterator<Object> found =
                isDescending() ? windows.backwardFetch(key, from, to) : windows.fetch(key, from, to);
        return new Rows() {
            /** Tells rows of one start apart, in stores that keep duplicates. */
            private long ordinal;

            private long start = -1;

            @Override
            public boolean hasNext() {
                return found.hasNext();
            }

            @Override
            public Timed next() {
                KeyValue<Long, Object> row = found.next();
                ordinal = row.key == start ? ordinal + (isDescending() ? -1 : 1) : 0;
                start = row.key;
                ObjectNode json = form.json().object();
                form.putKey(json, request.store().name(), request.longs(), key);
                json.set("window", WindowForm.of(form.json(), request.store(), start));
                form.putValue(json, request.store().name(), request.longs(), row.value);
                return new Timed(start, ordinal, json);
            }

            @Override
            public void close() {
                found.close();
            }
        };
    }
}
