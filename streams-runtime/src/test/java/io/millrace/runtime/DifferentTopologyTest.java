package io.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.dsl.Materialized;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import io.millrace.runtime.StreamsRuntime.State;
import io.millrace.topology.Topology;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two programs, or two versions of one, under one application id. */
class DifferentTopologyTest {

    @TempDir
    Path directory;

    private final EmbeddedBroker broker = EmbeddedBroker.inMemory();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();

    @AfterEach
    void closeBroker() {
        broker.close();
    }

    private static Topology copies() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in").to("out");
        return builder.build();
    }

    private static Topology counts() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in").groupByKey().count(Materialized.as("counts"));
        return builder.build();
    }

    private StreamsRuntime start(String name, Topology topology) {
        StreamsRuntime runtime = new StreamsRuntime(topology, Words.config(directory.resolve(name)), broker);
        runtime.setUncaughtExceptionHandler(e -> {
            failures.add(e);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        runtime.start();
        return runtime;
    }

    @Test
    void shouldRefuseTheNewcomerWithTheDifferenceWhileTheOthersGoOn() {
        broker.createTopic("in", 4);
        try (StreamsRuntime first = start("first", copies())) {
            Words.awaitState(first, State.RUNNING);

            try (StreamsRuntime other = start("other", counts())) {
                await().atMost(Words.PATIENCE).until(() -> other.state() == State.ERROR);
            }

            assertThat(failures)
                    .singleElement()
                    .satisfies(failure -> assertThat(failure)
                            .hasMessageContaining("runs another topology than this instance")
                            .hasMessageContaining("only here: [sub 0 store counts")
                            .hasMessageContaining("the others go on"));
            Words.awaitState(first, State.RUNNING);
            Words.send(broker, "in", "a", "1", "b", "2", "c", "3");
            assertThat(Words.values(broker, "out", 3)).hasSize(3);
        }
    }

    @Test
    void shouldLetAnotherTopologyTakeOverOnceTheFirstIsClosed() {
        broker.createTopic("in", 4);
        start("first", copies()).close();

        try (StreamsRuntime other = start("other", counts())) {
            Words.awaitState(other, State.RUNNING);
            assertThat(failures).isEmpty();
        }
    }
}
