package io.millrace.runtime;

import static io.millrace.runtime.Words.awaitState;
import static io.millrace.runtime.Words.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.dsl.Consumed;
import io.millrace.dsl.Grouped;
import io.millrace.dsl.Materialized;
import io.millrace.dsl.SessionWindows;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.dsl.TimeWindows;
import io.millrace.errors.InvalidStateStoreException;
import io.millrace.errors.InvalidStateStorePartitionException;
import io.millrace.log.KeyHash;
import io.millrace.query.QueryResult;
import io.millrace.query.RangeQuery;
import io.millrace.query.StateQueryRequest;
import io.millrace.runtime.StreamsRuntime.State;
import io.millrace.serialization.Serdes;
import io.millrace.state.KeyValueIterator;
import io.millrace.state.ReadOnlyKeyValueStore;
import io.millrace.state.ReadOnlySessionStore;
import io.millrace.state.ReadOnlyWindowStore;
import io.millrace.topology.Topology;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key that is in a table is never reported as absent because its partition is somewhere else, or nowhere, at the moment. */
class QueryWhileMovingTest {

    private static final int PARTITIONS = 4;
    private static final int KEYS = 60;

    @TempDir
    Path directory;

    private final EmbeddedBroker broker = EmbeddedBroker.inMemory();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @BeforeEach
    void createTopics() {
        broker.createTopic("in", PARTITIONS);
        String[] keysAndValues = new String[2 * KEYS];
        for (int i = 0; i < KEYS; i++) {
            keysAndValues[2 * i] = "k" + i;
            keysAndValues[2 * i + 1] = "v" + i;
        }
        send(broker, "in", keysAndValues);
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        broker.close();
    }

