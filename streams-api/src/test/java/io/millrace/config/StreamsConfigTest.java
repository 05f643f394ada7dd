package io.millrace.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.errors.DeserializationExceptionHandler;
import io.millrace.errors.LogAndContinueExceptionHandler;
import io.millrace.errors.LogAndFailExceptionHandler;
import io.millrace.processor.FailOnInvalidTimestamp;
import io.millrace.processor.WallclockTimestampExtractor;
import io.millrace.serialization.Serdes;
import io.millrace.text.EditDistance;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamsConfigTest {

    @Test
    void shouldBeExactlyOnceWithShortIntervalsByDefault() {
        StreamsConfig config = config();

        assertThat(config.isExactlyOnce()).isTrue();
        assertThat(config.getLong(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG)).isEqualTo(100);
        assertThat(config.commitsEarly()).isTrue();
        assertThat(config.isSet(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG)).isFalse();
    }

    @Test
    void shouldUseLongIntervalsUnderAtLeastOnce() {
        StreamsConfig config = config("processing.guarantee", "at_least_once");

        assertThat(config.getLong(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG)).isEqualTo(30_000);
        assertThat(config.commitsEarly()).isFalse();
    }

    @Test
    void shouldKeepToAnIntervalThatTheProgramSet() {
        StreamsConfig config = config("commit.interval.ms", "5000");

        assertThat(config.getLong(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG)).isEqualTo(5000);
        assertThat(config.isSet(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG)).isTrue();
        assertThat(config.commitsEarly()).isFalse();
        assertThat(config("commit.interval.ms", 5000, "commit.pacing", "adaptive")
                        .commitsEarly())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "num.stream.threads           | x             | whole number",
                "num.stream.threads           | 3000000000    | 32 bits",
                "num.stream.threads           | -1            | at least 0",
                "commit.interval.ms           | -1            | at least 0",
                "processing.guarantee         | exactly_once  | exactly_once_v2",
                "commit.pacing                | fast          | adaptive",
                "topology.optimization        | all,none      | merge.repartition.topics",
                "default.key.serde            | nope.Serde    | class",
                "default.key.serde            | java.lang.Object | Serde",
                "application.id               | a/b           | letters",
                "state.dir                    | ''            | blank",
                "auto.create.topics.enable    | yes           | true or false",
                "dsl.store.format             | plain         | HEADERS",
                "statestore.uncommitted.max.bytes | 0         | at least 1",
            })
    void shouldNameKeyValueAndWhatIsValid(String key, String value, String valid) {
        assertThatThrownBy(() -> config(key, value))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key)
                .hasMessageContaining("'" + value + "'")
                .hasMessageContaining(valid);
    }

    @Test
    void shouldRequireAnApplicationId() {
        assertThatThrownBy(() -> new StreamsConfig(Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("application.id");
    }

    @Test
    void shouldReadTextsAndObjects() {
        StreamsConfig config = config(
                "num.stream.threads",
                " 3 ",
                "max.task.idle.ms",
                7,
                "auto.create.topics.enable",
                "FALSE",
                "metric.reporters",
                "a, b",
                "default.timestamp.extractor",
                WallclockTimestampExtractor.class,
                "poll.ms",
                null);

        assertThat(config.getInt("num.stream.threads")).isEqualTo(3);
        assertThat(config.getLong("max.task.idle.ms")).isEqualTo(7);
        assertThat(config.getBoolean("auto.create.topics.enable")).isFalse();
        assertThat(config.getList("metric.reporters")).containsExactly("a", "b");
        assertThat(config.defaultTimestampExtractor()).isInstanceOf(WallclockTimestampExtractor.class);
        assertThat(config.getLong("poll.ms")).isEqualTo(100);
        assertThat(config.isSet("poll.ms")).isFalse();
    }

    @Test
    void shouldReadPropertiesWithTheirDefaults() {
        Properties defaults = new Properties();
        defaults.setProperty("application.id", "app");
        Properties properties = new Properties(defaults);
        properties.setProperty("num.stream.threads", "4");

        StreamsConfig config = new StreamsConfig(properties);

        assertThat(config.applicationId()).isEqualTo("app");
        assertThat(config.getInt("num.stream.threads")).isEqualTo(4);
    }

    @Test
    void shouldWarnOnceWithTheNearestKeyAndKeepTheValue() {
        StreamsConfig config = config("num.stream.thread", "4");

        assertThat(config.warnings())
                .singleElement()
                .asString()
                .contains("'num.stream.thread'")
                .contains("'num.stream.threads'");
        assertThat(config.originals()).containsEntry("num.stream.thread", "4");
        assertThat(config("my.own.setting.of.a.serde", 1).warnings())
                .singleElement()
                .asString()
                .doesNotContain("Did you mean");
    }

    @Test
    void shouldNameTheSuccessorOfAnOldKey() {
        assertThat(config("cache.max.bytes.buffering", 0).warnings())
                .singleElement()
                .asString()
                .contains("statestore.cache.max.bytes");
        assertThat(config("task.assignor.class", "x").warnings())
                .singleElement()
                .asString()
                .contains("no effect");
    }

    @Test
    void shouldNotWarnAboutKeysOfKafkasClients() {
        StreamsConfig config = config(
                "bootstrap.servers", "b:1",
                "consumer.max.poll.records", 1,
                "main.consumer.x", 1,
                "restore.consumer.x", 1,
                "global.consumer.x", 1,
                "producer.linger.ms", 1,
                "admin.retries", 1,
                "topic.retention.ms", 1,
                "client.tag.zone", "z",
                "security.protocol", "SSL",
                "sasl.mechanism", "PLAIN",
                "ssl.truststore.location", "x",
                "auto.offset.reset", "latest",
                "linger.ms", 5,
                "group.protocol", "classic",
                "upgrade.from", "3.9",
                "rack.aware.assignment.tags", "zone");

        assertThat(config.warnings()).isEmpty();
        assertThat(config.getClientTags()).containsExactly(Map.entry("zone", "z"));
    }

    @Test
    void shouldDefineEveryKeyOnceWithAValidDefault() {
        assertThat(StreamsKeys.TABLE.keys()).hasSizeGreaterThan(40).allSatisfy(key -> {
            if (key.defaultValue() != null) {
                assertThat(key.parse(key.defaultValue())).isEqualTo(key.defaultValue());
            }
            assertThat(key.doc()).isNotBlank();
        });
    }

    @Test
    void shouldRefuseCombinationsThatCannotWork() {
        assertThatThrownBy(() -> config("processing.guarantee", "at_least_once", "commit.pacing", "adaptive"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("commit.pacing")
                .hasMessageContaining("processing.guarantee");
        assertThatThrownBy(() -> config("producer.transaction.timeout.ms", 50))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("producer.transaction.timeout.ms")
                .hasMessageContaining("commit.interval.ms");
    }

    @Test
    void shouldMakeAndConfigureInstances() {
        StreamsConfig config = config(
                "deserialization.exception.handler",
                LogAndContinueExceptionHandler.class.getName(),
                "default.key.serde",
                Serdes.StringSerde.class);

        assertThat(config.deserializationExceptionHandler()).isInstanceOf(LogAndContinueExceptionHandler.class);
        assertThat(config.defaultKeySerde()).isInstanceOf(Serdes.StringSerde.class);
        assertThatThrownBy(config::defaultValueSerde)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("default.value.serde");
        assertThat(config("deserialization.exception.handler", Remembering.class)
                        .deserializationExceptionHandler())
                .isInstanceOfSatisfying(
                        Remembering.class,
                        handler -> assertThat(handler.configs).containsKey("application.id"));
        assertThatThrownBy(() -> config("deserialization.exception.handler", WithoutConstructor.class)
                        .deserializationExceptionHandler())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("constructor");
    }

    @Test
    void shouldListOptimizations() {
        assertThat(StreamsConfig.verifyTopologyOptimizationConfigs("all"))
                .containsExactly("reuse.ktable.source.topics", "merge.repartition.topics", "single.store.self.join");
        assertThat(StreamsConfig.verifyTopologyOptimizationConfigs("none")).isEmpty();
        assertThat(StreamsConfig.verifyTopologyOptimizationConfigs("merge.repartition.topics, single.store.self.join"))
                .containsExactly("merge.repartition.topics", "single.store.self.join");
    }

    @Test
    void shouldLayerTheConfigurationOfKafkasClients() {
        StreamsConfig config = config(
                "bootstrap.servers", "b:1",
                "fetch.min.bytes", 1,
                "consumer.fetch.min.bytes", 2,
                "main.consumer.fetch.min.bytes", 3,
                "num.stream.threads", 2);

        assertThat(config.getMainConsumerConfigs("g", "c", 0))
                .containsEntry("bootstrap.servers", "b:1")
                .containsEntry("fetch.min.bytes", 3)
                .containsEntry("group.id", "g")
                .containsEntry("isolation.level", "read_committed")
                .containsEntry("auto.offset.reset", "earliest")
                .doesNotContainKey("num.stream.threads");
        assertThat(config.getRestoreConsumerConfigs("c"))
                .containsEntry("fetch.min.bytes", 2)
                .containsEntry("auto.offset.reset", "none");
        assertThat(config.getProducerConfigs("c"))
                .containsEntry("enable.idempotence", true)
                .containsEntry("transaction.timeout.ms", 10_000);
    }

    @Test
    void shouldOverrideSomeKeysPerTopology() {
        Properties overrides = new Properties();
        overrides.put("max.task.idle.ms", "9");
        StreamsConfig config = config("task.timeout.ms", 4);

        TopologyConfig topology = new TopologyConfig("name", config, overrides);

        assertThat(topology.maxTaskIdleMs).isEqualTo(9);
        assertThat(topology.taskTimeoutMs).isEqualTo(4);
        assertThat(topology.eosEnabled).isTrue();
        assertThat(topology.isNamedTopology()).isTrue();
        assertThat(topology.resolveDslStoreSuppliers()).isEmpty();
        assertThat(topology.getTaskConfig().timestampExtractor).isInstanceOf(FailOnInvalidTimestamp.class);
        assertThat(topology.getTaskConfig().deserializationExceptionHandler)
                .isInstanceOf(LogAndFailExceptionHandler.class);
        overrides.put("num.stream.threads", 3);
        assertThatThrownBy(() -> new TopologyConfig("name", config, overrides))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("num.stream.threads");
    }

    @Test
    void shouldCountEdits() {
        assertThat(EditDistance.between("kitten", "sitting")).isEqualTo(3);
        assertThat(EditDistance.between("", "abc")).isEqualTo(3);
        assertThat(EditDistance.between("abc", "abc")).isZero();
    }

    @Test
    void shouldSayWhatIsWrongWithAnUnknownGetter() {
        StreamsConfig config = config();

        assertThatThrownBy(() -> config.getInt("commit.interval.ms")).hasMessageContaining("LONG");
        assertThatThrownBy(() -> config.get("nope")).hasMessageContaining("nope");
        assertThat(config.getConfiguredInstances("metric.reporters", Object.class))
                .isEqualTo(List.of());
    }

    private static StreamsConfig config(Object... keysAndValues) {
        Map<String, Object> map = new HashMap<>();
        map.put("application.id", "app");
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return new StreamsConfig(map);
    }

    /** Keeps what it is configured with. */
    public static final class Remembering implements DeserializationExceptionHandler {

        private Map<String, ?> configs = Map.of();

        public Remembering() {}

        @Override
        public void configure(Map<String, ?> configs) {
            this.configs = configs;
        }
    }

    /** Cannot be made by name. */
    public static final class WithoutConstructor implements DeserializationExceptionHandler {

        public WithoutConstructor(int needed) {
            assertThat(needed).isZero();
        }

        @Override
        public void configure(Map<String, ?> configs) {}
    }
}
