package io.millrace.runtime.restore;

import io.millrace.log.RecordBatch;
import io.millrace.record.TopicPartition;
import io.millrace.stores.task.RestoreBatch;
import io.millrace.stores.task.StoreSlot;
import io.millrace.stores.task.TaskStores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one fetch of a changelog brought into a store. All of it goes to the engine as one batch, together with the offset of its last record.
 *
 * @param count of records that went into the store
 * @param lastOffset of the last one; -1 if there was none
 */
record FetchedRecords(int count, long lastOffset) {

    /** What a poll returned, by changelog. */
    static Map<TopicPartition, List<RecordBatch>> byPartition(List<RecordBatch> polled) {
        if (polled.isEmpty()) {
            return Map.of();
        }
        Map<TopicPartition, List<RecordBatch>> byPartition = new LinkedHashMap<>();
        for (RecordBatch batch : polled) {
            byPartition
                    .computeIfAbsent(batch.partition(), partition -> new ArrayList<>())
                    .add(batch);
        }
        return byPartition;
    }

    /**
     * Puts records into a store.
     *
     * @param batches of its changelog
     * @param endOffset records from here on are left out
     */
    static FetchedRecords apply(TaskStores stores, StoreSlot slot, List<RecordBatch> batches, long endOffset) {
        int count = 0;
        long last = -1;
        try (RestoreBatch changes = stores.restore(slot)) {
            for (RecordBatch batch : batches) {
                while (batch.next() && batch.offset() < endOffset) {
                    if (batch.keyLength() >= 0) {
                        changes.add(
                                key(batch),
                                value(batch),
                                batch.timestamp(),
                                batch.hasHeaders() ? batch.headers() : null);
                        count++;
                    }
                    last = batch.offset();
                }
            }
            if (last >= 0) {
                changes.apply(last);
            }
        }
        return new FetchedRecords(count, last);
    }

    private static byte[] key(RecordBatch batch) {
        return Arrays.copyOfRange(batch.keyArray(), batch.keyOffset(), batch.keyOffset() + batch.keyLength());
    }

    private static byte @Nullable [] value(RecordBatch batch) {
        return batch.valueLength() < 0
                ? null
                : Arrays.copyOfRange(
                        batch.valueArray(), batch.valueOffset(), batch.valueOffset() + batch.valueLength());
    }
}
