package io.millrace.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Examples as services, each in a process of its own. */
class ServeTest {

    private static final int SIGTERM_STATUS = 143;
    private static final long PATIENCE_S = 60;
    private static final Pattern PAGE = Pattern.compile("The page is at (http://127\\.0\\.0\\.1:\\d+)/.*");

    @TempDir
    Path directory;

    private Process start(String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + directory,
                "-cp",
                System.getProperty("java.class.path") + ":" + System.getProperty("jdk.module.path", ""),
                ExampleCommand.class.getName()));
        command.addAll(List.of(args));
        return new ProcessBuilder(command)
                .redirectError(directory.resolve("errors").toFile())
                .start();
    }

    private static URI uri(BufferedReader out) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            Matcher page = PAGE.matcher(line);
            if (page.matches()) {
                return URI.create(page.group(1));
            }
        }
        throw new AssertionError("The service has ended without an address");
    }

    /** Asks until the first line of the answer has something. */
    private static String await(URI uri, String wanted) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        String answer = null;
        while (answer == null || !answer.contains(wanted)) {
            assertThat(System.nanoTime()).as("time; %s answers %s", uri, answer).isLessThan(end);
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
            boolean isFound = connection.getResponseCode() == 200;
            try (InputStream body = isFound ? connection.getInputStream() : connection.getErrorStream();
                    BufferedReader lines = new BufferedReader(new InputStreamReader(body, UTF_8))) {
                answer = isFound ? lines.readLine() : null;
            }
            connection.disconnect();
        }
        return answer;
    }

    private static String awaitRows(URI uri) throws IOException {
        return await(uri, "\"key\"");
    }

    /** What the README says can be asked of an example: what is behind {@code curl} in the block below its command. */
    private static List<String> curlLines(String example) throws IOException {
        String text = Files.readString(Path.of("README.md"), UTF_8);
        int command = text.indexOf("`bin/example " + example + " --serve`");
        int begin = text.indexOf("```", command);
        String block = text.substring(begin, text.indexOf("```", begin + 3));
        return block.lines()
                .filter(line -> line.startsWith("curl "))
                .map(line -> line.replaceAll("curl (-N )?'?localhost:7070([^']*)'?", "$2"))
                .toList();
    }

    private void stop(Process service) throws Exception {
        // Not destroy(), which closes the streams too.
        service.toHandle().destroy();
        assertThat(service.waitFor(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
        assertThat(service.exitValue()).isEqualTo(SIGTERM_STATUS);
        assertThat(Files.readString(directory.resolve("errors"))).doesNotContain("ERROR", "Exception");
    }

    @ParameterizedTest
    @CsvSource({"wordcount,counts", "order-validation,order-states", "click-through,rates"})
    void shouldServeItsStoreAndStopCleanlyWhenItIsTold(String example, String store) throws Exception {
        Process service = start(example, "--serve", "--port", "0");
        try (BufferedReader out = service.inputReader(UTF_8)) {
            URI uri = uri(out);
            awaitRows(uri.resolve("/api/v1/stores/" + store + "/range"));
            assertThat(curlLines(example)).isNotEmpty();
            for (String target : curlLines(example)) {
                await(uri.resolve(target), "");
            }

            stop(service);

            assertThat(out.lines()).contains(example + ": stopping");
        } finally {
            service.destroyForcibly();
        }
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left.map(path -> path.getFileName().toString())).noneMatch(name -> name.startsWith("millrace-"));
        }
    }

    @Test
    void shouldGoOnWithItsDataWhenItIsStartedAgain() throws Exception {
        String data = directory.resolve("data").toString();
        long[] counts = new long[2];
        for (int start = 0; start < 2; start++) {
            Process service = start("wordcount", "--serve", "--port=0", "--data", data);
            try (BufferedReader out = service.inputReader(UTF_8)) {
                String answer = awaitRows(uri(out).resolve("/api/v1/stores/counts/range"));
                Matcher count = Pattern.compile("\"key\":\"the\",\"timestamp\":\\d+,\"value\":(\\d+)")
                        .matcher(answer);
                counts[start] = count.find() ? Long.parseLong(count.group(1)) : 0;
                stop(service);
            } finally {
                service.destroyForcibly();
            }
        }
        assertThat(counts[1]).isGreaterThanOrEqualTo(counts[0]);
        assertThat(counts[1]).isPositive();
    }
}
