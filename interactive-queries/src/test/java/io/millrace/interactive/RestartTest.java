package io.millrace.interactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.interactive.RawClient.Reply;
import io.millrace.runtime.StreamsRuntime;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows Q1 and Q4: many clients scan while the application stops and another takes its place. A list that looks whole is whole. */
class RestartTest {

    private static final int CLIENTS = 200;
    private static final int WORDS = 100;
    private static final String RANGE = "/api/v1/stores/counts/range";

    private static final long RETRY_NANOS = 20_000_000;

    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicInteger refusals = new AtomicInteger();

    @Test
    void shouldGiveWholeListsOrErrorsToManyClientsDuringARestart(@TempDir Path directory) throws Exception {
        try (Shop shop = new Shop(directory)) {
            StreamsRuntime first = shop.addRuntime(Shop.words(), null);
            URI uri = shop.serve(first, builder -> {});
            first.start();
            Shop.awaitRunning(first);
            for (int i = 0; i < WORDS; i++) {
                shop.say(5, "w" + i);
            }
            await().atMost(Shop.PATIENCE)
                    .until(() -> RawClient.get(uri, RANGE).json().path("rows").size() == WORDS);
            ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
            try {
                List<Future<?>> running = new ArrayList<>();
                for (int i = 0; i < CLIENTS; i++) {
                    running.add(clients.submit(() -> scan(uri)));
                }
                awaitAnswers();

                first.close();
                await().atMost(Shop.PATIENCE).until(() -> refusals.get() > 0);
                shop.server(0).close();
                // State of its own: it restores from the changelog while it is being asked.
                StreamsRuntime second = shop.addRuntime(Shop.words(), null);
                shop.serve(second, builder -> builder.port(uri.getPort()));
                second.start();
                Shop.awaitRunning(second);
                awaitAnswers();

                stop.set(true);
                for (Future<?> client : running) {
                    client.get(60, TimeUnit.SECONDS);
                }
            } finally {
                stop.set(true);
                clients.shutdownNow();
            }
        }
    }

    private void awaitAnswers() {
        int before = answers.get();
        await().atMost(Shop.PATIENCE).until(() -> answers.get() > before + CLIENTS);
    }

    private void scan(URI server) {
        Set<String> expected =
                IntStream.range(0, WORDS).mapToObj(i -> "w" + i).collect(Collectors.toCollection(TreeSet::new));
        while (!stop.get()) {
            Reply reply;
            try {
                reply = RawClient.get(server, RANGE);
            } catch (UncheckedIOException e) {
                // Nobody listens, or the connection was cut: the client knows that it has no answer.
                refuse();
                continue;
            }
            if (reply.status() == 200) {
                Set<String> keys = new TreeSet<>();
                reply.json()
                        .path("rows")
                        .forEach(row -> keys.add(row.path("key").asText()));
                assertThat(keys).isEqualTo(expected);
                answers.incrementAndGet();
            } else {
                assertThat(reply.status()).as(reply.text()).isIn(429, 503);
                assertThat(reply.header("Retry-After")).isNotNull();
                refuse();
            }
        }
    }

    /** As a client that is told to come back later does. */
    private void refuse() {
        refusals.incrementAndGet();
        LockSupport.parkNanos(RETRY_NANOS);
    }
}
