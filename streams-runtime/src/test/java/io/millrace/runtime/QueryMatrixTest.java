package io.millrace.runtime;

import static io.millrace.runtime.Words.awaitState;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.dsl.Consumed;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.processor.Processor;
import io.millrace.processor.Record;
import io.millrace.query.FailureReason;
import io.millrace.query.KeyQuery;
import io.millrace.query.MultiVersionedKeyQuery;
import io.millrace.query.Query;
import io.millrace.query.QueryResult;
import io.millrace.query.RangeQuery;
import io.millrace.query.StateQueryRequest;
import io.millrace.query.TimestampedKeyQuery;
import io.millrace.query.TimestampedRangeQuery;
import io.millrace.query.VersionedKeyQuery;
import io.millrace.query.WindowKeyQuery;
import io.millrace.query.WindowRangeQuery;
import io.millrace.runtime.StreamsRuntime.State;
import io.millrace.serialization.Serde;
import io.millrace.serialization.Serdes;
import io.millrace.state.KeyValueIterator;
import io.millrace.state.StoreBuilder;
import io.millrace.state.VersionedRecordIterator;
import io.millrace.stores.Stores;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which kinds of stores answer which kinds of queries. Kafka Streams 4.3.1, run with the same stores and queries, answers the same ones, but for stores with headers, of
 * which it answers none.
 */
class QueryMatrixTest {

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path directory;

    private static Map<String, Query<?>> queries() {
        Instant from = Instant.ofEpochMilli(0);
        Instant to = Instant.ofEpochMilli(100);
        Map<String, Query<?>> queries = new LinkedHashMap<>();
        queries.put("key", KeyQuery.withKey("k"));
        queries.put("range", RangeQuery.withRange("a", "z"));
        queries.put("timestamped key", TimestampedKeyQuery.withKey("k"));
        queries.put("timestamped range", TimestampedRangeQuery.withRange("a", "z"));
        queries.put("windows of key", WindowKeyQuery.withKeyAndWindowStartRange("k", from, to));
        queries.put("sessions of key", WindowRangeQuery.withKey("k"));
        queries.put("windows of time", WindowRangeQuery.withWindowStartRange(from, to));
        queries.put("version", VersionedKeyQuery.withKey("k"));
        queries.put("versions", MultiVersionedKeyQuery.withKey("k"));
        return queries;
    }

    private static Map<StoreBuilder<?>, Set<String>> answered() {
        Serde<String> text = Serdes.String();
        Set<String> plain = Set.of("key", "range");
        Set<String> stamped = Set.of("key", "range", "timestamped key", "timestamped range");
        Set<String> windows = Set.of("windows of key", "windows of time");
        Set<String> sessions = Set.of("sessions of key");
        Map<StoreBuilder<?>, Set<String>> answered = new LinkedHashMap<>();
        answered.put(Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore("kv"), text, text), plain);
        answered.put(Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore("kv-heap"), text, text), plain);
        answered.put(Stores.keyValueStoreBuilder(Stores.lruMap("lru", 10), text, text), plain);
        answered.put(
                Stores.timestampedKeyValueStoreBuilder(
                        Stores.persistentTimestampedKeyValueStore("stamped"), text, text),
                stamped);
        answered.put(
                Stores.timestampedKeyValueStoreBuilder(Stores.inMemoryKeyValueStore("stamped-heap"), text, text),
                stamped);
        answered.put(
                Stores.timestampedKeyValueStoreBuilder(Stores.persistentKeyValueStore("stamped-plain"), text, text),
                stamped);
        answered.put(
                Stores.timestampedKeyValueStoreWithHeadersBuilder(
                        Stores.persistentTimestampedKeyValueStoreWithHeaders("headered"), text, text),
                stamped);
        answered.put(
                Stores.windowStoreBuilder(Stores.persistentWindowStore("windows", DAY, HOUR, false), text, text),
                windows);
        answered.put(
                Stores.windowStoreBuilder(Stores.inMemoryWindowStore("windows-heap", DAY, HOUR, false), text, text),
                windows);
        answered.put(
                Stores.timestampedWindowStoreBuilder(
                        Stores.persistentTimestampedWindowStore("stamped-windows", DAY, HOUR, false), text, text),
                windows);
        answered.put(
                Stores.timestampedWindowStoreWithHeadersBuilder(
                        Stores.persistentTimestampedWindowStoreWithHeaders("headered-windows", DAY, HOUR, false),
                        text,
                        text),
                windows);
        answered.put(Stores.sessionStoreBuilder(Stores.persistentSessionStore("sessions", DAY), text, text), sessions);
        answered.put(
                Stores.sessionStoreBuilder(Stores.inMemorySessionStore("sessions-heap", DAY), text, text), sessions);
        answered.put(
                Stores.sessionStoreWithHeadersBuilder(
                        Stores.persistentSessionStoreWithHeaders("headered-sessions", DAY), text, text),
                sessions);
        answered.put(
                Stores.versionedKeyValueStoreBuilder(
                        Stores.persistentVersionedKeyValueStore("versions", DAY), text, text),
                Set.of("version", "versions"));
        return answered;
    }

    private static final class Idle implements Processor<String, String, Void, Void> {

        @Override
        public void process(Record<String, String> record) {
            // It only has stores.
        }
    }

    @Test
    void shouldAnswerTheQueriesThatAKindOfStoreKnowsAndSayThatItDoesNotKnowTheOthers() {
        Map<StoreBuilder<?>, Set<String>> answered = answered();
        StreamsBuilder builder = new StreamsBuilder();
        answered.keySet().forEach(builder::addStateStore);
        String[] names = answered.keySet().stream().map(StoreBuilder::name).toArray(String[]::new);
        builder.stream("in", Consumed.with(Serdes.String(), Serdes.String())).process(Idle::new, names);
        try (EmbeddedBroker broker = EmbeddedBroker.inMemory()) {
            broker.createTopic("in", 1);
            try (StreamsRuntime runtime = new StreamsRuntime(builder.build(), Words.config(directory), broker)) {
                runtime.start();
                awaitState(runtime, State.RUNNING);

                answered.forEach((store, expected) -> {
                    Set<String> successes = new TreeSet<>();
                    queries().forEach((name, query) -> {
                        if (isAnswered(runtime, store.name(), query)) {
                            successes.add(name);
                        }
                    });
                    assertThat(successes)
                            .as("what store %s answers", store.name())
                            .isEqualTo(new TreeSet<>(expected));
                });
            }
        }
    }

    private static <R> boolean isAnswered(StreamsRuntime runtime, String store, Query<R> query) {
        QueryResult<R> answer = runtime.query(StateQueryRequest.inStore(store).withQuery(query))
                .getPartitionResults()
                .get(0);
        if (answer.isFailure()) {
            assertThat(answer.getFailureReason()).isEqualTo(FailureReason.UNKNOWN_QUERY_TYPE);
            return false;
        }
        R result = answer.getResult();
        if (result instanceof KeyValueIterator<?, ?> rows) {
            assertThat(rows.hasNext()).isFalse();
            rows.close();
        } else if (result instanceof VersionedRecordIterator<?> versions) {
            assertThat(versions.hasNext()).isFalse();
            versions.close();
        } else {
            assertThat(result).isNull();
        }
        return true;
    }
}
