package io.millrace.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.StreamsConfig;
import io.millrace.config.TopologyConfig;
import io.millrace.errors.TopologyException;
import io.millrace.record.Bytes;
import io.millrace.serialization.Serdes;
import io.millrace.state.KeyValueStore;
import io.millrace.stores.BuiltInDslStoreSuppliers;
import io.millrace.stores.Stores;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "with space", "\u00e9", "slash/"})
    void shouldRejectIllegalNames(String name) {
        assertThatThrownBy(() -> Named.as(name)).isInstanceOf(TopologyException.class);
        assertThatThrownBy(() -> Materialized.as(name)).isInstanceOf(TopologyException.class);
    }

    @Test
    void shouldRejectNameOfMoreThan249Characters() {
        assertThat(Named.as("n".repeat(249))).isNotNull();
        assertThatThrownBy(() -> Named.as("n".repeat(250))).isInstanceOf(TopologyException.class);
    }

    @Test
    void shouldRejectStoreTypeBesideSupplier() {
        Materialized<String, String, KeyValueStore<Bytes, byte[]>> supplied =
                Materialized.as(Stores.inMemoryKeyValueStore("s"));

        assertThatThrownBy(() -> supplied.withStoreType(BuiltInDslStoreSuppliers.IN_MEMORY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'s'");
    }

    @Test
    void shouldRejectNegativeOrEndlessRetention() {
        Materialized<String, String, KeyValueStore<Bytes, byte[]>> materialized = Materialized.as("s");

        assertThatThrownBy(() -> materialized.withRetention(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> materialized.withRetention(Duration.ofSeconds(Long.MAX_VALUE)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldNotChangeOptionsOfTheProgram() {
        Materialized<String, String, KeyValueStore<Bytes, byte[]>> materialized = Materialized.as("s");
        materialized.withKeySerde(Serdes.String());

        new StreamsBuilder().globalTable("t", Consumed.with(null, null), materialized);

        assertThat(materialized.keySerde).isNotNull();
        assertThat(materialized.loggingEnabled).isTrue();
    }

    @Test
    void shouldCompareConsumedAndProducedByContents() {
        assertThat(Consumed.<String, Long>as("a")).isEqualTo(Consumed.as("b"));
        assertThat(Produced.with(Serdes.String(), null)).isNotEqualTo(Produced.with(null, null));
    }

    @Test
    void shouldDemandNamesOfStoresAndTopicsIfConfigured() {
        StreamsConfig config = new StreamsConfig(Map.of(
                StreamsConfig.APPLICATION_ID_CONFIG,
                "app",
                StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG,
                true));
        StreamsBuilder unnamed = new StreamsBuilder(new TopologyConfig(config));
        unnamed.<String, String>stream("in").groupBy((k, v) -> v).count();
        StreamsBuilder named = new StreamsBuilder(new TopologyConfig(config));
        named.<String, String>stream("in").groupBy((k, v) -> v, Grouped.as("g")).count(Materialized.as("c"));

        assertThatThrownBy(unnamed::build)
                .isInstanceOf(TopologyException.class)
                .hasMessageContaining("KSTREAM-AGGREGATE-STATE-STORE-0000000002-repartition")
                .hasMessageContaining("KSTREAM-AGGREGATE-STATE-STORE-0000000002-changelog");
        assertThat(named.build()).isNotNull();
    }

    @Test
    void shouldRejectUnknownOptimization() {
        Properties properties = new Properties();
        properties.put(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, "most");

        assertThatThrownBy(() -> new StreamsBuilder().build(properties)).hasMessageContaining("most");
    }

    @Test
    void shouldRejectTwoTablesWithTheSameStoreName() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("a").groupByKey().count(Materialized.as("same"));
        builder.<String, String>stream("b").groupByKey().count(Materialized.as("same"));

        assertThatThrownBy(builder::build).isInstanceOf(TopologyException.class).hasMessageContaining("same");
    }

    @Test
    void shouldBuildTheSameTopologyAgain() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("a")
                .groupByKey()
                .count(Materialized.as("c"))
                .toStream()
                .to("b");

        assertThat(builder.build().describe()).isEqualTo(builder.build().describe());
    }
}
