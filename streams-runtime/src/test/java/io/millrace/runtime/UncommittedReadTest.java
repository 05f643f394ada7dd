package io.millrace.runtime;

import static io.millrace.runtime.Words.awaitState;
import static io.millrace.runtime.Words.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.config.StreamsConfig;
import io.millrace.dsl.Consumed;
import io.millrace.dsl.Grouped;
import io.millrace.dsl.Materialized;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.dsl.TimeWindows;
import io.millrace.errors.InvalidStateStoreException;
import io.millrace.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import io.millrace.runtime.StreamsRuntime.State;
import io.millrace.serialization.Serdes;
import io.millrace.state.KeyValueIterator;
import io.millrace.state.ReadOnlyKeyValueStore;
import io.millrace.state.ReadOnlyWindowStore;
import io.millrace.topology.Topology;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads of what tasks have not committed yet. */
class UncommittedReadTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private final EmbeddedBroker broker = EmbeddedBroker.inMemory();
    private final CountDownLatch mayGoOn = new CountDownLatch(1);
    private final CountDownLatch isBusy = new CountDownLatch(1);
    private final AtomicBoolean hasFailed = new AtomicBoolean();

    @BeforeEach
    void createTopics() {
        broker.createTopic("in", 2);
    }

    @AfterEach
    void closeBroker() {
        broker.close();
    }

    private Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        var grouped = builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()))
                .peek((key, value) -> {
                    if (value.equals("wait")) {
                        awaitLeave();
                    }
                    if (value.equals("fail") && hasFailed.compareAndSet(false, true)) {
                        throw new IllegalStateException("fails once");
                    }
                })
                .groupByKey(Grouped.with(Serdes.String(), Serdes.String()));
        grouped.count(Materialized.as("counts"));
        grouped.windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofDays(1))).count(Materialized.as("daily"));
        return builder.build();
    }

    private void awaitLeave() {
        isBusy.countDown();
        try {
            mayGoOn.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Commits every hour only. */
    private StreamsRuntime start() {
        Properties config = Words.config(directory);
        config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 3_600_000);
        StreamsRuntime runtime = new StreamsRuntime(topology(), config, broker);
        runtime.setUncaughtExceptionHandler(e -> StreamThreadExceptionResponse.REPLACE_THREAD);
        runtime.start();
        awaitState(runtime, State.RUNNING);
        return runtime;
    }

    private static ReadOnlyKeyValueStore<String, Long> counts(StreamsRuntime runtime, Duration timeout) {
        return runtime.store(
                StoreQueryParameters.fromNameAndType("counts", QueryableStoreTypes.<String, Long>keyValueStore())
                        .withUncommitted(timeout));
    }

    @Test
    void shouldShowWhatIsNotCommittedOnlyToThoseWhoAskForIt() {
        try (StreamsRuntime runtime = start()) {
            send(broker, "in", "a", "1", "b", "1", "c", "1", "a", "2");

            ReadOnlyKeyValueStore<String, Long> uncommitted = counts(runtime, TIMEOUT);
            await().atMost(Words.PATIENCE).until(() -> Long.valueOf(2).equals(uncommitted.get("a")));

            assertThat(uncommitted.get("nobody")).isNull();
            List<String> keys = new ArrayList<>();
            try (KeyValueIterator<String, Long> range = uncommitted.range("b", null)) {
                assertThat(range.peekNextKey()).isNotNull();
                range.forEachRemaining(row -> keys.add(row.key));
            }
            assertThat(keys).containsExactlyInAnyOrder("b", "c");
            assertThat(uncommitted.approximateNumEntries()).isEqualTo(3);
            ReadOnlyWindowStore<String, Long> daily = runtime.store(
                    StoreQueryParameters.fromNameAndType("daily", QueryableStoreTypes.<String, Long>windowStore())
                            .withUncommitted(TIMEOUT));
            try (var windows = daily.fetch("a", Instant.EPOCH, Instant.now().plus(Duration.ofDays(2)))) {
                assertThat(windows.next().value).isEqualTo(2);
            }
            ReadOnlyKeyValueStore<String, Long> committed =
                    runtime.store(StoreQueryParameters.fromNameAndType("counts", QueryableStoreTypes.keyValueStore()));
            assertThat(committed.get("a")).isNull();
        }
    }

    @Test
    void shouldNotShowWhatAFailedTaskHasTakenBack() {
        try (StreamsRuntime runtime = start()) {
            send(broker, "in", "a", "1");
            await().atMost(Words.PATIENCE)
                    .until(() -> Long.valueOf(1).equals(counts(runtime, TIMEOUT).get("a")));

            send(broker, "in", "a", "fail");

            await().atMost(Words.PATIENCE)
                    .ignoreExceptionsInstanceOf(InvalidStateStoreException.class)
                    .until(() -> Long.valueOf(2).equals(counts(runtime, TIMEOUT).get("a")));
            assertThat(hasFailed).isTrue();
        }
    }

    @Test
    void shouldGiveUpOnATaskThatIsBusyAndRefuseWhenItCloses() throws Exception {
        StreamsRuntime runtime = start();
        try {
            ReadOnlyKeyValueStore<String, Long> hasty = counts(runtime, Duration.ofMillis(20_000));
            assertThat(hasty.get("a")).isNull();
            send(broker, "in", "a", "wait");
            assertThat(isBusy.await(30, TimeUnit.SECONDS)).isTrue();

            assertThatThrownBy(() -> counts(runtime, Duration.ofMillis(30)).get("a"))
                    .isInstanceOf(InvalidStateStoreException.class)
                    .hasMessageContaining("did not answer");
        } finally {
            mayGoOn.countDown();
            runtime.close();
        }
        assertThatThrownBy(() -> counts(runtime, TIMEOUT)).isInstanceOf(InvalidStateStoreException.class);
        assertThatThrownBy(() -> StoreQueryParameters.fromNameAndType("x", QueryableStoreTypes.keyValueStore())
                        .withUncommitted(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
