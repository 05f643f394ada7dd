package io.millrace.parity.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.VersionedKeyValueStore;
import org.apache.kafka.streams.state.VersionedRecord;

/** Versioned stores. */
final class VersionedRules {

    private final StreamsBuilder builder = new StreamsBuilder();

    private void table() {
        builder.<String, String>table(
                        "in",
                        Materialized.as(Stores.persistentVersionedKeyValueStore("versions", Duration.ofMillis(100))))
                .toStream()
                .to("out");
    }

    @Rule(94)
    void aVersionedStoreCannotBeCachedNorGlobal() {
        assertThatThrownBy(() -> Stores.versionedKeyValueStoreBuilder(
                                Stores.persistentVersionedKeyValueStore("versions", Duration.ofMillis(100)),
                                Serdes.String(),
                                Serdes.String())
                        .withCachingEnabled())
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> builder.<String, String>globalTable(
                        "in",
                        Materialized.as(Stores.persistentVersionedKeyValueStore("versions", Duration.ofMillis(100)))))
                .isInstanceOf(RuntimeException.class);
    }

    @Rule(95)
    void aWriteOlderThanTheHistoryIsRefusedAndNotForwarded() {
        table();
        try (Run run = Run.of(builder)) {
            run.pipe("in", "a", "v200", 200).pipe("in", "b", "edge", 100).pipe("in", "c", "too old", 99);

            assertThat(run.out("out")).containsExactly("a=v200@200", "b=edge@100");
            assertThat(run.dropped()).isEqualTo(1);
        }
    }

    @Rule(95)
    void theLatestVersionStaysAndDeletesAreVersions() {
        table();
        try (Run run = Run.of(builder)) {
            run.pipe("in", "a", "v10", 10).pipe("in", "a", null, 20).pipe("in", "a", "v30", 30);
            VersionedKeyValueStore<String, String> store = run.driver().getVersionedKeyValueStore("versions");
            assertThat(value(store.get("a", 15))).isEqualTo("v10");
            assertThat(value(store.get("a", 25))).isNull();
            assertThat(value(store.get("a", 35))).isEqualTo("v30");

            run.pipe("in", "b", "v1000", 1000);
            assertThat(value(store.get("a"))).isEqualTo("v30");
            assertThat(value(store.get("a", 15))).isNull();
        }
    }

    private static String value(VersionedRecord<String> record) {
        return record == null ? null : record.value();
    }
}