    private static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        var grouped = builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()))
                .groupByKey(Grouped.with(Serdes.String(), Serdes.String()));
        grouped.reduce((before, now) -> now, Materialized.as("last"));
        grouped.windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofDays(1))).count(Materialized.as("daily"));
        grouped.windowedBy(SessionWindows.ofInactivityGapWithNoGrace(Duration.ofDays(1)))
                .count(Materialized.as("sessions"));
        return builder.build();
    }

    private StreamsRuntime start(String name) {
        Properties config = Words.config(directory.resolve(name));
        StreamsRuntime runtime = new StreamsRuntime(topology(), config, broker);
        runtime.start();
        return runtime;
    }

    private static ReadOnlyKeyValueStore<String, String> last(StreamsRuntime runtime) {
        return runtime.store(StoreQueryParameters.fromNameAndType("last", QueryableStoreTypes.keyValueStore()));
    }

    private static int count(Iterator<?> rows) {
        int count = 0;
        while (rows.hasNext()) {
            rows.next();
            count++;
        }
        return count;
    }

    private static int countAll(StreamsRuntime runtime) {
        try (KeyValueIterator<String, String> all = last(runtime).all()) {
            return count(all);
        }
    }

    @Test
    void shouldNeverMissARowWhileTasksMoveBetweenThreads() throws Exception {
        try (StreamsRuntime runtime = start("1")) {
            await().atMost(Words.PATIENCE).ignoreExceptions().until(() -> countAll(runtime) == KEYS);
            AtomicBoolean isOver = new AtomicBoolean();
            List<Future<Integer>> readers =
                    List.of(threads.submit(() -> read(runtime, isOver)), threads.submit(() -> read(runtime, isOver)));

            for (int i = 0; i < 12; i++) {
                runtime.addStreamThread();
                awaitState(runtime, State.RUNNING);
                runtime.removeStreamThread();
                awaitState(runtime, State.RUNNING);
            }

            isOver.set(true);
            for (Future<Integer> reader : readers) {
                assertThat(reader.get(30, TimeUnit.SECONDS)).isPositive();
            }
        }
    }

    /** Reads until it is over; returns how many answers it got. */
    private static int read(StreamsRuntime runtime, AtomicBoolean isOver) {
        int answers = 0;
        for (int i = 0; !isOver.get(); i++) {
            String key = "k" + i % KEYS;
            try {
                assertThat(last(runtime).get(key)).as("value of %s", key).isEqualTo("v" + i % KEYS);
                assertThat(countAll(runtime)).as("rows").isEqualTo(KEYS);
                var result = runtime.query(
                        StateQueryRequest.inStore("last").withQuery(RangeQuery.<String, String>withNoBounds()));
                assertThat(rowsOrFailure(result.getPartitionResults())).isIn(KEYS, -1);
                answers++;
            } catch (InvalidStateStoreException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
        return answers;
    }

    /** -1 if a partition has failed to answer. */
    private static int rowsOrFailure(Map<Integer, QueryResult<KeyValueIterator<String, String>>> results) {
        int rows = 0;
        boolean hasFailure = false;
        for (QueryResult<KeyValueIterator<String, String>> result : results.values()) {
            if (result.isFailure()) {
                hasFailure = true;
                continue;
            }
            try (KeyValueIterator<String, String> found = result.getResult()) {
                rows += count(found);
            } catch (InvalidStateStoreException e) {
                hasFailure = true;
            }
        }
        return hasFailure ? -1 : rows;
    }

    private static int partitionOf(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        return KeyHash.partition(bytes, 0, bytes.length, PARTITIONS);
    }

    @Test
    void shouldSayThatAKeyIsElsewhereInsteadOfThatItIsAbsent() {
        try (StreamsRuntime one = start("1")) {
            await().atMost(Words.PATIENCE).ignoreExceptions().until(() -> countAll(one) == KEYS);
            assertThat(last(one).get("nobody")).isNull();
            try (StreamsRuntime two = start("2")) {
                await().atMost(Words.PATIENCE)
                        .ignoreExceptions()
                        .until(() -> countAll(one) < KEYS && countAll(one) + countAll(two) == KEYS);
                Set<Integer> here = new HashSet<>();
                one.metadataForLocalThreads()
                        .forEach(thread -> thread.activeTasks()
                                .forEach(task -> here.add(task.taskId().partition())));
                ReadOnlyWindowStore<String, Long> daily =
                        one.store(StoreQueryParameters.fromNameAndType("daily", QueryableStoreTypes.windowStore()));
                ReadOnlySessionStore<String, Long> sessions =
                        one.store(StoreQueryParameters.fromNameAndType("sessions", QueryableStoreTypes.sessionStore()));
                Instant from = Instant.now().minus(Duration.ofDays(3));
                Instant to = Instant.now().plus(Duration.ofDays(3));

                assertThat(here).hasSize(2);
                String absent = IntStream.range(0, 1_000)
                        .mapToObj(i -> "absent" + i)
                        .filter(key -> here.contains(partitionOf(key)))
                        .findFirst()
                        .orElseThrow();
                assertThat(last(one).get(absent)).isNull();
                for (int i = 0; i < KEYS; i++) {
                    String key = "k" + i;
                    if (here.contains(partitionOf(key))) {
                        assertThat(last(one).get(key)).isEqualTo("v" + i);
                    } else {
                        assertThatThrownBy(() -> last(one).get(key))
                                .isInstanceOf(InvalidStateStorePartitionException.class)
                                .hasMessageContaining("queryMetadataForKey");
                        assertThatThrownBy(() -> daily.fetch(key, from, to))
                                .isInstanceOf(InvalidStateStorePartitionException.class);
                        assertThatThrownBy(() -> sessions.fetch(key))
                                .isInstanceOf(InvalidStateStorePartitionException.class);
                        assertThatThrownBy(() -> one.subscribe(StoreSubscriptionRequest.ofKey("last", key)))
                                .isInstanceOf(InvalidStateStorePartitionException.class);
                    }
                }
            }
        }
    }
}
