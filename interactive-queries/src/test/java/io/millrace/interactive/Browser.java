package io.millrace.interactive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A page in headless Chromium, driven over its DevTools protocol: JSON messages with a zero byte behind each, through pipes. */
final class Browser implements AutoCloseable {

    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final long TIMEOUT_S = 60;

    private final ObjectMapper mapper = new ObjectMapper();
    private final Process process;
    private final Path profile;
    private final OutputStream out;
    private final AtomicInteger lastId = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private String session = "";

    private Browser(Process process, Path profile) {
        this.process = process;
        this.profile = profile;
        this.out = process.getOutputStream();
    }

    /** Where a browser is installed. */
    static Optional<Path> find() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Opens an empty page. */
    static Browser open(Path executable) throws IOException {
        Path profile = Files.createTempDirectory("millrace-browser");
        List<String> command = new ArrayList<>(List.of(
                "sh", "-c", "exec \"$0\" \"$@\" 3<&0 4>&1 < /dev/null > /dev/null 2>&1", executable.toString()));
        command.addAll(List.of(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--remote-debugging-pipe",
                "--user-data-dir=" + profile));
        Browser browser = new Browser(new ProcessBuilder(command).start(), profile);
        Thread reader = new Thread(browser::read, "browser-reader");
        reader.setDaemon(true);
        reader.start();
        String target = browser.send("Target.createTarget", Map.of("url", "about:blank"))
                .path("targetId")
                .asText();
        browser.session = browser.send("Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .path("sessionId")
                .asText();
        for (String domain : List.of("Runtime", "Log", "Network", "Page")) {
            browser.send(domain + ".enable", Map.of());
        }
        return browser;
    }

    private void read() {
        try (InputStream in = process.getInputStream()) {
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next != 0) {
                    message.write(next);
                    continue;
                }
                take(mapper.readTree(message.toByteArray()));
                message.reset();
            }
        } catch (IOException e) {
            complaints.add("the browser is gone: " + e);
        }
        answers.values()
                .forEach(answer -> answer.completeExceptionally(new IllegalStateException("The browser is gone")));
    }

    private void take(JsonNode message) {
        CompletableFuture<JsonNode> waiting = answers.remove(message.path("id").asInt());
        if (waiting != null) {
            waiting.complete(message);
        }
        JsonNode parameters = message.path("params");
        switch (message.path("method").asText()) {
            case "Runtime.exceptionThrown" ->
                complaints.add(parameters.path("exceptionDetails").toString());
            case "Log.entryAdded" -> {
                if (parameters.path("entry").path("level").asText().equals("error")) {
                    complaints.add(parameters.path("entry").toString());
                }
            }
            case "Network.requestWillBeSent" ->
                requests.add(parameters.path("request").path("url").asText());
            default -> {
                // Not of interest.
            }
        }
    }

    private JsonNode send(String method, Map<String, ?> parameters) {
        int id = lastId.incrementAndGet();
        ObjectNode message = mapper.createObjectNode().put("id", id).put("method", method);
        message.set("params", mapper.valueToTree(parameters));
        if (!session.isEmpty()) {
            message.put("sessionId", session);
        }
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        try {
            synchronized (out) {
                out.write(mapper.writeValueAsBytes(message));
                out.write(0);
                out.flush();
            }
            JsonNode got = answer.get(TIMEOUT_S, TimeUnit.SECONDS);
            if (got.has("error")) {
                throw new IllegalStateException(method + ": " + got.path("error"));
            }
            return got.path("result");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(method + " was not answered", e);
        }
    }

    void size(int width, int height) {
        send(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    void colors(String scheme) {
        send(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    void go(String url) {
        send("Page.navigate", Map.of("url", url));
    }

    /** The value of an expression, as a text. */
    String value(String expression) {
        JsonNode result =
                send("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        if (result.has("exceptionDetails")) {
            throw new IllegalStateException(
                    expression + ": " + result.path("exceptionDetails").toString());
        }
        return result.path("result").path("value").asText();
    }

    /** Waits until an expression is true. */
    void awaitThat(String expression) {
        long end = System.nanoTime() + Duration.ofSeconds(TIMEOUT_S).toNanos();
        while (!value("Boolean(" + expression + ")").equals("true")) {
            if (System.nanoTime() > end) {
                throw new AssertionError(expression + " does not come true; complaints: " + complaints + "; the page: "
                        + value("document.body.innerText"));
            }
            // The page is asked again after its next frame; in the background it has none.
            value("new Promise(done => setTimeout(() => done(1), 50))");
        }
    }

    /** Presses a key such as {@code Tab}, {@code Enter} or {@code ArrowDown}. */
    void press(String key) {
        int code = switch (key) {
            case "Tab" -> 9;
            case "Enter" -> 13;
            case "ArrowUp" -> 38;
            case "ArrowDown" -> 40;
            default -> throw new IllegalArgumentException(key);
        };
        String text = key.equals("Enter") ? "\r" : "";
        send(
                "Input.dispatchKeyEvent",
                Map.of(
                        "type",
                        text.isEmpty() ? "rawKeyDown" : "keyDown",
                        "key",
                        key,
                        "text",
                        text,
                        "windowsVirtualKeyCode",
                        code));
        send("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key, "windowsVirtualKeyCode", code));
    }

    void type(String text) {
        send("Input.insertText", Map.of("text", text));
    }

    /** Exceptions and errors that the page has caused. */
    List<String> complaints() {
        return complaints;
    }

    /** Addresses that it has asked for. */
    List<String> requests() {
        return requests;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(TIMEOUT_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            deleteProfile();
        } catch (InterruptedException e) {
            process.destroyForcibly();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void deleteProfile() throws IOException {
        List<Path> all;
        try (Stream<Path> paths = Files.walk(profile)) {
            all = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }
}
