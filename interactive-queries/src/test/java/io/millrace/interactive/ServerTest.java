package io.millrace.interactive;

import static io.millrace.interactive.RawClient.get;
import static io.millrace.interactive.RawClient.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.interactive.RawClient.Reply;
import io.millrace.interactive.limits.QueryLimits;
import io.millrace.runtime.StreamsRuntime;
import io.millrace.serialization.Serdes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server as clients meet it that mean no good, or read slowly. */
class ServerTest {

    private static final String KEY = "/api/v1/stores/counts/keys/a";

    @TempDir
    Path directory;

    private Shop shop;

    @BeforeEach
    void open() {
        shop = new Shop(directory);
    }

    @AfterEach
    void close() {
        shop.close();
    }

    private URI start() {
        return start(QueryLimits.defaults());
    }

    private URI start(QueryLimits limits) {
        URI server = shop.start(limits);
        shop.say(5, "a");
        Shop.await200(server, KEY, "\"value\":1");
        return server;
    }

    private static Reply raw(URI server, String text) {
        try (RawClient client = new RawClient(server)) {
            client.send(text);
            return client.read();
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
    }

    // ---- health ----

    /** Row Q1: before the start and after the end there are answers that say so. */
    @Test
    void shouldTellTheStateBeforeTheStartAndAfterTheEnd() {
        StreamsRuntime runtime = shop.addRuntime(null);
        URI server = shop.serve(runtime, builder -> {});

        assertThat(get(server, "/health/live").status()).isEqualTo(200);
        Reply notReady = get(server, "/health/ready");
        assertThat(notReady.status()).isEqualTo(503);
        assertThat(notReady.header("Retry-After")).isEqualTo("1");
        assertThat(notReady.json().path("state").asText()).isEqualTo("CREATED");
        assertThat(notReady.json().path("restoring").isArray()).isTrue();
        for (String path :
                List.of(KEY, "/api/v1/stores/counts/range", "/api/v1/stores/versions/keys/a", "/api/v1/instances")) {
            Reply early = get(server, path);
            assertThat(early.status()).as(early.text()).isEqualTo(503);
            assertThat(early.json().path("state").asText()).isEqualTo("CREATED");
        }
        assertThat(get(server, "/api/v1/stores").status()).isEqualTo(200);
        assertThat(get(server, "/api/v1/topology").status()).isEqualTo(200);

        runtime.start();
        Shop.awaitRunning(runtime);
        assertThat(get(server, "/health/ready").status()).isEqualTo(200);
        assertThat(get(server, KEY).status()).isEqualTo(404);

        runtime.close();
        assertThat(get(server, "/health/ready").json().path("state").asText()).isEqualTo("NOT_RUNNING");
        assertThat(get(server, "/health/live").status()).isEqualTo(503);
        Reply late = get(server, KEY);
        assertThat(late.status()).isEqualTo(503);
        assertThat(late.header("Retry-After")).isNotNull();
        assertThat(late.json().path("state").asText()).isEqualTo("NOT_RUNNING");
    }

    // ---- methods, bodies, framing ----

    /** Row Q9. */
    @Test
    void shouldKnowItsMethods() {
        URI server = start();

        Reply head = request(server, "HEAD", KEY);
        assertThat(head.status()).isEqualTo(200);
        assertThat(Integer.parseInt(head.header("Content-Length")))
                .isEqualTo(get(server, KEY).body().length);
        Reply options = request(server, "OPTIONS", KEY);
        assertThat(options.status()).isEqualTo(204);
        assertThat(options.header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
        assertThat(request(server, "OPTIONS", "*").status()).isEqualTo(204);
        assertThat(request(server, "OPTIONS", "/nothing").status()).isEqualTo(404);
        for (String method : List.of("POST", "PUT", "DELETE", "PATCH", "TRACE", "BREW")) {
            Reply refused = request(server, method, KEY);
            assertThat(refused.status()).as(method).isEqualTo(405);
            assertThat(refused.header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
        }
        assertThat(request(server, "POST", KEY, "Content-Length: 0").status()).isEqualTo(405);
    }

    @Test
    void shouldRefuseLinesThatEndInALineFeedAlone() {
        assertThat(raw(start(), "GET / HTTP/1.1\nHost: localhost\n\n").status()).isEqualTo(400);
    }

    @Test
    void shouldAnswerPipelinedRequestsInOrder() throws IOException {
        URI server = start();
        try (RawClient client = new RawClient(server)) {
            StringBuilder many = new StringBuilder();
            for (int i = 0; i < 50; i++) {
                String path = i % 2 == 0 ? KEY : "/api/v1/stores/counts/keys/nobody";
                many.append("GET ").append(path).append(" HTTP/1.1\r\nHost: localhost\r\n\r\n");
            }
            client.send(many.toString());
            for (int i = 0; i < 50; i++) {
                assertThat(client.read().status()).isEqualTo(i % 2 == 0 ? 200 : 404);
            }
        }
    }

    @Test
    void shouldAnswerAClientThatHasClosedItsHalf() throws IOException {
        URI server = start();
        try (RawClient client = new RawClient(server)) {
            client.send("GET " + KEY + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            client.socket().shutdownOutput();
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    // ---- paths and sizes ----

    /** Row Q8: bombs. */
    @Test
    void shouldBoundLineHeadersAndParameters() {
        URI server = start();

        assertThat(get(server, "/" + "x".repeat(20_000)).status()).isEqualTo(414);
        assertThat(get(server, KEY, "X: " + "y".repeat(20_000)).status()).isEqualTo(431);
        String[] headers = new String[3_000];
        java.util.Arrays.setAll(headers, i -> "H" + i + ": v");
        assertThat(get(server, KEY, headers).status()).isEqualTo(431);
        assertThat(get(server, KEY + "?" + "a=b&".repeat(400)).status()).isEqualTo(400);
        assertThat(get(server, KEY).status()).isEqualTo(200);
    }

    // ---- who may ask ----

    @Test
    void shouldAskForTheTokenExceptWhereNothingIsTold() {
        StreamsRuntime runtime = shop.addRuntime(null);
        URI server = shop.serve(runtime, builder -> builder.token("secret"));

        Reply without = get(server, "/api/v1/stores");
        assertThat(without.status()).isEqualTo(401);
        assertThat(without.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"millrace\"");
        assertThat(get(server, "/api/v1/stores", "Authorization: Bearer wrong").header("WWW-Authenticate"))
                .contains("invalid_token");
        assertThat(get(server, "/api/v1/stores", "Authorization: Basic secret").status())
                .isEqualTo(401);
        assertThat(get(server, "/metrics").status()).isEqualTo(401);
        assertThat(get(server, "/api/v1/stores", "Authorization: bearer secret").status())
                .isEqualTo(200);
        assertThat(get(server, "/health/live").status()).isEqualTo(200);
        assertThat(get(server, "/").status()).isEqualTo(200);
        assertThat(get(server, "/openapi.json").status()).isEqualTo(200);
        assertThatThrownBy(() -> QueryServer.builder(runtime).token(" ")).isInstanceOf(IllegalArgumentException.class);
    }

    /** Row Q10: loopback unless told otherwise, and no way in for a page whose name points here. */
    @Test
    void shouldListenOnTheLoopbackAddressAndRefuseOtherHostNames() {
        StreamsRuntime runtime = shop.addRuntime(null);
        URI server = shop.serve(runtime, builder -> builder.allowHost("queries.example"));

        assertThat(InetAddress.getLoopbackAddress().getHostAddress()).isEqualTo(server.getHost());
        assertThat(raw(server, "GET /health/live HTTP/1.1\r\nHost: evil.example\r\n\r\n")
                        .status())
                .isEqualTo(421);
        assertThat(raw(server, "GET /health/live HTTP/1.1\r\nHost: queries.example:80\r\n\r\n")
                        .status())
                .isEqualTo(200);
        assertThat(raw(server, "GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                        .status())
                .isEqualTo(200);
        URI open = shop.serve(runtime, builder -> builder.host("0.0.0.0"));
        assertThat(raw(open, "GET /health/live HTTP/1.1\r\nHost: any.example\r\n\r\n")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void shouldSayThatThePortIsTaken() {
        StreamsRuntime runtime = shop.addRuntime(null);
        URI server = shop.serve(runtime, builder -> {});

        assertThatThrownBy(() ->
                        QueryServer.builder(runtime).port(server.getPort()).start())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(Integer.toString(server.getPort()));
    }

    // ---- load ----

    private void fill(URI server, int keys, int bytesEach) {
        String value = "v".repeat(bytesEach);
        for (int i = 0; i < keys; i++) {
            shop.send("names", Serdes.String().serializer(), Serdes.String().serializer(), 5, "k" + i, value);
        }
        Shop.await200(server, "/api/v1/stores/names/keys/k" + (keys - 1), "v");
    }

    /** Row Q5: a page ends at the byte limit as at the row limit. */
    @Test
    void shouldEndAPageAtTheByteLimit() {
        URI server = start(QueryLimits.defaults().withPageBytes(10_000));
        fill(server, 30, 1_000);

        Reply page = get(server, "/api/v1/stores/names/range");
        assertThat(page.json().path("rows").size()).isBetween(5, 10);
        assertThat(page.body().length).isLessThan(12_000);
        assertThat(page.json().has("next")).isTrue();
    }

    /** Row Q6: clients that never read hold bytes, not threads, and lose their connections. */
    @Test
    void shouldServeOthersWhileClientsDoNotReadAndDropThemInTheEnd() throws IOException {
        QueryLimits limits = QueryLimits.defaults()
                .withWorkers(2)
                .withWriteTimeout(Duration.ofMillis(1_500))
                .withRowsMax(10_000);
        URI server = start(limits);
        fill(server, 100, 50_000);
        List<RawClient> stalled = new ArrayList<>();
        try {
            for (int i = 0; i < 10; i++) {
                RawClient client = new RawClient(server);
                client.socket().setReceiveBufferSize(1_024);
                client.send("GET /api/v1/stores/names/range?limit=10000 HTTP/1.1\r\nHost: localhost\r\n\r\n");
                stalled.add(client);
            }
            for (int i = 0; i < 20; i++) {
                assertThat(get(server, KEY).status()).isEqualTo(200);
            }
            await().atMost(Shop.PATIENCE)
                    .until(() -> get(server, "/metrics").text().contains("millrace_http_held_bytes 0\n"));
            await().atMost(Shop.PATIENCE)
                    .until(() -> get(server, "/metrics").text().contains("millrace_http_connections 1\n"));
        } finally {
            stalled.forEach(RawClient::close);
        }
    }

    /** Row Q6: past the bound on bytes that wait, requests are refused instead of kept. */
    @Test
    void shouldRefuseAnswersPastTheBoundOnHeldBytes() throws IOException {
        URI server = start(QueryLimits.defaults().withHeldBytes(6_000_000).withPageBytes(5_000_000));
        fill(server, 100, 50_000);
        try (RawClient stalled = new RawClient(server)) {
            stalled.socket().setReceiveBufferSize(1_024);
            stalled.send("GET /api/v1/stores/names/range HTTP/1.1\r\nHost: localhost\r\n\r\n");
            await().atMost(Shop.PATIENCE)
                    .until(() -> get(server, "/api/v1/stores/names/range").status() == 429);
            Reply refused = get(server, "/api/v1/stores/names/range");
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            assertThat(get(server, KEY).status()).isEqualTo(200);
        }
        await().atMost(Shop.PATIENCE)
                .until(() -> get(server, "/api/v1/stores/names/range").status() == 200);
    }

    @Test
    void shouldCloseConnectionsThatSayNothing() throws IOException {
        URI server = start(QueryLimits.defaults().withIdleTimeout(Duration.ofMillis(500)));
        try (RawClient silent = new RawClient(server);
                RawClient half = new RawClient(server)) {
            half.send("GET /health/re");
            assertThat(silent.isAtEnd()).isTrue();
            // A half request is answered that it came too late, or not at all.
            try {
                assertThat(half.read().status()).isEqualTo(408);
            } catch (java.io.EOFException e) {
                assertThat(half.isAtEnd()).isTrue();
            }
        }
    }

    /** Row Q6: a request that comes byte by byte and never ends is not idle, but is dropped all the same. */
    @Test
    void shouldDropAClientThatNeverEndsItsRequest() throws Exception {
        URI server = start(QueryLimits.defaults().withIdleTimeout(Duration.ofMillis(500)));
        try (RawClient dripping = new RawClient(server)) {
            dripping.send("GET " + KEY + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(dripping.read().status()).isEqualTo(200);
            dripping.send("GET /");
            await().atMost(Shop.PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
                try {
                    dripping.send("x");
                    return false;
                } catch (IOException e) {
                    return true;
                }
            });
        }
        assertThat(get(server, KEY).status()).isEqualTo(200);
    }

    /** Row Q12: more than may wait is refused at once. Requests for a position that does not come hold no thread. */
    @Test
    void shouldNotHoldThreadsForRequestsThatWaitForAPosition() throws IOException {
        URI server = start(QueryLimits.defaults().withWorkers(1).withPositionWait(Duration.ofSeconds(2)));
        List<RawClient> waiting = new ArrayList<>();
        try {
            for (int i = 0; i < 5; i++) {
                RawClient client = new RawClient(server);
                client.send(
                        "GET " + KEY
                                + "?minPosition=%7B%22words%22:%7B%220%22:99,%221%22:99,%222%22:99%7D%7D HTTP/1.1\r\nHost: localhost\r\n\r\n");
                waiting.add(client);
            }
            assertThat(get(server, KEY).status()).isEqualTo(200);
            for (RawClient client : waiting) {
                Reply reply = client.read();
                assertThat(reply.status()).as(reply.text()).isEqualTo(503);
                assertThat(reply.json().path("type").asText()).isEqualTo("urn:millrace:problem:position-not-reached");
                assertThat(reply.header("Retry-After")).isNotNull();
            }
        } finally {
            waiting.forEach(RawClient::close);
        }
    }

    @Test
    void shouldStopThreadsAndConnectionsWhenClosed() throws IOException {
        URI server = start();
        try (RawClient idle = new RawClient(server)) {
            idle.send("GET " + KEY + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(idle.read().status()).isEqualTo(200);
            shop.server(0).close();
            shop.server(0).close();
            try {
                assertThat(idle.isAtEnd()).isTrue();
            } catch (java.net.SocketException e) {
                assertThat(e).hasMessageContaining("reset");
            }
        }
        assertThatThrownBy(() -> get(server, KEY)).isInstanceOf(UncheckedIOException.class);
        await().atMost(Shop.PATIENCE)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .noneMatch(name -> name.matches("millrace-(http|query|events).*")));
    }
}
