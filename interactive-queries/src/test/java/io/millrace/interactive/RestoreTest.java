package io.millrace.interactive;

import static io.millrace.interactive.RawClient.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.config.StreamsConfig;
import io.millrace.interactive.RawClient.Reply;
import io.millrace.processor.StateRestoreListener;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.StreamsRuntime;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Row Q1: stores that are being restored, and copies that follow. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RestoreTest {

    private static final String STORES = "/api/v1/stores/";

    @TempDir
    Path directory;

    /** Holds the restore of one store until it is let go. */
    private static final class Hold implements StateRestoreListener {

        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch letGo = new CountDownLatch(1);

        @Override
        public void onRestoreStart(TopicPartition changelog, String store, long start, long end) {}

        @Override
        public void onBatchRestored(TopicPartition changelog, String store, long last, long count) {
            begun.countDown();
            try {
                letGo.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void onRestoreEnd(TopicPartition changelog, String store, long total) {}
    }

    @Test
    void shouldTellThatAStoreIsBeingRestoredAndHowFar() throws Exception {
        Hold hold = new Hold();
        // Let go before the shop closes, which waits for the restore.
        try (Shop shop = new Shop(directory);
                AutoCloseable release = hold.letGo::countDown) {
            StreamsRuntime first = shop.addRuntime(Shop.words(), null);
            URI early = shop.serve(first, builder -> {});
            first.start();
            Shop.awaitRunning(first);
            shop.say(5, "a", "b", "c", "d", "e", "f");
            for (String word : List.of("a", "b", "c", "d", "e", "f")) {
                Shop.await200(early, STORES + "counts/keys/" + word, "value");
            }
            first.close();
            StreamsRuntime second = shop.addRuntime(Shop.words(), null);
            second.setGlobalStateRestoreListener(hold);
            URI server = shop.serve(second, builder -> {});
            second.start();
            assertThat(release).isNotNull();
            hold.begun.await();
            await().atMost(Shop.PATIENCE)
                    .until(() -> !second.storeRestoreProgress().isEmpty());

            Reply ready = get(server, "/health/ready");
            assertThat(ready.status()).isEqualTo(503);
            JsonNode restore = ready.json().path("restoring").get(0);
            assertThat(restore.path("store").asText()).isNotEmpty();
            assertThat(restore.path("endOffset").asLong()).isPositive();
            assertThat(get(server, "/health/live").status()).isEqualTo(200);
            assertThat(get(server, "/api/v1/tasks").json().findValuesAsText("state"))
                    .contains("restoring");
            for (String target :
                    List.of("counts/keys/a", "counts/range", "counts/count", "minutes/windows", "versions/keys/a")) {
                Reply reply = get(server, STORES + target);
                assertThat(reply.status()).as(target + reply.text()).isEqualTo(503);
                assertThat(reply.header("Retry-After")).isNotNull();
                assertThat(reply.json().path("state").asText()).isEqualTo("REBALANCING");
            }
            assertThat(get(server, STORES + "counts").status()).isEqualTo(200);
            // What is there so far, if the client says that this will do.
            assertThat(get(server, STORES + "counts/range?stale=true").status()).isEqualTo(200);

            hold.letGo.countDown();
            Shop.await200(server, STORES + "counts/keys/a", "\"value\":1");
            Shop.await200(server, "/health/ready", "UP");
        }
    }

    @Test
    void shouldReadStandbysIfTheyWillDo() {
        Map<String, Object> settings = Map.of(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, 1);
        try (Shop shop = new Shop(directory)) {
            StreamsRuntime first = shop.addRuntime(Shop.words(), "127.0.0.1:1", settings);
            StreamsRuntime second = shop.addRuntime(Shop.words(), "127.0.0.1:2", settings);
            first.start();
            second.start();
            URI server = shop.serve(first, builder -> {});
            await().atMost(Shop.PATIENCE)
                    .until(() -> get(server, STORES + "counts")
                            .json()
                            .findValuesAsText("state")
                            .contains("standby"));
            shop.say(5, "a", "b", "c", "d", "e", "f");

            await().atMost(Shop.PATIENCE).until(() -> {
                Reply stale = get(server, STORES + "counts/range?stale=true&remote=local");
                return stale.status() == 200
                        && stale.json().path("partitions").size() == Shop.PARTITIONS
                        && stale.json().path("rows").size() == 6;
            });
            assertThat(get(server, STORES + "counts/range?remote=local")
                            .json()
                            .path("partitions")
                            .size())
                    .isLessThan(Shop.PARTITIONS);
        }
    }
}
