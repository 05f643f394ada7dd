package io.millrace.interactive.stores;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.interactive.json.JsonValues;
import io.millrace.runtime.StoreDescription;

/** Windows as JSON. */
final class WindowForm {

    private WindowForm() {}

    /** A window that is known by its start. */
    static ObjectNode of(JsonValues json, StoreDescription store, long startMs) {
        ObjectNode window = json.object().put("start", startMs);
        store.windowSize().ifPresent(size -> window.put("end", endOf(startMs, size.toMillis())));
        return window;
    }

    private static long endOf(long startMs, long sizeMs) {
        return startMs > Long.MAX_VALUE - sizeMs ? Long.MAX_VALUE : startMs + sizeMs;
    }
}
