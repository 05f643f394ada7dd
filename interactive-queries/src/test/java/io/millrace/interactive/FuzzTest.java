package io.millrace.interactive;

import static io.millrace.interactive.RawClient.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.interactive.limits.QueryLimits;
import io.millrace.serialization.Serdes;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Row Q9: requests that are bent at random. None may end in 500 or hold a connection, and after all of them the server answers as before and has no more threads or sockets.
 * {@code -Dmillrace.fuzz.requests=100000 -Dmillrace.fuzz.seed=7} for more than the build does.
 */
class FuzzTest {

    private static final int REQUESTS = Integer.getInteger("millrace.fuzz.requests", 3_000);
    private static final long SEED = Long.getLong("millrace.fuzz.seed", 42);
    private static final String KEY = "/api/v1/stores/counts/keys/a";

    private static final List<String> TARGETS = List.of(
            "/",
            "/page/index.html",
            "/health/ready",
            "/metrics",
            "/api/v1/tasks",
            "/api/v1/topology",
            "/api/v1/stores/counts",
            KEY + "?keyEncoding=string&longs=string&stale=true",
            "/api/v1/stores/numbers/keys/7?keyEncoding=base64",
            "/api/v1/stores/orders/keys/42?keyEncoding=json",
            "/api/v1/stores/blobs/keys/AAE=",
            "/api/v1/stores/counts/keys?key=a&key=b&remote=local",
            "/api/v1/stores/counts/range?from=a&to=z&limit=5&order=desc",
            "/api/v1/stores/counts/range?prefix=a&token=Abv5EzHcTzTIMTAwJQ",
            "/api/v1/stores/counts/count?exact=true&partition=1",
            "/api/v1/stores/minutes/windows?from=0&to=99999999&order=asc",
            "/api/v1/stores/minutes/windows/a?from=5&limit=3",
            "/api/v1/stores/sessions/sessions/a?to=77",
            "/api/v1/stores/versions/versions/a?from=1&to=2",
            "/api/v1/stores/versions/keys/a?asOf=9",
            "/api/v1/stores/counts/keys/a?minPosition=%7B%22words%22%3A%7B%220%22%3A1%7D%7D",
            "/api/v1/stores/counts/changes?key=a&current=true");

    private static final List<String> PIECES = List.of(
            "\r\n",
            "\n",
            "\r",
            "\0",
            " ",
            "\t",
            "%",
            "%2F",
            "%00",
            "%ff",
            "..",
            "/",
            "//",
            "?",
            "&",
            "=",
            ";",
            ":",
            "#",
            "{",
            "}",
            "-1",
            "9223372036854775808",
            "NaN",
            "Content-Length: 5\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Host: x\r\n",
            "Connection: keep-alive\r\n",
            "Expect: 100-continue\r\n",
            "Upgrade: h2c\r\n",
            "HTTP/1.1",
            "HTTP/0.9",
            "GET ",
            "POST ",
            "Millrace-Forwarded: 1\r\n",
            "Millrace-Part: 1\r\nMillrace-Forwarded: 1\r\nMillrace-After: AAA\r\n",
            "\u00e4",
            "x".repeat(500));

    @Test
    void shouldAnswerAsBeforeAfterRequestsBentAtRandom(@TempDir Path directory) throws Exception {
        try (Shop shop = new Shop(directory)) {
            URI server = shop.start(QueryLimits.defaults()
                    .withIdleTimeout(Duration.ofMillis(2_000))
                    .withPositionWait(Duration.ofMillis(50)));
            shop.say(5, "a", "b");
            shop.send("numbers", Serdes.Long().serializer(), Serdes.Double().serializer(), 5, 7L, 1.0);
            String before = Shop.await200(server, KEY, "\"value\":1").text();
            warmUp(server);
            int threads = threads();
            long sockets = sockets();

            Random random = new Random(SEED);
            for (int i = 0; i < REQUESTS; i++) {
                byte[] request = bent(random);
                String status = statusOf(server, request);
                assertThat(status)
                        .as("request " + i + " of seed " + SEED + ": "
                                + new String(request, StandardCharsets.ISO_8859_1))
                        .doesNotStartWith("HTTP/1.1 500")
                        .doesNotStartWith("HTTP/1.1 502")
                        .matches("|HTTP/1\\.[01] [1-5]\\d\\d .*");
            }

            assertThat(get(server, KEY).text()).isEqualTo(before);
            await().atMost(Shop.PATIENCE)
                    .until(() -> get(server, "/metrics").text().contains("millrace_http_connections 1\n"));
            await().atMost(Shop.PATIENCE)
                    .until(() -> get(server, "/metrics").text().contains("millrace_http_event_streams 0\n"));
            await().atMost(Shop.PATIENCE).until(() -> threads() <= threads + 20 && sockets() <= sockets + 2);
        }
    }

    private static void warmUp(URI server) {
        for (int i = 0; i < 50; i++) {
            assertThat(get(server, "/api/v1/stores/counts/range").status()).isEqualTo(200);
        }
    }

    /** Threads of the server are pools of at most twelve, eight, two and one, which shrink when they rest. */
    private static int threads() {
        return Thread.getAllStackTraces().size();
    }

    /** Open sockets; the stores' files come and go by themselves. */
    private static long sockets() throws IOException {
        Path open = Path.of("/proc/self/fd");
        if (!Files.isDirectory(open)) {
            return 0;
        }
        long count = 0;
        try (Stream<Path> all = Files.list(open)) {
            for (Path file : all.toList()) {
                count += isSocket(file) ? 1 : 0;
            }
        }
        return count;
    }

    private static boolean isSocket(Path file) {
        try {
            return Files.readSymbolicLink(file).toString().startsWith("socket:");
        } catch (IOException e) {
            // Closed since it was listed.
            return false;
        }
    }

    private static byte[] bent(Random random) {
        String target = TARGETS.get(random.nextInt(TARGETS.size()));
        StringBuilder text = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        int changes = random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(5)) {
                case 0 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                case 1 -> text.delete(at, Math.min(text.length() - 1, at + 1 + random.nextInt(10)));
                case 2 -> text.setCharAt(at, (char) random.nextInt(256));
                case 3 -> text.insert(at, text.substring(random.nextInt(at + 1), at));
                default -> text.setLength(Math.max(1, at));
            }
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
        if (random.nextInt(20) == 0) {
            random.nextBytes(bytes);
        }
        return bytes;
    }

    /** First line of the answer; empty if the server closes without one. */
    private static String statusOf(URI server, byte[] request) throws IOException {
        try (RawClient client = new RawClient(server)) {
            client.send(request);
            client.socket().shutdownOutput();
            return client.line();
        } catch (EOFException | SocketException e) {
            return "";
        }
    }
}
