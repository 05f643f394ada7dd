package io.millrace.runtime;

import static io.millrace.runtime.Words.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.config.StreamsConfig;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.log.CommittedOffset;
import io.millrace.record.TopicPartition;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EarlyCommitTest {

    private static final TopicPartition IN = new TopicPartition("in", 0);
    private static final int RECORDS = 5_000;

    @TempDir
    Path directory;

    private final EmbeddedBroker broker = EmbeddedBroker.inMemory();

    @AfterEach
    void closeBroker() {
        broker.close();
    }

    @Test
    void shouldCommitBeforeItIsTimeOnceUncommittedChangesTakeTooMuch() {
        broker.createTopic("in", 1);
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("in").groupByKey().count();
        Properties config = Words.config(directory);
        config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 3_600_000L);
        config.put(StreamsConfig.STATESTORE_UNCOMMITTED_MAX_BYTES_CONFIG, 50_000L);
        String[] keysAndValues = new String[2 * RECORDS];
        for (int i = 0; i < RECORDS; i++) {
            keysAndValues[2 * i] = "key" + i;
            keysAndValues[2 * i + 1] = "v";
        }
        try (StreamsRuntime runtime = new StreamsRuntime(builder.build(), config, broker)) {
            runtime.start();
            Words.send(broker, "in", keysAndValues);

            await().atMost(PATIENCE).until(() -> committed() > RECORDS / 2);
            await().atMost(PATIENCE).until(() -> processed(runtime) == RECORDS);
        }
        assertThat(committed()).isEqualTo(RECORDS);
    }

    private static double processed(StreamsRuntime runtime) {
        return runtime.metrics().entrySet().stream()
                .filter(entry -> entry.getKey().group().equals("stream-task-metrics")
                        && entry.getKey().name().equals("process-total"))
                .mapToDouble(entry -> ((Number) entry.getValue().metricValue()).doubleValue())
                .sum();
    }

    private long committed() {
        CommittedOffset offset = broker.topics().committed("app", List.of(IN)).get(IN);
        return offset == null ? 0 : offset.offset();
    }
}
