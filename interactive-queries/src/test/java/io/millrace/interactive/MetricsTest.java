package io.millrace.interactive;

import static io.millrace.interactive.RawClient.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.interactive.RawClient.Reply;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Metrics of a running application, as JSON and as Prometheus reads them. */
class MetricsTest {

    private static final Pattern SAMPLE = Pattern.compile(
            "([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{(?:[a-zA-Z_]\\w*=\"(?:[^\"\\\\\\n]|\\\\[\\\\\"n])*\",?)*\\})? (NaN|[+-]Inf|-?[0-9.]+(?:E-?\\d+)?)");

    @TempDir
    Path directory;

    @Test
    void shouldWriteWhatPrometheusReads() {
        try (Shop shop = new Shop(directory)) {
            URI server = shop.start();
            shop.say(5, "a", "b");
            Shop.await200(server, "/api/v1/stores/counts/keys/a", "value");

            Reply reply = get(server, "/metrics");

            assertThat(reply.header("Content-Type")).isEqualTo("text/plain;version=0.0.4;charset=utf-8");
            assertThat(reply.text()).endsWith("\n");
            requireFormat(reply.text());
            assertThat(reply.text())
                    .contains(
                            "# TYPE millrace_stream_task_process_total counter\n",
                            "millrace_state{state=\"RUNNING\"} 1\n",
                            "millrace_store_lag{partition=\"0\",store=\"counts\"} 0\n",
                            "millrace_http_answers_total{status=\"200\"}");
        }
    }

    /** Help and type once for each family and before its samples, samples of a family together, no series twice. */
    private static void requireFormat(String text) {
        Set<String> series = new HashSet<>();
        Map<String, String> types = new HashMap<>();
        String family = "";
        for (String line : text.split("\n")) {
            if (line.startsWith("# HELP ")) {
                family = line.split(" ")[2];
                assertThat(types).doesNotContainKey(family);
            } else if (line.startsWith("# TYPE ")) {
                assertThat(line.split(" ")[2]).isEqualTo(family);
                assertThat(line.split(" ")[3]).isIn("counter", "gauge");
                types.put(family, line.split(" ")[3]);
            } else {
                Matcher sample = SAMPLE.matcher(line);
                assertThat(sample.matches()).as(line).isTrue();
                assertThat(sample.group(1)).isEqualTo(family);
                assertThat(types).containsKey(family);
                assertThat(series.add(line.substring(0, line.lastIndexOf(' '))))
                        .as(line)
                        .isTrue();
            }
        }
    }

    @Test
    void shouldWriteJson() {
        try (Shop shop = new Shop(directory)) {
            URI server = shop.start();

            JsonNode metrics = get(server, "/api/v1/metrics").json().path("metrics");

            assertThat(metrics.size()).isGreaterThan(5);
            assertThat(metrics.get(0).path("group").asText()).isNotEmpty();
            assertThat(metrics.get(0).path("tags").isObject()).isTrue();
        }
    }
}
