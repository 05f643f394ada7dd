package io.millrace.interactive;

import static io.millrace.interactive.RawClient.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.interactive.RawClient.Reply;
import io.millrace.runtime.StreamsRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Row Q2: two instances of an application, each with a server; whoever is asked, the answer is the same. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SeveralInstancesTest {

    private static final String STORES = "/api/v1/stores/";
    private static final int WORDS = 40;

    private Shop shop;
    private final List<URI> servers = new ArrayList<>();

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeAll
    void start(@TempDir Path directory) {
        shop = new Shop(directory);
        for (int i = 0; i < 2; i++) {
            int port = freePort();
            StreamsRuntime runtime = shop.addRuntime(Shop.words(), "127.0.0.1:" + port);
            servers.add(shop.serve(runtime, builder -> builder.port(port).token("secret")));
            runtime.start();
        }
        Shop.awaitBoth(shop.runtime(0), shop.runtime(1));
        for (int i = 0; i < WORDS; i++) {
            shop.say(i * 60_000L, word(i));
        }
        for (int i = 0; i < WORDS; i++) {
            String path = STORES + "counts/keys/" + word(i);
            await().atMost(Shop.PATIENCE)
                    .until(() -> ask(0, path).status() == 200 && ask(1, path).status() == 200);
        }
    }

    @AfterAll
    void stop() {
        shop.close();
    }

    private static String word(int i) {
        return "w" + (100 + i);
    }

    private Reply ask(int instance, String target, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.add("Authorization: Bearer secret");
        return get(servers.get(instance), target, all.toArray(new String[0]));
    }

    private Reply ok(int instance, String target) {
        Reply reply = ask(instance, target);
        assertThat(reply.status()).as(target + ": " + reply.text()).isEqualTo(200);
        return reply;
    }

    private static List<String> keys(Reply page) {
        List<String> keys = new ArrayList<>();
        page.json().path("rows").forEach(row -> keys.add(row.path("key").asText()));
        return keys;
    }

    @Test
    void shouldHaveStoresOnBothInstances() {
        for (int i = 0; i < 2; i++) {
            JsonNode local = ok(i, STORES + "counts/range?remote=local").json().path("partitions");
            assertThat(local.size()).isBetween(1, Shop.PARTITIONS - 1);
        }
    }

    @Test
    void shouldForwardAKeyToTheInstanceThatHasIt() {
        for (int i = 0; i < WORDS; i++) {
            JsonNode first = ok(0, STORES + "counts/keys/" + word(i)).json();
            assertThat(first.path("value").asLong()).isEqualTo(1);
            assertThat(ok(1, STORES + "counts/keys/" + word(i)).json()).isEqualTo(first);
            assertThat(ok(1, STORES + "minutes/windows/" + word(i))
                            .json()
                            .path("store")
                            .asText())
                    .isEqualTo("minutes");
            ok(0, STORES + "versions/keys/" + word(i));
            ok(1, STORES + "versions/versions/" + word(i));
        }
        assertThat(ask(0, STORES + "counts/keys/nobody").status()).isEqualTo(404);
        assertThat(ask(1, STORES + "counts/keys/nobody").status()).isEqualTo(404);
    }

    /** A word that the instance does not have. */
    private String elsewhere(int instance) {
        return IntStream.range(0, WORDS)
                .mapToObj(SeveralInstancesTest::word)
                .filter(word -> ask(instance, STORES + "counts/keys/" + word + "?remote=local")
                                .status()
                        == 421)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldRedirectIfAsked() {
        String target = STORES + "counts/keys/" + elsewhere(0) + "?remote=redirect&longs=string";

        Reply reply = ask(0, target);
        assertThat(reply.status()).isEqualTo(307);
        assertThat(reply.header("Location")).isEqualTo(servers.get(1) + target);
        assertThat(ok(1, target).text()).contains("\"value\":\"1\"");
    }

    @Test
    void shouldNotForwardTwice() {
        Reply reply = ask(0, STORES + "counts/keys/" + elsewhere(0), "Millrace-Forwarded: 1");

        assertThat(reply.status()).isEqualTo(421);
        assertThat(reply.json().path("detail").asText()).contains("not on this instance");
    }

    @Test
    void shouldGatherScansFromAllInTheOrderOfKeysPageByPageOnAnyInstance() {
        List<String> expected =
                IntStream.range(0, WORDS).mapToObj(SeveralInstancesTest::word).toList();
        assertThat(keys(ok(0, STORES + "counts/range"))).isEqualTo(expected);
        assertThat(keys(ok(1, STORES + "counts/range?prefix=w"))).isEqualTo(expected);
        assertThat(ok(0, STORES + "counts/range").json().path("partitions")).hasSize(Shop.PARTITIONS);
        for (String query : List.of(
                "counts/range?", "counts/range?order=desc&", "minutes/windows?", "minutes/windows?order=desc&")) {
            List<String> whole = keys(ok(0, STORES + query));
            assertThat(whole).hasSize(WORDS);
            for (int limit : new int[] {1, 7, 39, 40}) {
                List<String> collected = new ArrayList<>();
                String token = "";
                int turn = 0;
                do {
                    // A token of one instance is good at the other.
                    Reply page = ok(turn++ % 2, STORES + query + "limit=" + limit + token);
                    collected.addAll(keys(page));
                    JsonNode next = page.json().path("next");
                    token = next.isMissingNode() ? null : "&token=" + next.asText();
                } while (token != null);
                assertThat(collected).as(query + limit).isEqualTo(whole);
            }
        }
    }

    @Test
    void shouldGatherSeveralKeysAndCounts() {
        String many = STORES + "counts/keys?"
                + String.join(
                        "&",
                        IntStream.range(0, WORDS)
                                .mapToObj(i -> "key=" + word(i))
                                .toList())
                + "&key=nobody";
        for (int i = 0; i < 2; i++) {
            JsonNode answer = ok(i, many).json();
            assertThat(answer.path("rows")).hasSize(WORDS + 1);
            Map<String, Boolean> found = new TreeMap<>();
            answer.path("rows")
                    .forEach(row -> found.put(
                            row.path("key").asText(), row.path("found").asBoolean()));
            assertThat(found.get(word(0))).isTrue();
            assertThat(found.get("nobody")).isFalse();
            assertThat(answer.path("rows").get(0).path("key").asText()).isEqualTo(word(0));
            assertThat(ok(i, STORES + "counts/count?exact=true")
                            .json()
                            .path("count")
                            .asLong())
                    .isEqualTo(WORDS);
            assertThat(ok(i, STORES + "counts/count?exact=true&partition=0")
                            .json()
                            .path("partitions"))
                    .hasSize(1);
        }
    }

    @Test
    void shouldDescribeWhoHasWhat() {
        JsonNode instances = ok(0, "/api/v1/instances").json().path("instances");
        assertThat(instances).hasSize(2);
        JsonNode partitions = ok(0, STORES + "counts").json().path("partitions");
        assertThat(partitions.findValuesAsText("state")).contains("running", "elsewhere");
        assertThat(partitions.findValuesAsText("instance"))
                .contains("127.0.0.1:" + servers.get(1).getPort());
    }
}
