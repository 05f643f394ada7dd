package io.millrace.interactive.stores;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.errors.InvalidStateStoreException;
import io.millrace.interactive.json.JsonValues;
import io.millrace.interactive.json.KeyForm;
import io.millrace.interactive.remote.Instances;
import io.millrace.interactive.routing.Answer;
import io.millrace.interactive.routing.Call;
import io.millrace.runtime.LagInfo;
import io.millrace.runtime.StoreDescription;
import io.millrace.runtime.StreamsRuntime;
import io.millrace.state.HostInfo;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code /stores} and {@code /stores/{store}}: what stores there are, and how far their partitions on this instance are. Safe from any thread. */
final class StoreList {

    private final StreamsRuntime runtime;
    private final StoreRequests requests;
    private final JsonValues json;

    StoreList(StreamsRuntime runtime, StoreRequests requests, JsonValues json) {
        this.runtime = runtime;
        this.requests = requests;
        this.json = json;
    }

    Answer all(Call call) {
        ObjectNode answer = json.object();
        ArrayNode stores = answer.putArray("stores");
        runtime.storeDescriptions().forEach(store -> stores.add(describe(store)));
        return Answer.json(json.bytes(answer));
    }

    Answer one(Call call) {
        StoreDescription store = requests.store(call);
        ObjectNode answer = describe(store);
        Map<Integer, LagInfo> lags =
                new TreeMap<>(runtime.allLocalStorePartitionLags().getOrDefault(store.name(), Map.of()));
        ArrayNode partitions = answer.putArray("partitions");
        for (int number = 0; number < Math.max(store.partitionCount(), store.isGlobal() ? 1 : 0); number++) {
            partitions.add(partition(store, number, lags.get(number)));
        }
        return Answer.json(json.bytes(answer));
    }

    private ObjectNode describe(StoreDescription store) {
        ObjectNode description = json.object()
                .put("name", store.name())
                .put("kind", StoreRequests.label(store.kind()))
                .put("global", store.isGlobal())
                .put("headers", store.hasHeaders())
                .put("partitionCount", store.partitionCount());
        store.keySerde()
                .ifPresent(serde -> description
                        .put("keySerde", serde.getClass().getName())
                        .put("keyType", KeyForm.typeLabel(serde)));
        store.valueSerde()
                .ifPresent(
                        serde -> description.put("valueSerde", serde.getClass().getName()));
        store.changelogTopic().ifPresent(topic -> description.put("changelogTopic", topic));
        store.retention().ifPresent(time -> description.put("retentionMs", time.toMillis()));
        store.windowSize().ifPresent(time -> description.put("windowSizeMs", time.toMillis()));
        store.subtopology().ifPresent(number -> description.put("subtopology", number));
        return description;
    }

    /** What this instance has of a partition, and if nothing, who has. */
    private ObjectNode partition(StoreDescription store, int number, @Nullable LagInfo lag) {
        ObjectNode partition = json.object().put("partition", number);
        try (OpenStore active = OpenStore.open(runtime, store, false, Set.of(number))) {
            if (active.only() != null) {
                partition.put("state", "running");
                RowForm.putPosition(partition, active.position());
            } else {
                putCopy(partition, store, number);
            }
        } catch (InvalidStateStoreException e) {
            partition.put("state", "not-readable").put("detail", e.getMessage());
        }
        if (lag != null) {
            partition
                    .put("changelogOffset", lag.currentOffsetPosition())
                    .put("changelogEnd", lag.endOffsetPosition())
                    .put("lag", lag.offsetLag());
        }
        return partition;
    }

    private void putCopy(ObjectNode partition, StoreDescription store, int number) {
        try (OpenStore copy = OpenStore.open(runtime, store, true, Set.of(number))) {
            partition.put("state", copy.only() == null ? "elsewhere" : "standby");
            if (copy.only() != null) {
                RowForm.putPosition(partition, copy.position());
            }
        }
        HostInfo owner = Instances.ownerOf(runtime, store, number).activeHost();
        if (!owner.equals(HostInfo.unavailable())) {
            partition.put("instance", owner.host() + ":" + owner.port());
        }
    }
}
