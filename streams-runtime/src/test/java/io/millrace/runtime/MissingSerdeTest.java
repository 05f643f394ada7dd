package io.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.config.ConfigException;
import io.millrace.config.StreamsConfig;
import io.millrace.dsl.Consumed;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.errors.StreamsException;
import io.millrace.serialization.Serdes;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MissingSerdeTest {

    @TempDir
    Path directory;

    private final StreamsBuilder builder = new StreamsBuilder();

    @Test
    void shouldFailAtStartAndNameTheSourceThatHasNone() {
        builder.stream("in").foreach((key, value) -> {});

        assertFailsAtStart("Source 'KSTREAM-SOURCE-0000000000'", "default.key.serde");
    }

    @Test
    void shouldFailAtStartAndNameTheSinkThatHasNone() {
        builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()))
                .selectKey((key, value) -> 1)
                .to("out");

        assertFailsAtStart("Sink 'KSTREAM-SINK-0000000002'", "Produced");
    }

    @Test
    void shouldFailAtStartAndNameTheSourceOfAGlobalTable() {
        builder.globalTable("in");

        assertFailsAtStart("Source 'KSTREAM-SOURCE-", "Consumed");
    }

    private void assertFailsAtStart(String who, String remedy) {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "app");
        config.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
        try (EmbeddedBroker broker = EmbeddedBroker.inMemory();
                StreamsRuntime runtime = new StreamsRuntime(builder.build(), config, broker)) {
            broker.createTopic("in", 1);

            assertThatThrownBy(runtime::start)
                    .isInstanceOf(StreamsException.class)
                    .hasMessageContaining(who)
                    .hasMessageContaining(remedy)
                    .hasCauseInstanceOf(ConfigException.class);
        }
    }
}
