package io.millrace.interactive.stores;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.interactive.json.JsonValues;
import io.millrace.interactive.limits.QueryLimits;
import io.millrace.interactive.problem.Problem;
import io.millrace.interactive.problem.ProblemType;
import io.millrace.interactive.remote.Instances;
import io.millrace.interactive.remote.RemoteMode;
import io.millrace.interactive.routing.Answer;
import io.millrace.interactive.routing.Call;
import io.millrace.interactive.stores.OpenStore.Part;
import io.millrace.processor.StateStore;
import io.millrace.query.Position;
import io.millrace.runtime.StoreDescription.Kind;
import io.millrace.runtime.StreamsRuntime;
import io.millrace.state.KeyValueIterator;
import io.millrace.state.ReadOnlyKeyValueStore;
import io.millrace.state.ReadOnlySessionStore;
import io.millrace.state.ReadOnlyWindowStore;
import io.millrace.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** {@code /stores/{store}/count}: how many rows, estimated from what the engine knows, or counted one by one while time lasts. Safe from any thread. */
final class Counts {

    static final Set<Kind> KINDS =
            Set.of(Kind.KEY_VALUE, Kind.TIMESTAMPED_KEY_VALUE, Kind.WINDOW, Kind.TIMESTAMPED_WINDOW, Kind.SESSION);

    private static final Set<Kind> ESTIMATED = Set.of(Kind.KEY_VALUE, Kind.TIMESTAMPED_KEY_VALUE);

    private final StreamsRuntime runtime;
    private final StoreRequests requests;
    private final Gather gather;
    private final JsonValues json;
    private final QueryLimits limits;
    private final Clock clock;

    Counts(
            StreamsRuntime runtime,
            StoreRequests requests,
            Instances instances,
            JsonValues json,
            QueryLimits limits,
            Clock clock) {
        this.runtime = runtime;
        this.requests = requests;
        this.gather = new Gather(instances, json);
        this.json = json;
        this.limits = limits;
        this.clock = clock;
    }

    Answer answer(Call call) {
        StoreRequest request = requests.read(call, KINDS);
        boolean isExact = call.parameters().flag("exact")
                || !ESTIMATED.contains(request.store().kind());
        long count = 0;
        Set<Integer> partitions = new TreeSet<>();
        Position position;
        Set<Integer> missing;
        try (OpenStore open = OpenStore.open(runtime, request, OpenStore.wanted(request))) {
            Budget budget = new Budget(clock, Integer.MAX_VALUE, Integer.MAX_VALUE, limits.scanMs());
            for (Part part : open.parts()) {
                count += isExact ? counted(part.store(), budget) : estimated(part.store());
                partitions.add(part.number());
            }
            position = open.position();
            missing = open.missing();
        }
        if (!missing.isEmpty()) {
            boolean isShownInPart =
                    request.mode() == RemoteMode.LOCAL && request.partitions().isEmpty();
            if (Instances.isForwarded(call) || (request.mode() == RemoteMode.LOCAL && !isShownInPart)) {
                throw Instances.misdirected(request.store(), missing.iterator().next());
            }
            if (!isShownInPart) {
                for (JsonNode answer : gather.ask(request, missing, Map.of())) {
                    count += answer.path("count").asLong();
                    Positions.merge(position, answer.path("position"));
                }
                partitions.addAll(missing);
            }
        }
        ObjectNode answer = json.object()
                .put("store", request.store().name())
                .put("count", count)
                .put("exact", isExact);
        ArrayNode numbers = answer.putArray("partitions");
        partitions.forEach(numbers::add);
        RowForm.putPosition(answer, position);
        return Answer.json(json.bytes(answer));
    }

    private static long estimated(StateStore store) {
        return ((ReadOnlyKeyValueStore<?, ?>) store).approximateNumEntries();
    }

    private static long counted(StateStore store, Budget budget) {
        long count = 0;
        try (KeyValueIterator<?, ?> rows = all(store)) {
            while (rows.hasNext()) {
                rows.next();
                count++;
                if (budget.isOutOfTime()) {
                    throw Problem.of(
                                    ProblemType.OUT_OF_TIME,
                                    "Store '" + store.name()
                                            + "' has more rows than can be counted in time; ask for the"
                                            + " estimate, without 'exact', or for one partition after the other")
                            .with("countedSoFar", count)
                            .toException();
                }
            }
        }
        return count;
    }

    private static KeyValueIterator<?, ?> all(StateStore store) {
        if (store instanceof ReadOnlyKeyValueStore<?, ?> rows) {
            return rows.all();
        }
        if (store instanceof ReadOnlyWindowStore<?, ?> windows) {
            return windows.all();
        }
        return ((ReadOnlySessionStore<?, ?>) store).fetch(null, null);
    }
}
