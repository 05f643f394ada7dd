package io.millrace.interactive.stores;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.interactive.json.JsonValues;
import io.millrace.interactive.problem.Problem;
import io.millrace.interactive.problem.ProblemType;
import io.millrace.interactive.remote.Instances;
import io.millrace.interactive.routing.Answer;
import io.millrace.interactive.routing.Call;
import io.millrace.interactive.routing.Parameters;
import io.millrace.interactive.stores.OpenStore.Part;
import io.millrace.processor.StateStore;
import io.millrace.runtime.StoreDescription.Kind;
import io.millrace.runtime.StreamsRuntime;
import io.millrace.state.ReadOnlyKeyValueStore;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /stores/{store}/keys/{key}}: one key of a key-value store, or of a versioned one now or as of a time. Safe from any thread. */
final class KeyLookup {

    static final Set<Kind> KINDS = Set.of(Kind.KEY_VALUE, Kind.TIMESTAMPED_KEY_VALUE, Kind.VERSIONED_KEY_VALUE);

    private final StreamsRuntime runtime;
    private final StoreRequests requests;
    private final Keys keys;
    private final VersionsOfKey versions;
    private final Instances instances;
    private final RowForm rows;
    private final JsonValues json;

    KeyLookup(
            StreamsRuntime runtime,
            StoreRequests requests,
            Keys keys,
            VersionsOfKey versions,
            Instances instances,
            RowForm rows) {
        this.runtime = runtime;
        this.requests = requests;
        this.keys = keys;
        this.versions = versions;
        this.instances = instances;
        this.rows = rows;
        this.json = rows.json();
    }

    Answer answer(Call call) {
        StoreRequest request = requests.read(call, KINDS);
        Long asOfMs = asOf(request);
        if (request.store().kind() == Kind.VERSIONED_KEY_VALUE) {
            return versions.one(request, asOfMs);
        }
        Object key = request.key(call.segment("key"));
        int partition = keys.partitionOf(request, key);
        try (OpenStore open = OpenStore.open(runtime, request, Set.of(partition))) {
            Part part = open.only();
            if (part != null) {
                return found(request, key, part, open);
            }
        }
        return instances.elsewhere(call, request.store(), partition, request.mode());
    }

    private static @Nullable Long asOf(StoreRequest request) {
        Parameters parameters = request.call().parameters();
        if (!parameters.has("asOf")) {
            return null;
        }
        if (request.store().kind() != Kind.VERSIONED_KEY_VALUE) {
            throw Problem.of(
                            ProblemType.BAD_REQUEST,
                            "Parameter 'asOf' is for versioned stores; store '"
                                    + request.store().name() + "' is a "
                                    + StoreRequests.label(request.store().kind()) + " store")
                    .toException();
        }
        return parameters.number("asOf", 0, Long.MAX_VALUE, 0);
    }

    private Answer found(StoreRequest request, Object key, Part part, OpenStore open) {
        Object value = read(part.store(), key);
        if (value == null) {
            throw NoSuchKey.of(json, request, part.number(), open.position(), "");
        }
        ObjectNode answer = json.object().put("store", request.store().name()).put("partition", part.number());
        answer.setAll(rows.row(request.store().name(), request.longs(), key, value));
        RowForm.putPosition(answer, open.position());
        return Answer.json(json.bytes(answer));
    }

    /** What a store has for a key; null if nothing. */
    @SuppressWarnings("unchecked") // the key was made by the store's serde
    static @Nullable Object read(StateStore store, Object key) {
        return ((ReadOnlyKeyValueStore<Object, Object>) store).get(key);
    }
}
