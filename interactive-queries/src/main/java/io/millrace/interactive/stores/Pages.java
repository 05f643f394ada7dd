package io.millrace.interactive.stores;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.interactive.json.JsonValues;
import io.millrace.interactive.limits.QueryLimits;
import io.millrace.interactive.remote.Instances;
import io.millrace.interactive.remote.RemoteMode;
import io.millrace.interactive.routing.Answer;
import io.millrace.interactive.routing.Call;
import io.millrace.query.Position;
import io.millrace.runtime.StreamsRuntime;
import io.millrace.time.Clock;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Scans as pages: this instance's rows, those of the others, merged in the scan's order, cut at the limits. A page that stops before the end says where the next begins;
 * one that does not is whole. Safe from any thread.
 */
final class Pages {

    /** Parameters of all pages. */
    static final Set<String> PARAMETERS = Set.of("limit", "token");

    /** Tells another instance where its part of the page begins. */
    private static final String AFTER_HEADER = "Millrace-After";

    private final StreamsRuntime runtime;
    private final JsonValues json;
    private final QueryLimits limits;
    private final Clock clock;
    private final Instances instances;
    private final Gather gather;

    Pages(StreamsRuntime runtime, JsonValues json, QueryLimits limits, Clock clock, Instances instances) {
        this.runtime = runtime;
        this.json = json;
        this.limits = limits;
        this.clock = clock;
        this.instances = instances;
        this.gather = new Gather(instances, json);
    }

    /** Rows of several partitions and instances. */
    private static final class Parts {

        final List<Row> rows = new ArrayList<>();
        final Set<Integer> partitions = new TreeSet<>();
        final Position position = Position.emptyPosition();
        byte @Nullable [] bound;

        void add(Batch batch, Comparator<byte[]> order) {
            rows.addAll(batch.rows());
            byte[] resume = batch.resumeAfter();
            if (resume != null && (bound == null || order.compare(resume, bound) < 0)) {
                bound = resume;
            }
        }
    }

    /** One page of all wanted partitions. */
    Answer page(StoreRequest request, Scan scan) {
        return page(request, scan, OpenStore.wanted(request), null);
    }

    /** One page of one partition. If it is not here the whole request goes to where it is. */
    Answer page(StoreRequest request, Scan scan, int partition) {
        return page(request, scan, Set.of(partition), partition);
    }

    private Answer page(StoreRequest request, Scan scan, Set<Integer> wanted, @Nullable Integer only) {
        Call call = request.call();
        int limit = (int) call.parameters().number("limit", 1, limits.rowsMax(), limits.rowsDefault());
        byte[] after = after(request);
        Parts parts = new Parts();
        Set<Integer> missing;
        try (OpenStore open = OpenStore.open(runtime, request, wanted)) {
            Budget budget = new Budget(clock, limit, limits.pageBytes(), limits.scanMs());
            parts.add(scan.read(open.parts(), after, budget), scan.order());
            open.parts().forEach(part -> parts.partitions.add(part.number()));
            parts.position.merge(open.position());
            missing = open.missing();
        }
        if (only != null && !missing.isEmpty()) {
            return instances.elsewhere(call, request.store(), only, request.mode());
        }
        if (!missing.isEmpty() && Instances.isForwarded(call)) {
            throw Instances.misdirected(request.store(), missing.iterator().next());
        }
        if (Gather.isPart(call)) {
            return internal(parts);
        }
        if (!missing.isEmpty()) {
            if (request.mode() != RemoteMode.LOCAL) {
                addOthers(request, scan, missing, after, parts);
            } else if (!request.partitions().isEmpty() || parts.partitions.isEmpty()) {
                throw Instances.misdirected(request.store(), missing.iterator().next());
            }
        }
        return merged(request, scan, parts, limit);
    }

    private byte @Nullable [] after(StoreRequest request) {
        String header = request.call().header(AFTER_HEADER);
        if (header != null && Gather.isPart(request.call())) {
            return StoreText.base64(header, AFTER_HEADER);
        }
        String token = request.call().parameters().find("token");
        return token == null ? null : PageToken.after(request, token);
    }

    // ---- between instances ----

    /** The form in which another instance gets rows: with what they are sorted by. */
    private Answer internal(Parts parts) {
        ObjectNode answer = json.object();
        ArrayNode rows = answer.putArray("rows");
        for (Row row : parts.rows) {
            rows.addObject().put("sort", row.sort()).put("json", row.json());
        }
        if (parts.bound != null) {
            answer.put("resume", parts.bound);
        }
        putPartitions(answer, parts);
        RowForm.putPosition(answer, parts.position);
        return Answer.json(json.bytes(answer));
    }

    private void addOthers(
            StoreRequest request, Scan scan, Set<Integer> missing, byte @Nullable [] after, Parts parts) {
        Map<String, String> headers = after == null
                ? Map.of()
                : Map.of(AFTER_HEADER, Base64.getEncoder().encodeToString(after));
        for (JsonNode answer : gather.ask(request, missing, headers)) {
            List<Row> rows = new ArrayList<>();
            for (JsonNode row : answer.path("rows")) {
                rows.add(new Row(
                        StoreText.base64(row.path("sort").asText(), "sort"),
                        StoreText.base64(row.path("json").asText(), "json")));
            }
            byte[] resume = answer.has("resume")
                    ? StoreText.base64(answer.path("resume").asText(), "resume")
                    : null;
            parts.add(new Batch(rows, resume), scan.order());
            answer.path("partitions").forEach(partition -> parts.partitions.add(partition.asInt()));
            Positions.merge(parts.position, answer.path("position"));
        }
    }

    // ---- the answer ----

    private Answer merged(StoreRequest request, Scan scan, Parts parts, int limit) {
        Comparator<byte[]> order = scan.order();
        parts.rows.sort((a, b) -> order.compare(a.sort(), b.sort()));
        Budget budget = new Budget(clock, limit, limits.pageBytes(), limits.scanMs());
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes("{\"rows\":[".getBytes(StandardCharsets.UTF_8));
        byte[] bound = parts.bound;
        byte[] next = bound;
        byte[] last = null;
        for (Row row : parts.rows) {
            if (bound != null && order.compare(row.sort(), bound) > 0) {
                break;
            }
            if (!budget.tryTake(row.json())) {
                next = last;
                break;
            }
            if (last != null) {
                body.write(',');
            }
            body.writeBytes(row.json());
            last = row.sort();
        }
        body.writeBytes("],".getBytes(StandardCharsets.UTF_8));
        ObjectNode rest = json.object().put("store", request.store().name());
        if (next != null) {
            rest.put("next", PageToken.of(request, next));
        }
        putPartitions(rest, parts);
        RowForm.putPosition(rest, parts.position);
        byte[] tail = json.bytes(rest);
        body.write(tail, 1, tail.length - 1);
        return Answer.json(body.toByteArray());
    }

    private static void putPartitions(ObjectNode answer, Parts parts) {
        ArrayNode partitions = answer.putArray("partitions");
        parts.partitions.forEach(partitions::add);
    }
}
