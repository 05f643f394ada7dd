package io.millrace.guides;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.broker.EmbeddedBroker;
import io.millrace.broker.EmbeddedProducer;
import io.millrace.config.StreamsConfig;
import io.millrace.dsl.Consumed;
import io.millrace.dsl.Grouped;
import io.millrace.dsl.KGroupedStream;
import io.millrace.dsl.Materialized;
import io.millrace.dsl.SessionWindows;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.dsl.TimeWindows;
import io.millrace.interactive.QueryServer;
import io.millrace.interactive.limits.QueryLimits;
import io.millrace.record.ProducerRecord;
import io.millrace.runtime.StreamsRuntime;
import io.millrace.serialization.Serdes;
import io.millrace.serialization.StringSerializer;
import io.millrace.stores.Stores;
import io.millrace.topology.Topology;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The programs and the requests of {@code rest-endpoint.md}. */
@Timeout(180)
class RestGuideTest {

    private static final Document GUIDE = Document.of("docs/guides/rest-endpoint.md");
    private static final Pattern TARGET = Pattern.compile("localhost:7070([^' ]*)");
    private static final Pattern ENCODED = Pattern.compile("--data-urlencode '(\\w+)=(.*)'");
    private static final long NOON = 1_700_000_000_000L;

    @TempDir
    Path directory;

    private final HttpClient client = HttpClient.newHttpClient();
    private final EmbeddedBroker broker = EmbeddedBroker.inMemory();
    private StreamsRuntime runtime;

    private static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        KGroupedStream<String, String> words = builder.stream("words", Consumed.with(Serdes.String(), Serdes.String()))
                .groupByKey(Grouped.with(Serdes.String(), Serdes.String()));
        words.count(Materialized.as("counts"));
        words.windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofMinutes(1))).count(Materialized.as("minutes"));
        words.windowedBy(SessionWindows.ofInactivityGapWithNoGrace(Duration.ofMinutes(5)))
                .count(Materialized.as("sessions"));
        words.reduce(
                (before, now) -> now,
                Materialized.as(Stores.persistentVersionedKeyValueStore("versions", Duration.ofDays(1))));
        return builder.build();
    }

    @BeforeEach
    void start() {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "shop");
        config.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
        broker.createTopic("words", 1);
        runtime = new StreamsRuntime(topology(), config, broker);
        runtime.start();
        try (EmbeddedProducer<String, String> producer =
                broker.producer(new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < 100; i++) {
                String word = i % 2 == 0 ? "hello" : "word" + i % 10;
                producer.send(new ProducerRecord<>("words", null, NOON + i * 1_000L, word, "at " + i));
            }
        }
    }

    @AfterEach
    void stop() {
        runtime.close();
        broker.close();
    }

    @Test
    void shouldStartAServer() {
        assumeTrue(isFree(7070), "port 7070 is taken by something else on this machine");
        // region server
        try (QueryServer server = QueryServer.start(runtime)) {
            System.out.println(server.uri()); // http://127.0.0.1:7070
            // until it is time to end
        }
        // end
    }

    @Test
    void shouldStartAServerWithSettings() {
        assumeTrue(isFree(8080), "port 8080 is taken by something else on this machine");
        ObjectMapper mapper = new ObjectMapper();
        // region builder
        QueryServer server = QueryServer.builder(runtime)
                .port(8080) // 0: one that is free; see uri()
                .host("0.0.0.0") // default 127.0.0.1: this machine only
                .token("secret") // Authorization: Bearer secret
                .limits(QueryLimits.defaults().withWorkers(16))
                .objectMapper(mapper) // for classes that plain Jackson cannot write
                .start();
        // end
        server.close();
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /** Each with the answer that is shown behind it, if there is one: the same fields, with values of this application. */
    @Test
    void shouldAnswerEveryRequest() throws IOException, InterruptedException {
        try (QueryServer server = QueryServer.builder(runtime).port(0).start()) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> send(server, "/api/v1/stores/counts/keys/hello?stale=false")
                            .body()
                            .contains("\"value\":50"));
            int requests = 0;
            JsonNode last = null;
            for (Document.Block block : GUIDE.blocks()) {
                for (String line : block.code()) {
                    if (block.language().equals("sh")) {
                        last = answer(server, line);
                        requests++;
                    } else if (block.language().equals("json")) {
                        JsonNode shown = new ObjectMapper().readTree(line);
                        assertThat(fields(last)).containsAll(fields(shown));
                    }
                }
            }
            assertThat(requests).isGreaterThan(20);
        }
    }

    private static List<String> fields(JsonNode object) {
        return object.properties().stream().map(field -> field.getKey()).toList();
    }

    /** The answer if it is one that pages show: that of a key, or a problem. */
    private JsonNode answer(QueryServer server, String line) throws IOException, InterruptedException {
        Matcher target = TARGET.matcher(line);
        assertThat(target.find()).as("%s names a target", line).isTrue();
        String path = target.group(1);
        Matcher encoded = ENCODED.matcher(line);
        if (encoded.find()) {
            path += "?" + encoded.group(1) + "=" + URLEncoder.encode(encoded.group(2), UTF_8);
        }
        if (path.contains("/changes")) {
            assertThat(firstLine(server, path)).as(line).startsWith("event: change");
            return null;
        }
        HttpResponse<String> response = send(server, path);
        assertThat(response.statusCode())
                .as("%s: %s", line, response.body())
                .isEqualTo(path.endsWith("limit=0") ? 400 : 200);
        boolean isShown = path.endsWith("limit=0") || path.contains("asOf");
        return isShown ? new ObjectMapper().readTree(response.body()) : null;
    }

    private HttpResponse<String> send(QueryServer server, String path) throws IOException, InterruptedException {
        return client.send(request(server, path), BodyHandlers.ofString());
    }

    private static HttpRequest request(QueryServer server, String path) {
        return HttpRequest.newBuilder(URI.create(server.uri() + path)).build();
    }

    private String firstLine(QueryServer server, String path) throws IOException, InterruptedException {
        HttpResponse<InputStream> stream = client.send(request(server, path), BodyHandlers.ofInputStream());
        try (InputStream body = stream.body()) {
            StringBuilder line = new StringBuilder();
            for (int c = body.read(); c != '\n' || line.indexOf("event:") < 0; c = body.read()) {
                line.append((char) c);
            }
            return line.substring(line.indexOf("event:"));
        }
    }
}
