package io.millrace.interactive;

import static io.millrace.interactive.RawClient.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.interactive.RawClient.Reply;
import io.millrace.interactive.limits.QueryLimits;
import io.millrace.serialization.Serdes;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Changes of stores as server-sent events. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ChangesTest {

    private static final String CHANGES = "/api/v1/stores/counts/changes";

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

    /** A client of events. */
    private static final class Listener implements AutoCloseable {

        private final RawClient client;

        Listener(URI server, String target) throws IOException {
            client = new RawClient(server);
            client.send("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(client.line()).isEqualTo("HTTP/1.1 200 OK");
            boolean isEventStream = false;
            for (String line = client.line(); !line.isEmpty(); line = client.line()) {
                isEventStream |= line.equalsIgnoreCase("Content-Type: text/event-stream");
            }
            assertThat(isEventStream).isTrue();
        }

        /** The next event, its name first; comments and lines of chunks are passed over. */
        String next() throws IOException {
            String event = "";
            while (true) {
                String line = client.line();
                if (line.startsWith("event: ")) {
                    event = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    return event + " " + line.substring(6);
                }
            }
        }

        JsonNode change() throws IOException {
            String event = next();
            assertThat(event).startsWith("change ");
            return new ObjectMapper().readTree(event.substring(7));
        }

        @Override
        public void close() {
            client.close();
        }
    }

    private URI start() {
        URI server = shop.start();
        shop.say(5, "a");
        Shop.await200(server, "/api/v1/stores/counts/keys/a", "\"value\":1");
        return server;
    }

    @Test
    void shouldSendChangesOfAKeyFromTheCommittedValueOn() throws IOException {
        URI server = start();
        try (Listener listener = new Listener(server, CHANGES + "?key=a&current=true")) {
            assertThat(listener.change().path("value").asLong()).isEqualTo(1);
            for (int i = 2; i < 10; i++) {
                shop.say(i, "b", "a");
                JsonNode change = listener.change();
                assertThat(change.path("key").asText()).isEqualTo("a");
                assertThat(change.path("value").asLong()).isEqualTo(i);
                assertThat(change.path("timestamp").asLong()).isEqualTo(Math.max(5, i));
                assertThat(change.path("deleted").asBoolean(true)).isFalse();
                assertThat(change.path("commit").isIntegralNumber()).isTrue();
            }
        }
    }

    @Test
    void shouldSendChangesOfARangeAndOfAll() throws IOException {
        URI server = start();
        try (Listener some = new Listener(server, CHANGES + "?from=b&to=c");
                Listener all = new Listener(server, CHANGES)) {
            shop.say(6, "a", "b", "c", "d");
            List<String> keys = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                keys.add(all.change().path("key").asText());
            }
            assertThat(keys).containsExactlyInAnyOrder("a", "b", "c", "d");
            assertThat(List.of(
                            some.change().path("key").asText(),
                            some.change().path("key").asText()))
                    .containsExactlyInAnyOrder("b", "c");
        }
    }

    @Test
    void shouldSendChangesOfWindowsAndDeletionsOfGlobalStores() throws IOException {
        URI server = start();
        try (Listener windows = new Listener(server, "/api/v1/stores/minutes/changes?key=w");
                Listener names = new Listener(server, "/api/v1/stores/names/changes?key=a")) {
            shop.say(60_007, "w");
            JsonNode change = windows.change();
            assertThat(change.path("window").path("start").asLong()).isEqualTo(60_000);
            assertThat(change.path("key").asText()).isEqualTo("w");
            shop.send("names", Serdes.String().serializer(), Serdes.String().serializer(), 5, "a", "Ada\nLovelace");
            assertThat(names.change().path("value").asText()).isEqualTo("Ada\nLovelace");
            shop.send("names", Serdes.String().serializer(), Serdes.String().serializer(), 6, "a", null);
            JsonNode deletion = names.change();
            assertThat(deletion.path("deleted").asBoolean()).isTrue();
            assertThat(deletion.path("value").isNull()).isTrue();
        }
    }

    /** Row Q4: the client is told when there will be no more. */
    @Test
    void shouldEndTheStreamWithAReasonWhenTheApplicationCloses() throws IOException {
        URI server = start();
        try (Listener listener = new Listener(server, CHANGES)) {
            shop.runtime(0).close();
            String end = listener.next();
            assertThat(end).startsWith("end ").contains("urn:millrace:problem:not-ready");
        }
        Reply late = get(server, CHANGES);
        assertThat(late.status()).isEqualTo(503);
    }

    @Test
    void shouldRefuseWhatMakesNoSense() {
        URI server = start();

        assertThat(get(server, CHANGES + "?key=a&from=b").status()).isEqualTo(400);
        assertThat(get(server, "/api/v1/stores/versions/changes").status()).isEqualTo(400);
        assertThat(get(server, "/api/v1/stores/numbers/changes?key=x").status()).isEqualTo(400);
        assertThat(RawClient.request(server, "HEAD", CHANGES).status()).isEqualTo(200);
        Shop.await200(server, "/metrics", "millrace_http_event_streams 0\n");
    }

    /** Row Q6: streams are limited, and one whose client has gone makes room. */
    @Test
    void shouldLimitStreamsAndClose() throws IOException {
        URI server = shop.start(QueryLimits.defaults().withEventStreams(2));
        Listener first = new Listener(server, CHANGES);
        try (Listener second = new Listener(server, CHANGES)) {
            assertThat(get(server, CHANGES).status()).isEqualTo(429);
            first.close();
            // The next change is what finds out that the client has gone.
            await().atMost(Shop.PATIENCE).until(() -> {
                shop.say(6, "a", "b", "c", "d", "e");
                return get(server, "/metrics").text().contains("millrace_http_event_streams 1\n");
            });
            long startNanos = System.nanoTime();
            shop.server(0).close();
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos))
                    .isLessThan(5_000);
            try {
                while (true) {
                    second.next();
                }
            } catch (EOFException | SocketException e) {
                // The connection is closed.
            }
        }
    }
}
