package io.millrace.interactive.stores;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.interactive.json.JsonValues;
import io.millrace.interactive.problem.Problem;
import io.millrace.interactive.problem.ProblemType;
import io.millrace.interactive.remote.Instances;
import io.millrace.interactive.remote.RemoteMode;
import io.millrace.interactive.routing.Answer;
import io.millrace.interactive.routing.Call;
import io.millrace.interactive.stores.OpenStore.Part;
import io.millrace.query.Position;
import io.millrace.runtime.StoreDescription.Kind;
import io.millrace.runtime.StreamsRuntime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * {@code /stores/{store}/keys?key=a&key=b}: several keys of a key-value store, answered in the order of the request, each with whether it was found. Keys of one partition
 * are read from one commit. Safe from any thread.
 */
final class SeveralKeys {

    static final Set<Kind> KINDS = Set.of(Kind.KEY_VALUE, Kind.TIMESTAMPED_KEY_VALUE);

    private static final int KEYS_MAX = 100;

    /** Says to another instance that its partition was named by the client and counts for all keys. */
    private static final String ALL_KEYS_HEADER = "Millrace-All-Keys";

    private final StreamsRuntime runtime;
    private final StoreRequests requests;
    private final Keys keys;
    private final Gather gather;
    private final RowForm rows;
    private final JsonValues json;

    SeveralKeys(StreamsRuntime runtime, StoreRequests requests, Keys keys, Instances instances, RowForm rows) {
        this.runtime = runtime;
        this.requests = requests;
        this.keys = keys;
        this.gather = new Gather(instances, rows.json());
        this.rows = rows;
        this.json = rows.json();
    }

    Answer answer(Call call) {
        StoreRequest request = requests.read(call, KINDS);
        List<String> texts = call.parameters().all("key");
        if (texts.isEmpty() || texts.size() > KEYS_MAX) {
            throw Problem.of(
                            ProblemType.BAD_REQUEST,
                            "Parameter 'key' must be given from 1 to " + KEYS_MAX + " times, but is given "
                                    + texts.size() + " times; /range has all keys")
                    .toException();
        }
        boolean isPart = Gather.isPart(call);
        boolean isNamed = isPart
                ? call.header(ALL_KEYS_HEADER) != null
                : !request.partitions().isEmpty();
        Map<Integer, Integer> partitionByIndex = new TreeMap<>();
        for (int i = 0; i < texts.size(); i++) {
            Object key = request.key(texts.get(i));
            int partition = keys.partitionOf(request, key, isNamed);
            if (!isPart || request.partitions().contains(partition)) {
                partitionByIndex.put(i, partition);
            }
        }
        return answer(request, texts, partitionByIndex, isNamed);
    }

    private Answer answer(
            StoreRequest request, List<String> texts, Map<Integer, Integer> partitionByIndex, boolean isNamed) {
        Set<Integer> wanted =
                Gather.isPart(request.call()) ? request.partitions() : new TreeSet<>(partitionByIndex.values());
        ObjectNode[] found = new ObjectNode[texts.size()];
        Position position;
        Set<Integer> missing;
        try (OpenStore open = OpenStore.open(runtime, request, wanted)) {
            for (Part part : open.parts()) {
                partitionByIndex.forEach((index, partition) -> {
                    if (partition == part.number()) {
                        found[index] = row(request, request.key(texts.get(index)), part);
                    }
                });
            }
            position = open.position();
            missing = open.missing();
        }
        if (!missing.isEmpty()) {
            if (Instances.isForwarded(request.call()) || request.mode() == RemoteMode.LOCAL) {
                throw Instances.misdirected(request.store(), missing.iterator().next());
            }
            addOthers(request, missing, isNamed, found, position);
        }
        return written(request, wanted, found, position);
    }

    private ObjectNode row(StoreRequest request, Object key, Part part) {
        Object value = KeyLookup.read(part.store(), key);
        ObjectNode row = json.object();
        rows.putKey(row, request.store().name(), request.longs(), key);
        row.put("partition", part.number()).put("found", value != null);
        if (value != null) {
            rows.putValue(row, request.store().name(), request.longs(), value);
        }
        return row;
    }

    private void addOthers(
            StoreRequest request,
            Set<Integer> missing,
            boolean isNamed,
            @Nullable ObjectNode[] found,
            Position position) {
        Map<String, String> headers = isNamed ? Map.of(ALL_KEYS_HEADER, "1") : Map.of();
        for (JsonNode answer : gather.ask(request, missing, headers)) {
            for (JsonNode indexed : answer.path("rows")) {
                int index = indexed.path("index").asInt(-1);
                if (index >= 0 && index < found.length && indexed.path("row") instanceof ObjectNode row) {
                    found[index] = row;
                }
            }
            Positions.merge(position, answer.path("position"));
        }
    }

    private Answer written(
            StoreRequest request, Set<Integer> partitions, @Nullable ObjectNode[] found, Position position) {
        boolean isPart = Gather.isPart(request.call());
        ObjectNode answer = json.object().put("store", request.store().name());
        ArrayNode all = answer.putArray("rows");
        for (int i = 0; i < found.length; i++) {
            ObjectNode row = found[i];
            if (row != null && isPart) {
                all.addObject().put("index", i).set("row", row);
            } else if (row != null) {
                all.add(row);
            } else if (!isPart) {
                throw Problem.of(ProblemType.INSTANCE_FAILED, "Another instance left out key number " + i)
                        .toException();
            }
        }
        ArrayNode numbers = answer.putArray("partitions");
        partitions.forEach(numbers::add);
        RowForm.putPosition(answer, position);
        return Answer.json(json.bytes(answer));
    }
}
