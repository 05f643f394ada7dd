package io.millrace.examples.wordcount;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.dsl.Consumed;
import io.millrace.dsl.Produced;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.examples.launch.TopicReader;
import io.millrace.serialization.Serdes;
import io.millrace.time.SystemClock;
import io.millrace.topology.Topology;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CountingRunTest {

    @TempDir
    Path stateDirectory;

    @Test
    void shouldTellWhyTheTopologyFailed() {
        try (EmbeddedBroker broker = EmbeddedBroker.inMemory()) {
            assertThatThrownBy(() -> count(broker, failing(), 1, "line"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("counting failed: ")
                    .hasStackTraceContaining("cannot do this line");
        }
    }

    @Test
    void shouldKeepThePartitionsOfAnEarlierRun() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.inMemory()) {
            count(broker, WordCount.topology(), 1, "a\nb\nc\nd\ne\nf");

            CountTable counts = count(broker, WordCount.topology(), 7, "a\nb\nc\nd\ne\nf");

            assertThat(TopicReader.partitions(broker.topics(), WordCount.LINES)).hasSize(4);
            assertThat(TopicReader.partitions(broker.topics(), WordCount.COUNTS))
                    .hasSize(4);
            assertThat(print(counts)).isEqualTo("2\ta\n2\tb\n2\tc\n2\td\n2\te\n2\tf\n");
        }
    }

    @Test
    void shouldGiveEachThreadAPartition() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.inMemory()) {
            count(broker, WordCount.topology(), 6, "a");

            assertThat(TopicReader.partitions(broker.topics(), WordCount.LINES)).hasSize(6);
        }
    }

    private CountTable count(EmbeddedBroker broker, Topology topology, int threads, String text) throws Exception {
        ProgressLine progress =
                new ProgressLine(new PrintStream(new ByteArrayOutputStream()), SystemClock.instance(), false);
        CountingRun run = new CountingRun(topology, broker, stateDirectory, threads, SystemClock.instance(), progress);
        TextInput input = TextInput.named("-", new ByteArrayInputStream(text.getBytes(UTF_8)));
        return run.count(List.of(input), CountingRun.Reading.ANEW);
    }

    private static Topology failing() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(WordCount.LINES, Consumed.with(Serdes.String(), Serdes.String()))
                .<String>mapValues(line -> {
                    throw new IllegalArgumentException("cannot do this " + line);
                })
                .to(WordCount.COUNTS, Produced.with(Serdes.String(), Serdes.String()));
        return builder.build();
    }

    private static String print(CountTable counts) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        counts.print(out, Integer.MAX_VALUE);
        return out.toString(UTF_8);
    }
}
