package io.millrace.interactive;

import static io.millrace.interactive.RawClient.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.interactive.RawClient.Reply;
import io.millrace.interactive.problem.Failures;
import io.millrace.interactive.routing.Route;
import io.millrace.runtime.StreamsRuntime;
import io.millrace.serialization.Serdes;
import io.millrace.serialization.json.JsonSerde;
import io.millrace.time.SystemClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the description against the server: paths, parameters, statuses and the form of every answer, both ways. */
class OpenApiTest {

    private static final String STORES = "/api/v1/stores/";

    @TempDir
    Path directory;

    private final Set<String> seen = new TreeSet<>();
    private JsonNode document;
    private SchemaCheck schemas;

    /** The described path that a target belongs to. */
    private String pathOf(String target) {
        String[] segments = target.split("\\?", 2)[0].substring(1).split("/", -1);
        List<String> fitting = new ArrayList<>();
        document.path("paths").fieldNames().forEachRemaining(path -> {
            String[] parts = path.substring(1).split("/", -1);
            boolean fits = parts.length == segments.length
                    && IntStream.range(0, parts.length)
                            .allMatch(i -> parts[i].startsWith("{") || parts[i].equals(segments[i]));
            if (fits) {
                fitting.add(path);
            }
        });
        assertThat(fitting).as(target).hasSize(1);
        return fitting.get(0);
    }

    private Reply probe(URI server, int status, String target, String... headers) {
        Reply reply = get(server, target, headers);
        check(status, target, reply);
        return reply;
    }

    private void check(int status, String target, Reply reply) {
        assertThat(reply.status()).as(target + ": " + reply.text()).isEqualTo(status);
        String path = pathOf(target);
        JsonNode responses = document.path("paths").path(path).path("get").path("responses");
        JsonNode response = responses.path(Integer.toString(status));
        assertThat(response.isMissingNode()).as(path + " has no " + status).isFalse();
        seen.add(path + " " + status);
        String mediaType = reply.header("Content-Type").split(";")[0];
        JsonNode content = response.path("content");
        JsonNode described = content.has("*/*") ? content.path("*/*") : content.path(mediaType);
        assertThat(described.isMissingNode()).as(path + " has no " + mediaType).isFalse();
        if (mediaType.endsWith("json")) {
            assertThat(schemas.complaints(described.path("schema"), reply.json()))
                    .as(target + ": " + reply.text())
                    .isEmpty();
        }
        response.path("headers")
                .fieldNames()
                .forEachRemaining(header -> assertThat(reply.header(header))
                        .as(target + " " + header)
                        .isNotNull());
    }

    @Test
    void shouldDescribeExactlyWhatIsServed() throws IOException {
        try (Shop shop = new Shop(directory)) {
            int port;
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = socket.getLocalPort();
            }
            StreamsRuntime runtime = shop.addRuntime("127.0.0.1:" + port);
            URI server = shop.serve(runtime, builder -> builder.port(port));
            document = get(server, "/openapi.json").json();
            schemas = new SchemaCheck(document);
            shouldHaveTheRoutesAndParameters(runtime);

            StreamsRuntime idle = shop.addRuntime(null);
            URI asleep = shop.serve(idle, builder -> {});
            URI guarded = shop.serve(idle, builder -> builder.token("secret"));
            runtime.start();
            Shop.awaitRunning(runtime);
            fill(shop, server);
            probeGood(server);
            probeBad(server);
            probeAsleep(asleep);
            probeGuarded(guarded);
            runtime.close();
            probe(server, 503, "/health/live");
        }
        probeElsewhere();

