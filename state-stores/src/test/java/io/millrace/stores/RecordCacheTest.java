package io.millrace.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.record.RecordHeaders;
import io.millrace.serialization.Serdes;
import io.millrace.state.KeyValueStore;
import io.millrace.state.StoreBuilder;
import io.millrace.state.TimestampedKeyValueStore;
import io.millrace.state.ValueAndTimestamp;
import io.millrace.stores.table.CachedStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What downstream sees of a cached store, and when. */
class RecordCacheTest {

    private static final long LARGE = 10_000_000;

    private final List<String> forwarded = new ArrayList<>();

    private static StoreBuilder<TimestampedKeyValueStore<String, String>> builder(String name) {
        return Stores.timestampedKeyValueStoreBuilder(
                        Stores.persistentTimestampedKeyValueStore(name), Serdes.String(), Serdes.String())
                .withCachingEnabled();
    }

    private StoreTask open(long cacheBytes) {
        return new StoreTask("task", new KeptEngines(), cacheBytes, builder("s"));
    }

    @SuppressWarnings("unchecked") // the test has made the store with these types
    private boolean listen(StoreTask task, String name, boolean sendOldValues) {
        return ((CachedStore<String, String>) task.store(name))
                .setFlushListener(
                        (key, newValue, oldValue, timestampMs) -> forwarded.add(key + ":" + oldValue + "->" + newValue
                                + "@" + timestampMs + "/" + task.coordinates.offset),
                        sendOldValues);
    }

    private static void put(StoreTask task, String key, String value, long timestampMs) {
        task.<KeyValueStore<String, ValueAndTimestamp<String>>>store("s")
                .put(key, ValueAndTimestamp.make(value, timestampMs));
    }

    private static StoreTask boundedTo(int entriesMax) {
        return new StoreTask(
                "task",
                new KeptEngines(),
                LARGE,
                Stores.timestampedKeyValueStoreBuilder(Stores.lruMap("s", entriesMax), Serdes.String(), Serdes.String())
                        .withCachingEnabled());
    }

    @Test
    void shouldGoOnShowingWhatABoundedStoreHasGivenUp() {
        try (StoreTask task = boundedTo(1)) {
            put(task.at(1), "a", "1", 11);
            put(task.at(2), "b", "2", 12);
            task.commit();

            KeyValueStore<String, ValueAndTimestamp<String>> store = task.store("s");
            assertThat(store.get("a")).isEqualTo(ValueAndTimestamp.make("1", 11));
            try (var rows = store.all()) {
                assertThat(rows).toIterable().extracting(row -> row.key).isEqualTo(List.of("a", "b"));
            }
            assertThat(task.changelog("s"))
                    .extracting(logged -> logged.value() != null)
                    .isEqualTo(List.of(true, false));
        }
    }

    @Test
    void shouldNotShowWhatWasDeletedAfterABoundedStoreGaveItUp() {
        try (StoreTask task = boundedTo(1)) {
            put(task.at(1), "a", "1", 11);
            put(task.at(2), "b", "2", 12);
            task.commit();
            put(task.at(3), "a", null, 0);

            assertThat(task.<KeyValueStore<String, ?>>store("s").get("a")).isNull();
        }
    }

    @Test
    void shouldForgetWithTheTransactionWhatABoundedStoreHasGivenUp() {
        try (StoreTask task = boundedTo(1)) {
            put(task.at(1), "a", "1", 11);
            put(task.at(2), "b", "2", 12);
            task.commit();
            task.rewind();

            assertThat(task.<KeyValueStore<String, ?>>store("s").get("a")).isNull();
            assertThat(task.<KeyValueStore<String, ?>>store("s").get("b")).isNotNull();
        }
    }

    private static StoreTask withoutTimestamps(long cacheBytes) {
        return new StoreTask(
                "task",
                new KeptEngines(),
                cacheBytes,
                Stores.timestampedKeyValueStoreBuilder(
                                Stores.persistentKeyValueStore("s"), Serdes.String(), Serdes.String())
                        .withCachingEnabled());
    }

    @Test
    void shouldShowTimestampsOfAStoreWithoutThemAsFarAsTheyAreCached() {
        try (StoreTask bare = withoutTimestamps(0);
                StoreTask cached = withoutTimestamps(LARGE)) {
            put(bare.at(1), "a", "1", 11);
            put(cached.at(1), "a", "1", 11);

            assertThat(bare.<KeyValueStore<String, ?>>store("s").get("a")).isEqualTo(ValueAndTimestamp.make("1", -1));
            assertThat(cached.<KeyValueStore<String, ?>>store("s").get("a")).isEqualTo(ValueAndTimestamp.make("1", 11));
        }
    }

    @Test
    void shouldForwardTheLastValueOfEachKeyInOrderOfLastUpdates() {
        try (StoreTask task = open(LARGE)) {
            assertThat(listen(task, "s", true)).isTrue();
            put(task.at(1), "a", "1", 11);
            put(task.at(2), "b", "2", 12);
            put(task.at(3), "a", "3", 13);

            assertThat(forwarded).isEmpty();
            task.at(4);
            task.flush();

            assertThat(forwarded).isEqualTo(List.of("b:null->2@12/1", "a:null->3@13/2"));
            assertThat(task.coordinates.offset).as("the context is put back").isEqualTo(3);
        }
    }

