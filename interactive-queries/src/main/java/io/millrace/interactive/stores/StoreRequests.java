package io.millrace.interactive.stores;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.millrace.interactive.json.JsonValues;
import io.millrace.interactive.json.KeyEncoding;
import io.millrace.interactive.json.KeyForm;
import io.millrace.interactive.json.LongForm;
import io.millrace.interactive.problem.Problem;
import io.millrace.interactive.problem.ProblemException;
import io.millrace.interactive.problem.ProblemType;
import io.millrace.interactive.remote.RemoteMode;
import io.millrace.interactive.routing.Call;
import io.millrace.interactive.routing.Parameters;
import io.millrace.runtime.StoreDescription;
import io.millrace.runtime.StoreDescription.Kind;
import io.millrace.runtime.StreamsRuntime;
import io.millrace.serialization.Serde;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads what requests to stores have in common. Safe from any thread. */
public final class StoreRequests {

    private final StreamsRuntime runtime;
    private final JsonValues json;

    public StoreRequests(StreamsRuntime runtime, JsonValues json) {
        this.runtime = runtime;
        this.json = json;
    }

    /** The store that a request names. */
    StoreDescription store(Call call) {
        String name = call.segment("store");
        List<StoreDescription> all = runtime.storeDescriptions();
        for (StoreDescription store : all) {
            if (store.name().equals(name)) {
                return store;
            }
        }
        throw Problem.of(
                        ProblemType.NO_SUCH_STORE,
                        "The topology has no store '" + Parameters.shortened(name) + "'; it has "
                                + all.stream().map(StoreDescription::name).toList())
                .toException();
    }

    /** The request, if its store is of one of these kinds. */
    public StoreRequest read(Call call, Set<Kind> kinds) {
        StoreDescription store = store(call);
        if (!kinds.contains(store.kind())) {
            throw Problem.of(
                            ProblemType.WRONG_STORE_KIND,
                            "Store '" + store.name() + "' is a " + label(store.kind()) + " store; this route reads "
                                    + kinds.stream()
                                            .map(StoreRequests::label)
                                            .sorted()
                                            .collect(Collectors.joining(", "))
                                    + " stores. " + advice(store))
                    .with("kind", label(store.kind()))
                    .toException();
        }
        Parameters parameters = call.parameters();
        Serde<?> serde = store.keySerde()
                .orElseThrow(() -> Problem.of(
                                ProblemType.WRONG_STORE_KIND,
                                "Store '" + store.name() + "' has no serde of keys: neither with the store nor as"
                                        + " default.key.serde")
                        .toException());
        return new StoreRequest(
                call,
                store,
                new KeyForm(store.name(), serde, store.serdeTopic(), json),
                parameters.has("keyEncoding")
                        ? parameters.choice("keyEncoding", KeyEncoding.values(), KeyEncoding.STRING)
                        : null,
                parameters.choice("longs", LongForm.values(), LongForm.NUMBER),
                parameters.choice("remote", RemoteMode.values(), RemoteMode.FORWARD),
                parameters.flag("stale"),
                partitions(store, parameters),
                minPosition(parameters));
    }

    static String label(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String advice(StoreDescription store) {
        String path = "/api/v1/stores/" + store.name();
        return switch (store.kind()) {
            case KEY_VALUE, TIMESTAMPED_KEY_VALUE -> "Ask " + path + "/keys/{key} or " + path + "/range";
            case VERSIONED_KEY_VALUE -> "Ask " + path + "/keys/{key}?asOf= or " + path + "/versions/{key}";
            case WINDOW, TIMESTAMPED_WINDOW -> "Ask " + path + "/windows/{key} or " + path + "/windows";
            case SESSION -> "Ask " + path + "/sessions/{key}";
            case OTHER -> "It cannot be read from outside";
        };
    }

    private static Set<Integer> partitions(StoreDescription store, Parameters parameters) {
        Set<Integer> partitions = new TreeSet<>();
        for (String text : parameters.all("partition")) {
            try {
                int partition = Integer.parseInt(text);
                if (partition >= 0 && (partition < store.partitionCount() || store.partitionCount() == 0)) {
                    partitions.add(partition);
                    continue;
                }
            } catch (NumberFormatException e) {
                // Told below.
            }
            throw bad("Parameter 'partition' must be a number from 0 to " + (store.partitionCount() - 1) + ", but is '"
                    + Parameters.shortened(text) + "'");
        }
        return partitions;
    }

    private Map<String, Map<Integer, Long>> minPosition(Parameters parameters) {
        String text = parameters.find("minPosition");
        if (text == null) {
            return Map.of();
        }
        try {
            Map<String, Map<Integer, Long>> offsets = json.parseOffsets(text);
            if (offsets != null && isComplete(offsets)) {
                return offsets;
            }
        } catch (JsonProcessingException e) {
            // Told below.
        }
        throw bad(
                "Parameter 'minPosition' must be the 'position' of an earlier answer, as {\"topic\":{\"0\":15}}, but is '"
                        + Parameters.shortened(text) + "'");
    }

    private static boolean isComplete(Map<String, Map<Integer, Long>> offsets) {
        return offsets.values().stream().allMatch(ofTopic -> ofTopic != null && !ofTopic.containsValue(null));
    }

    private static ProblemException bad(String detail) {
        return Problem.of(ProblemType.BAD_REQUEST, detail).toException();
    }
}