        Set<String> described = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .path("get")
                        .path("responses")
                        .fieldNames()
                        .forEachRemaining(status -> {
                            if (!status.equals("default")) {
                                described.add(path.getKey() + " " + status);
                            }
                        }));
        assertThat(seen).isEqualTo(described);
    }

    private void shouldHaveTheRoutesAndParameters(StreamsRuntime runtime) {
        List<Route> routes = QueryServer.builder(runtime)
                .routes(new QueryServer.LateNumbers(), new Failures(runtime), SystemClock.instance());
        TreeMap<String, Set<String>> served = new TreeMap<>();
        routes.forEach(route -> served.put(route.pattern(), new TreeSet<>(route.parameters())));
        TreeMap<String, Set<String>> described = new TreeMap<>();
        document.path("paths").properties().forEach(path -> {
            Set<String> names = new TreeSet<>();
            Set<String> variables = new HashSet<>();
            for (JsonNode parameter : path.getValue().path("get").path("parameters")) {
                JsonNode resolved = parameter.has("$ref")
                        ? document.at(parameter.path("$ref").asText().substring(1))
                        : parameter;
                boolean isVariable = resolved.path("in").asText().equals("path");
                (isVariable ? variables : names).add(resolved.path("name").asText());
            }
            described.put(path.getKey(), names);
            for (String part : path.getKey().split("/")) {
                if (part.startsWith("{")) {
                    assertThat(variables).contains(part.substring(1, part.length() - 1));
                }
            }
        });
        assertThat(described).isEqualTo(served);
    }

    private static void fill(Shop shop, URI server) {
        for (int i = 0; i < 20; i++) {
            shop.say(i * 60_000L, "w" + i);
        }
        shop.send("numbers", Serdes.Long().serializer(), Serdes.Double().serializer(), 5, 7L, Double.NaN);
        shop.send(
                "orders",
                Serdes.Integer().serializer(),
                new JsonSerde<>(Shop.Order.class).serializer(),
                5,
                42,
                new Shop.Order("Ada", 1, 2, new byte[0], List.of()));
        for (int i = 0; i < 20; i++) {
            Shop.await200(server, STORES + "counts/keys/w" + i, "value");
            Shop.await200(server, STORES + "versions/keys/w" + i, "value");
        }
        Shop.await200(server, STORES + "orders/keys/42", "Ada");
    }

    private void probeGood(URI server) throws IOException {
        for (String target : List.of(
                "/",
                "/page/index.html",
                "/openapi.json",
                "/health/live",
                "/health/ready",
                "/metrics",
                "/api/v1/metrics",
                "/api/v1/application",
                "/api/v1/topology",
                "/api/v1/topology.txt",
                "/api/v1/tasks",
                "/api/v1/instances",
                "/api/v1/stores",
                STORES + "counts",
                STORES + "names",
                STORES + "minutes",
                STORES + "versions",
                STORES + "counts/keys/w1",
                STORES + "versions/keys/w1",
                STORES + "orders/keys/42",
                STORES + "counts/keys?key=w1&key=x",
                STORES + "counts/range?limit=3",
                STORES + "orders/range",
                STORES + "counts/count",
                STORES + "minutes/windows",
                STORES + "minutes/windows/w19",
                STORES + "sessions/sessions/w19",
                STORES + "versions/versions/w1")) {
            probe(server, 200, target);
        }
        try (RawClient client = new RawClient(server)) {
            String target = STORES + "counts/changes";
            client.send("HEAD " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(client.line()).isEqualTo("HTTP/1.1 200 OK");
            seen.add(pathOf(target) + " 200");
        }
    }

    /** Routes to stores, on the store that fits. */
    private static List<String> reads() {
        return List.of(
                STORES + "counts/keys/w1",
                STORES + "counts/keys?key=w1",
                STORES + "counts/range",
                STORES + "counts/count",
                STORES + "minutes/windows",
                STORES + "minutes/windows/w1",
                STORES + "sessions/sessions/w1",
                STORES + "versions/versions/w1",
                STORES + "counts/changes");
    }

    private void probeBad(URI server) {
        for (String target : reads()) {
            probe(server, 400, target + (target.contains("?") ? "&" : "?") + "keyEncoding=what");
            probe(server, 404, target.replaceFirst("stores/\\w+", "stores/nothing"));
        }
        probe(server, 404, STORES + "counts/keys/nobody");
        probe(server, 404, STORES + "nothing");
        probe(server, 404, "/page/nothing");
    }

    private void probeAsleep(URI asleep) {
        reads().forEach(target -> probe(asleep, 503, target));
        probe(asleep, 503, "/health/ready");
        probe(asleep, 503, "/api/v1/instances");
    }

    private void probeGuarded(URI guarded) {
        document.path("paths").properties().forEach(path -> {
            boolean isGuarded = path.getValue().path("get").has("security");
            String target = path.getKey().replaceAll("\\{\\w+\\}", "x");
            Reply reply = get(guarded, target);
            assertThat(reply.status() == 401).as(target).isEqualTo(isGuarded);
            if (isGuarded) {
                check(401, target, reply);
            }
        });
    }

    /** An instance that has a part of the partitions is asked for keys of the other one. */
    private void probeElsewhere() {
        try (Shop shop = new Shop(directory.resolve("two"))) {
            StreamsRuntime first = shop.addRuntime(Shop.words(), "127.0.0.1:1");
            StreamsRuntime second = shop.addRuntime(Shop.words(), "127.0.0.1:2");
            first.start();
            second.start();
            Shop.awaitBoth(first, second);
            URI server = shop.serve(first, builder -> {});
            String word = IntStream.range(0, 100)
                    .mapToObj(i -> "w" + i)
                    .filter(each -> get(server, STORES + "counts/keys/" + each + "?remote=local")
                                    .status()
                            == 421)
                    .findFirst()
                    .orElseThrow();
            for (String target : List.of(
                    STORES + "counts/keys/" + word + "?",
                    STORES + "minutes/windows/" + word + "?",
                    STORES + "sessions/sessions/" + word + "?",
                    STORES + "versions/versions/" + word + "?",
                    STORES + "counts/changes?key=" + word + "&")) {
                probe(server, 307, target + "remote=redirect");
                probe(server, 421, target + "remote=local");
            }
            probe(server, 421, STORES + "counts/keys?key=" + word + "&remote=local");
        }
    }
}
