package io.millrace.guides.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.StreamsConfig;
import io.millrace.dsl.KStream;
import io.millrace.dsl.KTable;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.processor.ContextualProcessor;
import io.millrace.processor.Record;
import io.millrace.serialization.Serdes;
import io.millrace.serialization.StringSerializer;
import io.millrace.state.Windowed;
import io.millrace.test.TopologyTestDriver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/**
 * The small language of the operators' examples: records as texts {@code key=value@seconds}. A key or value {@code null} is null; a record without time is of second 0. Windows
 * are shown as {@code key[start..end]}, in seconds.
 */
abstract class OperatorExample {

    final StreamsBuilder builder = new StreamsBuilder();

    private final List<String> shown = new ArrayList<>();
    private @Nullable TopologyTestDriver driver;

    /** Makes the records of a stream those that are expected. */
    final void show(KStream<?, ?> stream) {
        stream.process(() -> new Collector<>(shown));
    }

    /** Makes the changes of a table those that are expected. */
    final void show(KTable<?, ?> table) {
        show(table.toStream());
    }

    final void send(String topic, String... records) {
        for (String record : records) {
            String[] atTime = record.split("@");
            String[] pair = atTime[0].split("=", 2);
            long seconds = atTime.length == 1 ? 0 : Long.parseLong(atTime[1]);
            driver().createInputTopic(topic, new StringSerializer(), new StringSerializer())
                    .pipeInput(nullOr(pair[0]), nullOr(pair[1]), Instant.ofEpochSecond(seconds));
        }
    }

    private static @Nullable String nullOr(String text) {
        return text.equals("null") ? null : text;
    }

    /** What was shown since this was asked last, in order; times are compared where they are given. */
    final void expect(String... records) {
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < shown.size(); i++) {
            boolean withTime = i < records.length && records[i].contains("@");
            seen.add(withTime ? shown.get(i) : shown.get(i).replaceFirst("@[0-9.-]+$", ""));
        }
        shown.clear();
        assertThat(seen).containsExactly(records);
    }

    final TopologyTestDriver driver() {
        if (driver == null) {
            Properties config = new Properties();
            config.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
            config.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
            driver = new TopologyTestDriver(builder.build(), config, Instant.EPOCH);
        }
        return driver;
    }

    @AfterEach
    final void close() {
        if (driver != null) {
            driver.close();
        }
    }

    private static final class Collector<K, V> extends ContextualProcessor<K, V, Void, Void> {

        private final List<String> shown;

        Collector(List<String> shown) {
            this.shown = shown;
        }

        @Override
        public void process(Record<K, V> record) {
            shown.add(text(record.key()) + "=" + record.value() + "@" + seconds(record.timestamp()));
        }

        private static String text(@Nullable Object key) {
            if (key instanceof Windowed<?> windowed) {
                return windowed.key() + "[" + seconds(windowed.window().start()) + ".."
                        + seconds(windowed.window().end()) + "]";
            }
            return String.valueOf(key);
        }

        private static String seconds(long ms) {
            return ms % 1000 == 0 ? Long.toString(ms / 1000) : Double.toString(ms / 1000.0);
        }
    }
}
