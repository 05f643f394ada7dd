package io.millrace.examples.launch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.dsl.Consumed;
import io.millrace.dsl.Produced;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.serialization.Serdes;
import io.millrace.topology.Topology;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherTest {

    private static final Example COUNTING = new Example(
            "counting",
            "counts words",
            LauncherTest::topology,
            new ExampleInput(
                    LauncherTest.class,
                    "not-there.txt",
                    line -> new Event(0, "words", line.getBytes(UTF_8), line.getBytes(UTF_8)),
                    List.of("words")),
            List.of(ResultTable.ofTable("Words", "counts", Serdes.String(), Serdes.Long())
                    .column("word", Row::key)
                    .column("count", Row::value)));

    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("words", Consumed.with(Serdes.String(), Serdes.String()))
                .filterNot((key, word) -> word.equals("nothing"))
                .groupByKey()
                .count()
                .toStream()
                .to("counts", Produced.with(Serdes.String(), Serdes.Long()));
        return builder.build();
    }

    @Test
    void shouldPrintWhatCameOfTheInput() throws IOException {
        assertThat(run("one", "two", "two")).isZero();

        assertThat(out.toString(UTF_8).lines())
                .containsExactly(
                        "counting: counts words",
                        "3 events fed from " + directory.resolve("input"),
                        "",
                        "Words",
                        "word  count",
                        "one       1",
                        "two       2");
    }

    @Test
    void shouldEndIfNothingComesOfTheInput() throws IOException {
        assertThat(run("nothing", "nothing")).isZero();

        assertThat(out.toString(UTF_8)).endsWith("\n\nWords\n(none)\n");
    }

    @Test
    void shouldEndIfThereIsNoInput() throws IOException {
        assertThat(run()).isZero();

        assertThat(out.toString(UTF_8)).endsWith("\n\nWords\n(none)\n");
    }

    @Test
    void shouldProcessWhatAKilledRunHasFedOnly() throws Exception {
        Path data = directory.resolve("data");
        Path input = Files.writeString(directory.resolve("input"), "one\n");
        try (EmbeddedBroker broker = EmbeddedBroker.open(data)) {
            broker.createTopic("words", 1);
            new EventFeed(broker, COUNTING).feed(EventSource.file(input));
        }

        assertThat(run(List.of("--data", data.toString(), "--input", input.toString())))
                .isZero();

        assertThat(out.toString(UTF_8)).contains("0 events fed from").endsWith("one       1\n");
    }

    private int run(String... lines) throws IOException {
        Path input = Files.write(directory.resolve("input"), List.of(lines));
        return run(List.of("--input", input.toString()));
    }

    private int run(List<String> args) {
        return new Launcher(new PrintStream(out, true, UTF_8), System.err).run(COUNTING, args);
    }
}
