package io.millrace.interactive.application;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.millrace.interactive.json.JsonValues;
import io.millrace.runtime.StoreRestoreProgress;
import io.millrace.runtime.StreamsRuntime;

/** Restores that are under way, as JSON. */
final class RestoreForm {

    private RestoreForm() {}

    static ArrayNode of(StreamsRuntime runtime, JsonValues json) {
        ArrayNode restores = json.array();
        for (StoreRestoreProgress restore : runtime.storeRestoreProgress()) {
            restores.addObject()
                    .put("store", restore.storeName())
                    .put("partition", restore.partition())
                    .put("startOffset", restore.startOffset())
                    .put("currentOffset", restore.currentOffset())
                    .put("endOffset", restore.endOffset())
                    .put("remaining", restore.remaining());
        }
        return restores;
    }
}
