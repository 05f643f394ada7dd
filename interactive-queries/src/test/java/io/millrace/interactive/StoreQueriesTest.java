package io.millrace.interactive;

import static io.millrace.interactive.RawClient.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.interactive.RawClient.Reply;
import io.millrace.serialization.Serdes;
import io.millrace.serialization.json.JsonSerde;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Routes that read stores, on one instance. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoreQueriesTest {

    private static final String STORES = "/api/v1/stores/";
    private static final long MINUTE_MS = 60_000;

    private Shop shop;
    private URI server;

    @BeforeAll
    void start(@TempDir Path directory) {
        shop = new Shop(directory);
        server = shop.start();
        shop.say(0, "a/b", "with blank", "ä", "100%", "p", "pa", "pab", "pb");
        for (int i = 0; i < 30; i++) {
            shop.say(i * MINUTE_MS, "w" + (i % 10));
        }
        shop.say(40 * MINUTE_MS, "end");
        shop.send("names", Serdes.String().serializer(), Serdes.String().serializer(), 5, "a", "Ada");
        shop.send("numbers", Serdes.Long().serializer(), Serdes.Double().serializer(), 5, (1L << 53) + 1, Double.NaN);
        shop.send("numbers", Serdes.Long().serializer(), Serdes.Double().serializer(), 5, -7L, 1.5);
        shop.send(
                "orders",
                Serdes.Integer().serializer(),
                new JsonSerde<>(Shop.Order.class).serializer(),
                5,
                42,
                new Shop.Order("Ada", (1L << 53) + 1, Double.NaN, new byte[] {1, 2}, List.of("x", "y")));
        shop.send(
                "blobs",
                Serdes.ByteArray().serializer(),
                Serdes.ByteArray().serializer(),
                5,
                new byte[] {-1, 0},
                new byte[] {7});
        Shop.await200(server, STORES + "counts/keys/end", "\"value\":1");
        Shop.await200(server, STORES + "names/keys/a", "Ada");
        Shop.await200(server, STORES + "numbers/keys/-7", "1.5");
        Shop.await200(server, STORES + "orders/keys/42", "Ada");
        Shop.await200(server, STORES + "blobs/range", "base64");
        Shop.await200(server, STORES + "counts/count", "\"count\":19");
        // Each partition commits by itself: 19 keys in all, w0 to w9 three times each.
        for (int i = 0; i < 10; i++) {
            Shop.await200(server, STORES + "counts/keys/w" + i, "\"value\":3");
        }
    }

    @AfterAll
    void stop() {
        shop.close();
    }

    private Reply ok(String target) {
        Reply reply = get(server, target);
        assertThat(reply.status()).as(target + ": " + reply.text()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        return reply;
    }

    private Reply problem(int status, String type, String target) {
        Reply reply = get(server, target);
        assertThat(reply.status()).as(target + ": " + reply.text()).isEqualTo(status);
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.json().path("type").asText()).isEqualTo("urn:millrace:problem:" + type);
        assertThat(reply.json().path("status").asInt()).isEqualTo(status);
        assertThat(reply.json().path("detail").asText()).isNotEmpty();
        assertThat(reply.text()).doesNotContain("\\tat ", ".java:");
        return reply;
    }

    private static List<String> keys(Reply page) {
        List<String> keys = new ArrayList<>();
        page.json().path("rows").forEach(row -> keys.add(row.path("key").asText()));
        return keys;
    }

    // ---- one key ----

    @Test
    void shouldFindAKey() {
        JsonNode answer = ok(STORES + "counts/keys/w3").json();

        assertThat(answer.path("store").asText()).isEqualTo("counts");
        assertThat(answer.path("key").asText()).isEqualTo("w3");
        assertThat(answer.path("value").asLong()).isEqualTo(3);
        assertThat(answer.path("timestamp").asLong()).isEqualTo(23 * MINUTE_MS);
        int partition = answer.path("partition").asInt(-1);
        assertThat(answer.path("position").path("words").has(Integer.toString(partition)))
                .isTrue();
    }

    @Test
    void shouldTellAMissingKeyFromAnEmptyAnswer() {
        Reply reply = problem(404, "no-such-key", STORES + "counts/keys/nobody");

        assertThat(reply.json().path("partition").isInt()).isTrue();
        assertThat(reply.json().path("detail").asText()).contains("was read and has no such key");
    }

    @Test
    void shouldFindKeysWithSlashesBlanksPercentSignsAndUmlauts() {
        assertThat(ok(STORES + "counts/keys/a%2Fb").json().path("key").asText()).isEqualTo("a/b");
        assertThat(ok(STORES + "counts/keys/with%20blank").json().path("key").asText())
                .isEqualTo("with blank");
        assertThat(ok(STORES + "counts/keys/%C3%A4").json().path("key").asText())
                .isEqualTo("ä");
        assertThat(ok(STORES + "counts/keys/100%25").json().path("key").asText())
                .isEqualTo("100%");
    }

    @Test
    void shouldReadAGlobalStore() {
        assertThat(ok(STORES + "names/keys/a").json().path("value").asText()).isEqualTo("Ada");
        problem(404, "no-such-key", STORES + "names/keys/b");
    }

    /** Row Q7: wrong type, bad encoding, wrong kind, unknown store. */
    @Test
    void shouldRefuseKeysThatAreNone() {
        assertThat(problem(400, "bad-request", STORES + "numbers/keys/x")
                        .json()
                        .path("detail")
                        .asText())
                .contains("whole number of 64 bits");
        problem(400, "bad-request", STORES + "numbers/keys/1?keyEncoding=string");
        problem(400, "bad-request", STORES + "numbers/keys/1?keyEncoding=what");
        problem(400, "bad-request", STORES + "numbers/keys/AAA?keyEncoding=base64");
        problem(400, "bad-request", STORES + "numbers/keys/@@?keyEncoding=base64");
        problem(400, "bad-request", STORES + "numbers/keys/%7B%7D?keyEncoding=json");
        problem(400, "bad-request", STORES + "numbers/keys/9223372036854775808");
        problem(404, "no-such-store", STORES + "nothing/keys/1");
        assertThat(problem(404, "no-such-store", STORES + "Counts/keys/1").text())
                .contains("counts");
        assertThat(problem(400, "wrong-store-kind", STORES + "minutes/keys/a").text())
                .contains("/api/v1/stores/minutes/windows/{key}");
        problem(400, "bad-request", STORES + "counts/keys/a?asOf=5");
        problem(400, "bad-request", STORES + "counts/keys/a?unknown=5");
        problem(400, "bad-request", STORES + "counts/keys/a?stale=perhaps");
        problem(400, "bad-request", STORES + "counts/keys/a?partition=99");
        problem(400, "bad-request", STORES + "counts/keys/a?minPosition=x");
    }

    /** Row Q11: what JSON has no form for. */
    @Test
    void shouldWriteBytesNotANumberAndLongsWithoutLoss() {
        long big = (1L << 53) + 1;
        assertThat(ok(STORES + "numbers/keys/" + big).text()).contains("\"key\":" + big, "\"value\":\"NaN\"");
        assertThat(ok(STORES + "numbers/keys/" + big + "?longs=string").text()).contains("\"key\":\"" + big + "\"");
        String order = ok(STORES + "orders/keys/42").text();
        assertThat(order)
                .contains("\"customer\":\"Ada\"", "\"amount\":" + big, "\"price\":\"NaN\"", "\"items\":[\"x\",\"y\"]");
        assertThat(ok(STORES + "orders/keys/42?longs=string").text()).contains("\"amount\":\"" + big + "\"");
        String key = Base64.getUrlEncoder().encodeToString(new byte[] {-1, 0});
        assertThat(ok(STORES + "blobs/keys/" + key).text())
                .contains("\"key\":{\"base64\":\"/wA=\"}", "\"value\":{\"base64\":\"Bw==\"}");
    }

    @Test
    void shouldTakeKeysInOtherEncodings() {
        assertThat(ok(STORES + "numbers/keys/-7?keyEncoding=long").text()).contains("1.5");
        assertThat(ok(STORES + "numbers/keys/-7?keyEncoding=json").text()).contains("1.5");
        assertThat(ok(STORES + "numbers/keys/__________k?keyEncoding=base64").text())
                .contains("\"key\":-7");
        assertThat(ok(STORES + "orders/keys/42?keyEncoding=int").text()).contains("Ada");
        assertThat(ok(STORES + "counts/keys/%22w3%22?keyEncoding=json").text()).contains("\"value\":3");
    }

    @Test
    void shouldFindSeveralKeysInTheOrderOfTheRequest() {
        JsonNode rows = ok(STORES + "counts/keys?key=w3&key=nobody&key=a%2Fb&key=w1&key=")
                .json()
                .path("rows");

        assertThat(rows).hasSize(5);
        assertThat(rows.get(0).path("value").asLong()).isEqualTo(3);
        assertThat(rows.get(1).path("found").asBoolean(true)).isFalse();
        assertThat(rows.get(1).has("value")).isFalse();
        assertThat(rows.get(2).path("key").asText()).isEqualTo("a/b");
        assertThat(rows.get(3).path("found").asBoolean()).isTrue();
        assertThat(rows.get(4).path("found").asBoolean(true)).isFalse();
        problem(400, "bad-request", STORES + "counts/keys");
        problem(400, "bad-request", STORES + "counts/keys?" + "key=a&".repeat(101));
    }

    // ---- ranges ----

    @Test
    void shouldScanAllPartitionsInTheOrderOfKeys() {
        Reply page = ok(STORES + "counts/range");

        assertThat(keys(page))
                .containsExactly(
                        "100%",
                        "a/b",
                        "end",
                        "p",
                        "pa",
                        "pab",
                        "pb",
                        "w0",
                        "w1",
                        "w2",
                        "w3",
                        "w4",
                        "w5",
                        "w6",
                        "w7",
                        "w8",
                        "w9",
                        "with blank",
                        "ä");
        assertThat(page.json().has("next")).isFalse();
        assertThat(page.json().path("partitions")).hasSize(Shop.PARTITIONS);
    }

    @Test
    void shouldScanBetweenKeysAndByPrefixInBothOrders() {
        assertThat(keys(ok(STORES + "counts/range?from=pa&to=w1"))).containsExactly("pa", "pab", "pb", "w0", "w1");
        assertThat(keys(ok(STORES + "counts/range?from=pa&to=w1&order=desc")))
                .containsExactly("w1", "w0", "pb", "pab", "pa");
        assertThat(keys(ok(STORES + "counts/range?prefix=pa"))).containsExactly("pa", "pab");
        assertThat(keys(ok(STORES + "counts/range?prefix=p&order=desc"))).containsExactly("pb", "pab", "pa", "p");
        assertThat(keys(ok(STORES + "counts/range?prefix=%C3&keyEncoding=string".replace("%C3", "%C3%A4"))))
                .containsExactly("ä");
        assertThat(keys(ok(STORES + "counts/range?prefix=ww&keyEncoding=base64")))
                .containsExactly("ä");
        assertThat(keys(ok(STORES + "counts/range?prefix=zzz"))).isEmpty();
        assertThat(keys(ok(STORES + "numbers/range"))).hasSize(2);
        problem(400, "bad-request", STORES + "counts/range?from=b&to=a");
        problem(400, "bad-request", STORES + "counts/range?prefix=a&from=a");
        problem(400, "bad-request", STORES + "counts/range?limit=0");
        problem(400, "bad-request", STORES + "counts/range?limit=10001");
        problem(400, "bad-request", STORES + "counts/range?limit=NaN");
        problem(400, "bad-request", STORES + "counts/range?order=up");
        problem(400, "bad-request", STORES + "numbers/range?prefix=1");
    }

    /** Row Q5: pages, and tokens that are bound to their query. */
    @Test
    void shouldContinueWhereAPageEndedWhateverThePageSizeAndOrder() {
        List<String> all = keys(ok(STORES + "counts/range"));
        for (String query : List.of("counts/range?", "counts/range?order=desc&", "counts/range?prefix=w&")) {
            List<String> whole = keys(ok(STORES + query));
            for (int limit = 1; limit <= all.size() + 1; limit++) {
                List<String> collected = new ArrayList<>();
                String token = "";
                do {
                    Reply page = ok(STORES + query + "limit=" + limit + token);
                    List<String> keys = keys(page);
                    assertThat(keys).hasSizeLessThanOrEqualTo(limit);
                    collected.addAll(keys);
                    JsonNode next = page.json().path("next");
                    token = next.isMissingNode() ? null : "&token=" + next.asText();
                } while (token != null);
                assertThat(collected).as(query + limit).isEqualTo(whole);
            }
        }
    }

    @Test
    void shouldRefuseTokensOfOtherQueries() {
        String token = ok(STORES + "counts/range?limit=2").json().path("next").asText();

        ok(STORES + "counts/range?limit=5&longs=string&token=" + token);
        problem(400, "bad-token", STORES + "counts/range?order=desc&token=" + token);
        problem(400, "bad-token", STORES + "counts/range?prefix=w&token=" + token);
        problem(400, "bad-token", STORES + "names/range?token=" + token);
        problem(400, "bad-token", STORES + "counts/range?token=abc");
        problem(400, "bad-token", STORES + "counts/range?token=%40%40");
        problem(400, "bad-request", STORES + "counts/range?token=" + token + "&token=" + token);
    }

    @Test
    void shouldCount() {
        assertThat(ok(STORES + "counts/count?exact=true").json().path("count").asLong())
                .isEqualTo(19);
        assertThat(ok(STORES + "counts/count").json().path("exact").asBoolean(true))
                .isFalse();
        assertThat(ok(STORES + "minutes/count").json().path("count").asLong()).isEqualTo(39);
        assertThat(ok(STORES + "sessions/count").json().path("exact").asBoolean())
                .isTrue();
        problem(400, "wrong-store-kind", STORES + "versions/count");
    }

    // ---- windows, sessions, versions ----

    @Test
    void shouldReadWindowsOfAKey() {
        JsonNode rows = ok(STORES + "minutes/windows/w3").json().path("rows");

        assertThat(rows).hasSize(3);
        assertThat(rows.get(0).path("window").path("start").asLong()).isEqualTo(3 * MINUTE_MS);
        assertThat(rows.get(0).path("window").path("end").asLong()).isEqualTo(4 * MINUTE_MS);
        assertThat(rows.get(0).path("value").asLong()).isEqualTo(1);
        JsonNode one =
                ok(STORES + "minutes/windows/w3?from=200000&to=800000").json().path("rows");
        assertThat(one).hasSize(1);
        assertThat(one.get(0).path("window").path("start").asLong()).isEqualTo(13 * MINUTE_MS);
        Reply latest = ok(STORES + "minutes/windows/w3?order=desc&limit=1");
        assertThat(latest.json()
                        .path("rows")
                        .get(0)
                        .path("window")
                        .path("start")
                        .asLong())
                .isEqualTo(23 * MINUTE_MS);
        Reply next = ok(STORES + "minutes/windows/w3?order=desc&limit=5&token="
                + latest.json().path("next").asText());
        assertThat(next.json().path("rows")).hasSize(2);
        assertThat(ok(STORES + "minutes/windows/nobody").json().path("rows")).isEmpty();
        problem(400, "bad-request", STORES + "minutes/windows/w3?from=5&to=4");
        problem(400, "bad-request", STORES + "minutes/windows/w3?from=-1");
        problem(400, "wrong-store-kind", STORES + "counts/windows/w3");
    }

    @Test
    void shouldReadAllWindowsByStartAndKeyPageByPage() {
        for (String query :
                List.of("minutes/windows?", "minutes/windows?order=desc&", "minutes/windows?from=120000&to=900000&")) {
            List<String> whole = windows(ok(STORES + query));
            assertThat(whole).hasSizeGreaterThan(10);
            for (int limit : new int[] {1, 2, 7, 38, 39, 40}) {
                List<String> collected = new ArrayList<>();
                String token = "";
                do {
                    Reply page = ok(STORES + query + "limit=" + limit + token);
                    collected.addAll(windows(page));
                    JsonNode next = page.json().path("next");
                    token = next.isMissingNode() ? null : "&token=" + next.asText();
                } while (token != null);
                assertThat(collected).as(query + limit).isEqualTo(whole);
            }
        }
        List<String> all = windows(ok(STORES + "minutes/windows"));
        assertThat(all).hasSize(39);
        assertThat(all.subList(0, 10))
                .containsExactly(
                        "0 100%", "0 a/b", "0 p", "0 pa", "0 pab", "0 pb", "0 w0", "0 with blank", "0 ä", "60000 w1");
        assertThat(all.get(38)).isEqualTo("2400000 end");
    }

    private static List<String> windows(Reply page) {
        List<String> windows = new ArrayList<>();
        page.json()
                .path("rows")
                .forEach(row -> windows.add(row.path("window").path("start").asLong() + " "
                        + row.path("key").asText()));
        return windows;
    }

    @Test
    void shouldReadSessionsOfAKey() {
        JsonNode rows = ok(STORES + "sessions/sessions/w3").json().path("rows");

        assertThat(rows).hasSize(3);
        assertThat(rows.get(2).path("window").path("start").asLong()).isEqualTo(23 * MINUTE_MS);
        Reply first = ok(STORES + "sessions/sessions/w3?limit=2");
        JsonNode rest = ok(STORES + "sessions/sessions/w3?token="
                        + first.json().path("next").asText())
                .json()
                .path("rows");
        assertThat(rest).hasSize(1);
        assertThat(rest.get(0)).isEqualTo(rows.get(2));
        JsonNode latest =
                ok(STORES + "sessions/sessions/w3?order=desc&limit=1").json().path("rows");
        assertThat(latest.get(0)).isEqualTo(rows.get(2));
    }

    @Test
    void shouldReadVersionsOfAKey() {
        assertThat(ok(STORES + "versions/keys/w3").json().path("value").asText())
                .isEqualTo("at 1380000");
        JsonNode old = ok(STORES + "versions/keys/w3?asOf=800000").json();
        assertThat(old.path("value").asText()).isEqualTo("at 780000");
        assertThat(old.path("timestamp").asLong()).isEqualTo(780_000);
        assertThat(old.path("validTo").asLong()).isEqualTo(1_380_000);
        problem(404, "no-such-key", STORES + "versions/keys/w3?asOf=1000");
        JsonNode rows = ok(STORES + "versions/versions/w3").json().path("rows");
        assertThat(rows).hasSize(3);
        Reply first = ok(STORES + "versions/versions/w3?limit=2&order=desc");
        assertThat(first.json().path("rows").get(0)).isEqualTo(rows.get(2));
        JsonNode rest = ok(STORES + "versions/versions/w3?order=desc&token="
                        + first.json().path("next").asText())
                .json()
                .path("rows");
        assertThat(rest).hasSize(1);
        assertThat(rest.get(0)).isEqualTo(rows.get(0));
        assertThat(ok(STORES + "versions/versions/nobody").json().path("rows")).isEmpty();
    }

    // ---- positions ----

    /** Row Q13: a position that was seen is seen again; one that is not there waits, then 503. */
    @Test
    void shouldWaitForAPosition() {
        String seen = ok(STORES + "counts/range").json().path("position").toString();
        String encoded = seen.replace("{", "%7B").replace("}", "%7D").replace("\"", "%22");

        ok(STORES + "counts/range?minPosition=" + encoded);
        ok(STORES + "counts/keys/w3?minPosition=" + encoded);
        ok(STORES + "versions/keys/w3?minPosition=" + encoded);
        ok(STORES + "counts/range?minPosition=%7B%22elsewhere%22:%7B%220%22:99%7D%7D");
    }

    // ---- description ----

    @Test
    void shouldDescribeStores() {
        JsonNode stores = ok("/api/v1/stores").json().path("stores");
        assertThat(stores.findValuesAsText("name"))
                .containsExactlyInAnyOrder(
                        "blobs", "counts", "minutes", "names", "numbers", "orders", "sessions", "versions");
        JsonNode counts = ok("/api/v1/stores/counts").json();
        assertThat(counts.path("kind").asText()).isEqualTo("timestamped-key-value");
        assertThat(counts.path("keyType").asText()).isEqualTo("string");
        assertThat(counts.path("partitions")).hasSize(Shop.PARTITIONS);
        assertThat(counts.path("partitions").get(0).path("state").asText()).isEqualTo("running");
        assertThat(counts.path("partitions").get(0).path("lag").asLong(-1)).isZero();
        assertThat(ok("/api/v1/stores/minutes").json().path("windowSizeMs").asLong())
                .isEqualTo(MINUTE_MS);
        assertThat(ok("/api/v1/stores/names").json().path("global").asBoolean()).isTrue();
    }
}
