package io.millrace.interactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.StreamsRuntime;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is closed while connections come in leaves none of them open: a client that waits on one would wait for its own timeout. */
class CloseUnderLoadTest {

    private static final int CLIENTS = 50;
    private static final int ROUNDS = Integer.getInteger("millrace.close.rounds", 10);

    @Test
    void shouldLeaveNoConnectionOpenWhenClosedWhileTheyComeIn(@TempDir Path directory) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try (Shop shop = new Shop(directory)) {
            StreamsRuntime runtime = shop.addRuntime(Shop.words(), null);
            for (int round = 0; round < ROUNDS; round++) {
                URI uri = shop.serve(runtime, builder -> {});
                AtomicInteger answers = new AtomicInteger();
                List<Future<?>> running = new ArrayList<>();
                for (int i = 0; i < CLIENTS; i++) {
                    running.add(clients.submit(() -> askUntilNobodyAnswers(uri, answers)));
                }
                while (answers.get() < CLIENTS) {
                    Thread.onSpinWait();
                }
                shop.server(round).close();
                for (Future<?> client : running) {
                    client.get(25, TimeUnit.SECONDS);
                }
            }
        } finally {
            clients.shutdownNow();
        }
    }

    private static void askUntilNobodyAnswers(URI server, AtomicInteger answers) {
        while (true) {
            try {
                RawClient.Reply reply = RawClient.get(server, "/health/live");
                assertThat(reply.status()).as(reply.text()).isIn(200, 503);
                answers.incrementAndGet();
            } catch (UncheckedIOException e) {
                return;
            }
        }
    }
}
