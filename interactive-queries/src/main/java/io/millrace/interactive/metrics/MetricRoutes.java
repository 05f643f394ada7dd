package io.millrace.interactive.metrics;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.interactive.json.JsonValues;
import io.millrace.interactive.json.LongForm;
import io.millrace.interactive.metrics.Exposition.Type;
import io.millrace.interactive.routing.Answer;
import io.millrace.interactive.routing.Call;
import io.millrace.interactive.routing.Route;
import io.millrace.metrics.Metric;
import io.millrace.metrics.MetricName;
import io.millrace.runtime.StreamsRuntime;
import io.millrace.runtime.StreamsRuntime.State;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The routes to metrics: the application's, and the server's own. Safe from any thread. */
public final class MetricRoutes {

    private static final Comparator<MetricName> BY_NAME = Comparator.comparing(MetricName::group)
            .thenComparing(MetricName::name)
            .thenComparing(name -> new TreeMap<>(name.tags()).toString());

    private final StreamsRuntime runtime;
    private final JsonValues json;
    private final ServerNumbers server;

    public MetricRoutes(StreamsRuntime runtime, JsonValues json, ServerNumbers server) {
        this.runtime = runtime;
        this.json = json;
        this.server = server;
    }

    /** What the server counts of itself. */
    public interface ServerNumbers {

        /** Answers so far by status. */
        Map<Integer, Long> answers();

        /** Open connections. */
        int connections();

        /** Open event streams. */
        int eventStreams();

        /** Bytes of answers that clients have not read yet. */
        long heldBytes();
    }

    /** All of them. */
    public List<Route> routes() {
        return List.of(
                new Route("/api/v1/metrics", Route.Access.TOKEN, Route.Weight.HEAVY, Set.of(), this::asJson),
                new Route("/metrics", Route.Access.TOKEN, Route.Weight.HEAVY, Set.of(), this::asText));
    }

    private Map<MetricName, Metric> sorted() {
        Map<MetricName, Metric> sorted = new TreeMap<>(BY_NAME);
        sorted.putAll(runtime.metrics());
        return sorted;
    }

    private Answer asJson(Call call) {
        ObjectNode answer = json.object();
        ArrayNode all = answer.putArray("metrics");
        sorted().forEach((name, metric) -> {
            ObjectNode one = all.addObject().put("group", name.group()).put("name", name.name());
            ObjectNode tags = one.putObject("tags");
            name.tags().forEach(tags::put);
            one.set("value", json.of(metric.metricValue(), LongForm.NUMBER, "Metric " + name.name()));
            one.put("description", name.description());
        });
        return Answer.json(json.bytes(answer));
    }

    private Answer asText(Call call) {
        Exposition text = new Exposition();
        sorted().forEach((name, metric) -> add(text, name, metric.metricValue()));
        addState(text);
        addLags(text);
        addServer(text);
        return new Answer.Whole(
                200, Exposition.MEDIA_TYPE, Map.of(), text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void add(Exposition text, MetricName name, Object value) {
        String group = name.group().endsWith("-metrics")
                ? name.group().substring(0, name.group().length() - "-metrics".length())
                : name.group();
        String family = "millrace_" + group + "_" + name.name();
        Type type = name.name().endsWith("-total") ? Type.COUNTER : Type.GAUGE;
        if (value instanceof Number number) {
            text.add(family, type, name.description(), name.tags(), number);
        } else {
            // As is usual for texts: the value is a label of a series that is 1.
            Map<String, String> labels = new LinkedHashMap<>(name.tags());
            labels.put("value", String.valueOf(value));
            text.add(family, Type.GAUGE, name.description(), labels, 1);
        }
    }

    private void addState(Exposition text) {
        State now = runtime.state();
        for (State state : State.values()) {
            text.add(
                    "millrace_state",
                    Type.GAUGE,
                    "1 for the state that the application is in",
                    Map.of("state", state.name()),
                    state == now ? 1 : 0);
        }
    }

    private void addLags(Exposition text) {
        runtime.allLocalStorePartitionLags()
                .forEach((store, partitions) -> partitions.forEach((partition, lag) -> text.add(
                        "millrace_store_lag",
                        Type.GAUGE,
                        "Changelog offsets that a partition of a store is behind",
                        Map.of("store", store, "partition", Integer.toString(partition)),
                        lag.offsetLag())));
    }

    private void addServer(Exposition text) {
        server.answers()
                .forEach((status, count) -> text.add(
                        "millrace_http_answers_total",
                        Type.COUNTER,
                        "Answers of the query server by status",
                        Map.of("status", Integer.toString(status)),
                        count));
        text.add("millrace_http_connections", Type.GAUGE, "Open connections", Map.of(), server.connections());
        text.add("millrace_http_event_streams", Type.GAUGE, "Open event streams", Map.of(), server.eventStreams());
        text.add(
                "millrace_http_held_bytes",
                Type.GAUGE,
                "Bytes of answers that clients have not read yet",
                Map.of(),
                server.heldBytes());
    }
}