    @Test
    void shouldSendTheValueOfThePreviousFlushAsTheOldOne() {
        try (StoreTask task = open(LARGE)) {
            listen(task, "s", true);
            put(task.at(1), "a", "1", 11);
            task.flush();
            put(task.at(2), "a", "2", 12);
            put(task.at(3), "a", "3", 13);
            task.flush();
            put(task.at(4), "a", null, 0);
            task.commit();
            task.apply();
            put(task.at(5), "a", "5", 15);
            task.commit();

            assertThat(forwarded)
                    .isEqualTo(List.of("a:null->1@11/0", "a:1->3@13/2", "a:3->null@4/3", "a:null->5@15/4"));
        }
    }

    @Test
    void shouldFindTheOldValueInTheEngineIfNobodyHadReadIt() {
        try (StoreTask task = open(LARGE)) {
            listen(task, "s", true);
            put(task.at(1), "a", "1", 11);
            task.commit();
            task.reopen();
            forwarded.clear();
            listen(task, "s", true);

            put(task.at(2), "a", "2", 12);
            task.flush();

            assertThat(forwarded).isEqualTo(List.of("a:1->2@12/1"));
        }
    }

    @Test
    void shouldSwallowTheDeleteOfAKeyThatDownstreamNeverSaw() {
        try (StoreTask task = open(LARGE)) {
            listen(task, "s", false);
            put(task.at(1), "absent", null, 0);
            put(task.at(2), "short-lived", "1", 11);
            put(task.at(3), "short-lived", null, 0);
            put(task.at(4), "seen", "1", 11);
            task.flush();
            put(task.at(5), "seen", null, 0);
            task.flush();

            assertThat(forwarded).isEqualTo(List.of("seen:null->1@11/3", "seen:null->null@5/4"));
        }
    }

    @Test
    void shouldForwardUnderTheContextOfTheLastUpdate() {
        try (StoreTask task = open(LARGE)) {
            List<String> seen = new ArrayList<>();
            @SuppressWarnings("unchecked") // the test has made the store with these types
            CachedStore<String, String> store = (CachedStore<String, String>) task.<KeyValueStore<?, ?>>store("s");
            store.setFlushListener(
                    (key, newValue, oldValue, timestampMs) -> seen.add(task.coordinates.topic + "-"
                            + task.coordinates.partition + "@" + task.coordinates.offset + " "
                            + task.coordinates.timestamp + " " + task.coordinates.headersIfAny()),
                    false);
            RecordHeaders headers = new RecordHeaders();
            headers.add("h", new byte[] {1});
            task.coordinates.set("t", 3, 8, 80, headers);
            put(task, "a", "1", 11);
            task.coordinates.clear();

            task.flush();

            assertThat(seen).isEqualTo(List.of("t-3@8 80 " + headers));
            assertThat(task.coordinates.topic).isNull();
        }
    }

    @Test
    void shouldFlushTheWholeStoreWhenTheCacheIsFull() {
        try (StoreTask task = open(1_000)) {
            listen(task, "s", false);
            for (int i = 0; i < 20; i++) {
                put(task.at(i), "k" + i, "v", i);
            }

            assertThat(forwarded).isNotEmpty().hasSizeLessThan(20);
            assertThat(forwarded.get(0)).startsWith("k0:");
            task.flush();
            assertThat(forwarded).hasSize(20);
        }
    }

    @Test
    void shouldNotCacheAtSizeZero() {
        try (StoreTask task = open(0)) {
            assertThat(listen(task, "s", true)).isFalse();

            put(task.at(1), "a", "1", 11);
            task.flush();

            assertThat(forwarded).isEmpty();
        }
    }

    @Test
    void shouldForgetWhatWasNotForwardedWhenItRewinds() {
        try (StoreTask task = open(LARGE)) {
            listen(task, "s", true);
            put(task.at(1), "a", "1", 11);
            task.commit();
            put(task.at(2), "a", "2", 12);
            task.rewind();
            task.flush();
            put(task.at(3), "a", "3", 13);
            task.flush();

            assertThat(forwarded).isEqualTo(List.of("a:null->1@11/0", "a:1->3@13/2"));
        }
    }

    @Test
    void shouldSendTheCommittedValueAsOldAfterARewindBehindAFlush() {
        try (StoreTask task = open(LARGE)) {
            listen(task, "s", true);
            put(task.at(1), "a", "1", 11);
            task.commit();
            put(task.at(2), "a", "2", 12);
            task.flush();
            task.rewind();
            forwarded.clear();
            put(task.at(3), "a", "3", 13);
            task.flush();

            assertThat(forwarded).isEqualTo(List.of("a:1->3@13/2"));
        }
    }

    @Test
    void shouldCountOnlyWhatIsNotForwardedAgainstTheBoundAfterAFailedFlush() {
        try (StoreTask task = open(1_000)) {
            @SuppressWarnings("unchecked") // the test has made the store with these types
            CachedStore<String, String> store = (CachedStore<String, String>) task.<KeyValueStore<?, ?>>store("s");
            store.setFlushListener(
                    (key, newValue, oldValue, timestampMs) -> {
                        if (key.equals("bad")) {
                            throw new IllegalStateException("downstream failed");
                        }
                        forwarded.add(key);
                    },
                    false);
            put(task.at(1), "bad", "1", 11);
            assertThatThrownBy(task::flush).hasMessage("downstream failed");
            task.rewind();
            for (int i = 0; i < 3; i++) {
                put(task.at(i), "k" + i, "v", i);
            }

            assertThat(forwarded).as("three small changes fit").isEmpty();
        }
    }
}
