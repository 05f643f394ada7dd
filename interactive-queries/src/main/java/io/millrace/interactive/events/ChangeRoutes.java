package io.millrace.interactive.events;

import io.millrace.errors.InvalidStateStorePartitionException;
import io.millrace.interactive.json.JsonValues;
import io.millrace.interactive.problem.Failures;
import io.millrace.interactive.problem.Problem;
import io.millrace.interactive.problem.ProblemType;
import io.millrace.interactive.remote.Instances;
import io.millrace.interactive.remote.RemoteMode;
import io.millrace.interactive.routing.Answer;
import io.millrace.interactive.routing.Call;
import io.millrace.interactive.routing.Parameters;
import io.millrace.interactive.routing.Route;
import io.millrace.interactive.stores.Keys;
import io.millrace.interactive.stores.RowForm;
import io.millrace.interactive.stores.StoreRequest;
import io.millrace.interactive.stores.StoreRequests;
import io.millrace.runtime.StoreDescription.Kind;
import io.millrace.runtime.StoreSubscription;
import io.millrace.runtime.StoreSubscriptionRequest;
import io.millrace.runtime.StreamsRuntime;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /stores/{store}/changes}: the changes of a key, of a range of keys or of all that are on this instance. Safe from any thread. */
public final class ChangeRoutes {

    private static final Set<Kind> KINDS =
            Set.of(Kind.KEY_VALUE, Kind.TIMESTAMPED_KEY_VALUE, Kind.WINDOW, Kind.TIMESTAMPED_WINDOW, Kind.SESSION);
    private static final Set<Kind> WINDOWED = Set.of(Kind.WINDOW, Kind.TIMESTAMPED_WINDOW, Kind.SESSION);
    private static final Set<String> PARAMETERS =
            Set.of("key", "from", "to", "current", "keyEncoding", "longs", "partition", "remote");

    private final StreamsRuntime runtime;
    private final JsonValues json;
    private final Failures failures;
    private final Instances instances;
    private final StoreRequests requests;
    private final Keys keys;
    private final RowForm rows;

    public ChangeRoutes(StreamsRuntime runtime, JsonValues json, Failures failures, Instances instances) {
        this.runtime = runtime;
        this.json = json;
        this.failures = failures;
        this.instances = instances;
        this.requests = new StoreRequests(runtime, json);
        this.keys = new Keys(runtime, failures);
        this.rows = new RowForm(json);
    }

    /** The route. */
    public List<Route> routes() {
        return List.of(new Route(
                "/api/v1/stores/{store}/changes", Route.Access.TOKEN, Route.Weight.HEAVY, PARAMETERS, this::answer));
    }

    private Answer answer(Call call) {
        StoreRequest request = requests.read(call, KINDS);
        Parameters parameters = call.parameters();
        String keyText = parameters.find("key");
        boolean isRange = parameters.has("from") || parameters.has("to");
        if (keyText != null && isRange) {
            throw bad("Parameter 'key' cannot be given together with 'from' or 'to'");
        }
        if (request.partitions().size() > 1) {
            throw bad("Changes are sent of one 'partition', or of all that are here");
        }
        Object key = keyText == null ? null : request.key(keyText);
        Integer partition = partition(request, key);
        StoreSubscriptionRequest<Object, Object> wanted =
                wanted(request, key, key(request, "from"), key(request, "to")).withPartition(partition);
        StoreSubscription<Object, Object> subscription;
        try {
            subscription = runtime.subscribe(parameters.flag("current") ? wanted.withCurrentRows() : wanted);
        } catch (InvalidStateStorePartitionException e) {
            // A stream is not passed through: the client goes to where the changes are.
            RemoteMode mode = request.mode() == RemoteMode.LOCAL ? RemoteMode.LOCAL : RemoteMode.REDIRECT;
            return instances.elsewhere(call, request.store(), partition == null ? 0 : partition, mode);
        }
        return new Answer.Stream(
                new ChangeStream(subscription, request.store().name(), rows, json, request.longs(), failures));
    }

    private @Nullable Integer partition(StoreRequest request, @Nullable Object key) {
        if (request.store().isGlobal()) {
            return null;
        }
        if (key != null) {
            return keys.partitionOf(request, key);
        }
        return request.partitions().isEmpty()
                ? null
                : request.partitions().iterator().next();
    }

    @SuppressWarnings("unchecked") // the changes of windows have windowed keys, which are objects like all others
    private static StoreSubscriptionRequest<Object, Object> wanted(
            StoreRequest request, @Nullable Object key, @Nullable Object from, @Nullable Object to) {
        String name = request.store().name();
        Object first = key != null ? key : from;
        Object last = key != null ? key : to;
        if (WINDOWED.contains(request.store().kind())) {
            return (StoreSubscriptionRequest<Object, Object>)
                    (StoreSubscriptionRequest<?, ?>) StoreSubscriptionRequest.ofWindows(name, first, last);
        }
        return StoreSubscriptionRequest.ofRange(name, first, last);
    }

    private static @Nullable Object key(StoreRequest request, String parameter) {
        String text = request.call().parameters().find(parameter);
        return text == null ? null : request.key(text);
    }

    private static RuntimeException bad(String detail) {
        return Problem.of(ProblemType.BAD_REQUEST, detail).toException();
    }
}
