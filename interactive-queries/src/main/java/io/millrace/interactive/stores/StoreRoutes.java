package io.millrace.interactive.stores;

import io.millrace.interactive.json.JsonValues;
import io.millrace.interactive.limits.QueryLimits;
import io.millrace.interactive.problem.Failures;
import io.millrace.interactive.problem.Problem;
import io.millrace.interactive.problem.ProblemType;
import io.millrace.interactive.remote.Instances;
import io.millrace.interactive.routing.Answer;
import io.millrace.interactive.routing.Call;
import io.millrace.interactive.routing.Endpoint;
import io.millrace.interactive.routing.Parameters;
import io.millrace.interactive.routing.Route;
import io.millrace.runtime.StoreDescription.Kind;
import io.millrace.runtime.StreamsRuntime;
import io.millrace.time.Clock;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The routes to stores. Safe from any thread. */
public final class StoreRoutes {

    private static final String BASE = "/api/v1/stores";
    private static final Set<Kind> KEY_VALUES = Set.of(Kind.KEY_VALUE, Kind.TIMESTAMPED_KEY_VALUE);
    private static final Set<Kind> WINDOWS = Set.of(Kind.WINDOW, Kind.TIMESTAMPED_WINDOW);
    private static final Set<Kind> SESSIONS = Set.of(Kind.SESSION);

    private final StoreRequests requests;
    private final StoreList list;
    private final KeyLookup lookup;
    private final SeveralKeys several;
    private final VersionsOfKey versions;
    private final Counts counts;
    private final Pages pages;
    private final Keys keys;
    private final RowForm rows;

    public StoreRoutes(
            StreamsRuntime runtime,
            JsonValues json,
            QueryLimits limits,
            Clock clock,
            Failures failures,
            Instances instances) {
        requests = new StoreRequests(runtime, json);
        keys = new Keys(runtime, failures);
        rows = new RowForm(json);
        list = new StoreList(runtime, requests, json);
        versions =
                new VersionsOfKey(requests, keys, new VersionReads(runtime, failures), instances, rows, limits, clock);
        lookup = new KeyLookup(runtime, requests, keys, versions, instances, rows);
        several = new SeveralKeys(runtime, requests, keys, instances, rows);
        counts = new Counts(runtime, requests, instances, json, limits, clock);
        pages = new Pages(runtime, json, limits, clock, instances);
    }

    /** All of them. */
    public List<Route> routes() {
        return List.of(
                new Route(BASE, Route.Access.TOKEN, Route.Weight.HEAVY, Set.of(), list::all),
                new Route(BASE + "/{store}", Route.Access.TOKEN, Route.Weight.HEAVY, Set.of(), list::one),
                reading("/keys", several::answer, "key"),
                reading("/keys/{key}", lookup::answer, "asOf"),
                reading("/range", this::range, "from", "to", "prefix", "order", "limit", "token"),
                reading("/count", counts::answer, "exact"),
                reading("/windows", this::windows, "from", "to", "order", "limit", "token"),
                reading("/windows/{key}", this::windowsOfKey, "from", "to", "order", "limit", "token"),
                reading("/sessions/{key}", this::sessionsOfKey, "from", "to", "order", "limit", "token"),
                reading("/versions/{key}", versions::page, "from", "to", "order", "limit", "token"));
    }

    private static Route reading(String path, Endpoint endpoint, String... parameters) {
        Set<String> all = new HashSet<>(StoreRequest.PARAMETERS);
        all.addAll(List.of(parameters));
        return new Route(BASE + "/{store}" + path, Route.Access.TOKEN, Route.Weight.HEAVY, all, endpoint);
    }

    private Answer range(Call call) {
        StoreRequest request = requests.read(call, KEY_VALUES);
        Parameters parameters = call.parameters();
        Object from = key(request, "from");
        Object to = key(request, "to");
        String prefixText = parameters.find("prefix");
        byte[] prefix = prefixText == null ? null : request.keys().prefix(prefixText, request.encoding());
        if (prefix != null && (from != null || to != null)) {
            throw bad("Parameter 'prefix' cannot be given together with 'from' or 'to'");
        }
        if (from != null
                && to != null
                && Arrays.compareUnsigned(
                                request.keys().bytes(from), request.keys().bytes(to))
                        > 0) {
            throw bad("Parameter 'from' is behind 'to' in the order of the store, which is that of the serialized keys;"
                    + " for falling order add order=desc and leave them as they are");
        }
        return pages.page(request, new RangeScan(request, rows, from, to, prefix, TimeRange.isDescending(parameters)));
    }

    private static @Nullable Object key(StoreRequest request, String parameter) {
        String text = request.call().parameters().find(parameter);
        return text == null ? null : request.key(text);
    }

    private Answer windows(Call call) {
        StoreRequest request = requests.read(call, WINDOWS);
        return pages.page(request, new AllWindows(request, rows, TimeRange.of(call.parameters())));
    }

    private Answer windowsOfKey(Call call) {
        StoreRequest request = requests.read(call, WINDOWS);
        Object key = request.key(call.segment("key"));
        TimeRange range = TimeRange.of(call.parameters());
        return pages.page(request, new WindowsOfKey(request, rows, key, range), keys.partitionOf(request, key));
    }

    private Answer sessionsOfKey(Call call) {
        StoreRequest request = requests.read(call, SESSIONS);
        Object key = request.key(call.segment("key"));
        TimeRange range = TimeRange.of(call.parameters());
        return pages.page(request, new SessionsOfKey(request, rows, key, range), keys.partitionOf(request, key));
    }

    private static RuntimeException bad(String detail) {
        return Problem.of(ProblemType.BAD_REQUEST, detail).toException();
    }
}
