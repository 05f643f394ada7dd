package io.millrace.guides;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.broker.EmbeddedProducer;
import io.millrace.config.StreamsConfig;
import io.millrace.guides.Document.Block;
import io.millrace.interactive.QueryServer;
import io.millrace.record.ProducerRecord;
import io.millrace.runtime.StreamsRuntime;
import io.millrace.serialization.StringSerializer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import shop.Sale;
import shop.SalesTopology;

/** Every shell line of README and guides is tried here, or is named here with who tries it. */
class CommandsTest {

    private static final String GUIDE = "docs/guides/getting-started.md";
    private static final String SERVICE = "http://127.0.0.1:7070";

    /** {@code bin/follow-guide} runs these, from a fresh clone; a build cannot run another build. */
    private static final Set<String> FOLLOWED = Set.of(
            "cd millrace",
            "mvn -q install -Dmaven.test.skip=true -pl embedded-broker,interactive-queries,test-driver -am",
            "mkdir -p ../sales/src/main/java/shop ../sales/src/test/java/shop",
            "cd ../sales",
            "mvn -q test",
            "mvn -q compile exec:java -Dexec.mainClass=shop.SalesService");

    /** This is it. */
    private static final Set<String> NOT_RUN = Set.of("mvn verify");

    /** What the answers have, among other things, after a lamp was sold twice. */
    private static final Map<String, String> ANSWERS = Map.of(
            "/health/ready", "\"status\":\"UP\"",
            "/api/v1/stores", "\"sales-per-minute\"",
            "/api/v1/stores/revenue/keys/lamp", "3500",
            "/api/v1/stores/revenue/range", "\"lamp\"",
            "/api/v1/stores/sales-per-minute/windows/lamp", "2",
            "/api/v1/stores/revenue/changes", "event: change");

    @TempDir
    Path directory;

    private static List<String> shellLines() {
        return Document.all().stream()
                .filter(document -> !document.file().endsWith("rest-endpoint.md")) // RestGuideTest sends its requests
                .flatMap(document -> document.blocks().stream())
                .filter(block -> block.language().equals("sh"))
                .flatMap(block -> block.code().stream())
                .map(line -> line.replaceFirst(" +#.*", ""))
                .filter(line -> !line.isBlank())
                .toList();
    }

    @Test
    void shouldKnowEveryShellLine() {
        Set<String> left = new TreeSet<>(shellLines());
        left.removeAll(FOLLOWED);
        left.removeAll(NOT_RUN);
        left.removeIf(line -> line.startsWith("bin/example"));
        left.removeIf(line -> line.startsWith("curl ") && ANSWERS.containsKey(target(line)));

        assertThat(left).as("lines that nobody tries").isEmpty();
    }

    private static String target(String curl) {
        return curl.substring(curl.indexOf(SERVICE) + SERVICE.length());
    }

    @Test
    void shouldRunExamples() throws IOException, InterruptedException {
        assertThat(shellLines()).anyMatch(line -> line.startsWith("bin/example"));
        for (String line : shellLines()) {
            if (line.startsWith("bin/example")) {
                assertThat(output(line)).as(line).isNotEmpty();
            }
        }
    }

    @Test
    void shouldPrintWhatTheFirstExampleShows() throws IOException, InterruptedException {
        Block shown = Document.of(GUIDE).blocks().stream()
                .filter(block -> block.code().get(0).startsWith("wordcount:"))
                .findFirst()
                .orElseThrow();
        List<String> head = shown.code().subList(0, shown.code().size() - 1);

        assertThat(output("bin/example wordcount")).startsWith(head.toArray(String[]::new));
        assertThat(shown.code()).endsWith("...");
    }

    /** What the program behind {@code bin/example} prints; the script would build it first. */
    private static List<String> output(String line) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.millrace.examples.ExampleCommand"));
        command.addAll(List.of(line.replaceFirst("bin/example ?", "").split(" ")));
        command.removeIf(String::isEmpty);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).as(line).isZero();
        return printed.lines().toList();
    }

    @Test
    @Timeout(120)
    void shouldAnswerWhatTheGuideAsks() throws IOException, InterruptedException {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "sales");
        config.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
        List<String> questions = shellLines().stream()
                .filter(line -> line.startsWith("curl "))
                .map(CommandsTest::target)
                .toList();
        assertThat(questions).hasSizeGreaterThan(5);
        try (EmbeddedBroker broker = EmbeddedBroker.inMemory();
                StreamsRuntime runtime = new StreamsRuntime(SalesTopology.build(), config, broker);
                QueryServer server = QueryServer.builder(runtime).port(0).start();
                EmbeddedProducer<String, Sale> producer =
                        broker.producer(new StringSerializer(), SalesTopology.SALES.serializer())) {
            broker.createTopic("sales", 4);
            runtime.start();
            producer.send(new ProducerRecord<>("sales", "london", new Sale("lamp", 1_000)));
            producer.send(new ProducerRecord<>("sales", "london", new Sale("lamp", 2_500)));
            producer.flush();
            await().atMost(Duration.ofSeconds(60))
                    .until(() ->
                            body(server, "/api/v1/stores/revenue/keys/lamp").contains("3500"));

            for (String question : questions) {
                if (question.endsWith("/changes")) {
                    assertThat(changesAfterASale(server, producer, question)).contains(ANSWERS.get(question));
                } else {
                    assertThat(body(server, question)).as(question).contains(ANSWERS.get(question));
                }
            }
        }
    }

    private static String body(QueryServer server, String target) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(request(server, target), BodyHandlers.ofString())
                .body();
    }

    private static HttpRequest request(QueryServer server, String target) {
        return HttpRequest.newBuilder(URI.create(server.uri() + target)).build();
    }

    /** Lines of the event stream up to the first change. */
    private static List<String> changesAfterASale(
            QueryServer server, EmbeddedProducer<String, Sale> producer, String target)
            throws IOException, InterruptedException {
        HttpResponse<InputStream> response =
                HttpClient.newHttpClient().send(request(server, target), BodyHandlers.ofInputStream());
        producer.send(new ProducerRecord<>("sales", "paris", new Sale("chair", 2_500)));
        producer.flush();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(response.body(), UTF_8));
                Stream<String> all = lines.lines()) {
            return all.takeWhile(line -> !line.startsWith("data:")).toList();
        }
    }
}
