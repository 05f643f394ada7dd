package io.millrace.interactive.application;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.interactive.json.JsonValues;
import io.millrace.interactive.routing.Answer;
import io.millrace.interactive.routing.Call;
import io.millrace.interactive.routing.Endpoint;
import io.millrace.interactive.routing.Route;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.StreamsMetadata;
import io.millrace.runtime.StreamsRuntime;
import io.millrace.runtime.ThreadMetadata;
import io.millrace.state.HostInfo;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The routes about the application itself. Safe from any thread. */
public final class ApplicationRoutes {

    private final StreamsRuntime runtime;
    private final JsonValues json;
    private final TopologyGraph graph;
    private final TaskList tasks;
    private final Health health;

    public ApplicationRoutes(StreamsRuntime runtime, JsonValues json) {
        this.runtime = runtime;
        this.json = json;
        this.graph = new TopologyGraph(json);
        this.tasks = new TaskList(runtime, json);
        this.health = new Health(runtime, json);
    }

    /** All of them. */
    public List<Route> routes() {
        return List.of(
                asking("/api/v1/application", Route.Weight.LIGHT, this::application),
                asking("/api/v1/topology", Route.Weight.LIGHT, call -> Answer.json(graph.of(runtime.describe()))),
                asking("/api/v1/topology.txt", Route.Weight.LIGHT, this::topologyText),
                asking("/api/v1/tasks", Route.Weight.HEAVY, tasks::answer),
                asking("/api/v1/instances", Route.Weight.LIGHT, this::instances),
                new Route("/health/live", Route.Access.OPEN, Route.Weight.LIGHT, Set.of(), health::live),
                new Route("/health/ready", Route.Access.OPEN, Route.Weight.LIGHT, Set.of(), health::ready));
    }

    private static Route asking(String path, Route.Weight weight, Endpoint endpoint) {
        return new Route(path, Route.Access.TOKEN, weight, Set.of(), endpoint);
    }

    private Answer application(Call call) {
        Set<ThreadMetadata> threads = runtime.metadataForLocalThreads();
        ObjectNode answer = json.object();
        threads.stream().findAny().ifPresent(thread -> answer.put("applicationId", thread.adminClientId()));
        answer.put("state", runtime.state().name())
                .put("paused", runtime.isPaused())
                .put("threads", threads.size())
                .put(
                        "activeTasks",
                        threads.stream()
                                .mapToInt(thread -> thread.activeTasks().size())
                                .sum())
                .put(
                        "standbyTasks",
                        threads.stream()
                                .mapToInt(thread -> thread.standbyTasks().size())
                                .sum());
        ArrayNode stores = answer.putArray("stores");
        runtime.storeDescriptions().forEach(store -> stores.add(store.name()));
        answer.set("restoring", RestoreForm.of(runtime, json));
        return Answer.json(json.bytes(answer));
    }

    private Answer topologyText(Call call) {
        byte[] text = runtime.describe().toString().getBytes(StandardCharsets.UTF_8);
        return new Answer.Whole(200, "text/plain;charset=utf-8", Map.of(), text);
    }

    private Answer instances(Call call) {
        Collection<StreamsMetadata> all = runtime.metadataForAllStreamsClients();
        ObjectNode answer = json.object();
        ArrayNode instances = answer.putArray("instances");
        all.stream()
                .sorted(Comparator.comparing(instance -> instance.hostInfo().toString()))
                .forEach(instance -> {
                    ObjectNode one = instances.addObject();
                    if (instance.hostInfo().equals(HostInfo.unavailable())) {
                        one.putNull("address");
                    } else {
                        one.put("address", instance.host() + ":" + instance.port());
                    }
                    putNames(one.putArray("stores"), instance.stateStoreNames());
                    putNames(one.putArray("standbyStores"), instance.standbyStateStoreNames());
                    putPartitions(one.putArray("partitions"), instance.topicPartitions());
                    putPartitions(one.putArray("standbyPartitions"), instance.standbyTopicPartitions());
                });
        return Answer.json(json.bytes(answer));
    }

    private static void putNames(ArrayNode array, Set<String> names) {
        new TreeSet<>(names).forEach(array::add);
    }

    private static void putPartitions(ArrayNode array, Set<TopicPartition> partitions) {
        partitions.stream()
                .sorted(TaskList.BY_NAME)
                .forEach(partition ->
                        array.addObject().put("topic", partition.topic()).put("partition", partition.partition()));
    }
}
