package io.millrace.interactive.stores;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.interactive.json.JsonValues;
import io.millrace.interactive.problem.Problem;
import io.millrace.interactive.problem.ProblemType;
import io.millrace.interactive.remote.Instances;
import io.millrace.interactive.routing.Call;
import io.millrace.state.HostInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Asks the instances that have the missing partitions of a store for their part of an answer. All of it comes, or an error. */
final class Gather {

    /** Parameters that the parts have otherwise, or not at all. */
    private static final Set<String> OWN = Set.of("token", "partition", "remote");

    /** Marks a request for a part of an answer that another instance puts together. */
    private static final String HEADER = "Millrace-Part";

    private final Instances instances;
    private final JsonValues json;

    Gather(Instances instances, JsonValues json) {
        this.instances = instances;
        this.json = json;
    }

    /** Whether a request comes from an instance that puts an answer together. */
    static boolean isPart(Call call) {
        return call.header(HEADER) != null && Instances.isForwarded(call);
    }

    /** Answers of the others, each for its partitions. */
    List<JsonNode> ask(StoreRequest request, Set<Integer> missing, Map<String, String> headers) {
        Map<HostInfo, Set<Integer>> byOwner = new LinkedHashMap<>();
        for (int partition : missing) {
            byOwner.computeIfAbsent(instances.owner(request.store(), partition), owner -> new TreeSet<>())
                    .add(partition);
        }
        List<JsonNode> answers = new ArrayList<>();
        byOwner.forEach((owner, partitions) -> answers.add(ask(request, owner, partitions, headers)));
        return answers;
    }

    private JsonNode ask(StoreRequest request, HostInfo owner, Set<Integer> partitions, Map<String, String> headers) {
        Map<String, String> marked = new HashMap<>(headers);
        marked.put(HEADER, "1");
        byte[] answer = instances.fetch(owner, target(request.call(), partitions), request.call(), marked);
        JsonNode tree;
        try {
            tree = json.parse(answer);
        } catch (IOException e) {
            throw failed(owner, "is not JSON").toException(e);
        }
        Set<Integer> answered = new TreeSet<>();
        tree.path("partitions").forEach(partition -> answered.add(partition.asInt(-1)));
        if (!answered.equals(partitions)) {
            throw failed(owner, "is about partitions " + answered + " instead of " + partitions)
                    .toException();
        }
        return tree;
    }

    private static Problem failed(HostInfo owner, String what) {
        return Problem.of(
                ProblemType.INSTANCE_FAILED,
                "The answer of instance " + owner.host() + ":" + owner.port() + " " + what
                        + ". Instances must run the same version.");
    }

    private static String target(Call call, Set<Integer> partitions) {
        String raw = call.target().raw();
        int question = raw.indexOf('?');
        String path = question < 0 ? raw : raw.substring(0, question);
        String kept = question < 0
                ? ""
                : Arrays.stream(raw.substring(question + 1).split("&", -1))
                        .filter(pair -> !pair.isEmpty() && !OWN.contains(pair.split("=", 2)[0]))
                        .map(pair -> pair + "&")
                        .collect(Collectors.joining());
        return path + "?" + kept
                + partitions.stream().map(partition -> "partition=" + partition).collect(Collectors.joining("&"));
    }
}
