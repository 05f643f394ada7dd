package io.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.runtime.StreamsRuntime.State;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StaticMembershipTest {

    @TempDir
    Path directory;

    private final EmbeddedBroker broker = EmbeddedBroker.inMemory();

    @AfterEach
    void closeBroker() {
        broker.close();
    }

    private StreamsRuntime start(String name, List<State> states, Map<String, ?> settings) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in").to("out");
        Properties config = Words.config(directory.resolve(name));
        config.putAll(settings);
        StreamsRuntime runtime = new StreamsRuntime(builder.build(), config, broker);
        runtime.setStateListener((now, before) -> states.add(now));
        runtime.start();
        return runtime;
    }

    private static Set<Integer> partitions(StreamsRuntime runtime) {
        return runtime.metadataForLocalThreads().stream()
                .flatMap(thread -> thread.activeTasks().stream())
                .map(task -> task.taskId().partition())
                .collect(Collectors.toSet());
    }

    @Test
    void shouldGetItsTasksBackWithoutARebalanceWhenAStaticMemberRestarts() {
        broker.createTopic("in", 4);
        List<State> states = new CopyOnWriteArrayList<>();
        try (StreamsRuntime stays = start("one", states, Map.of("group.instance.id", "one"))) {
            Words.awaitState(stays, State.RUNNING);
            Set<Integer> part;
            try (StreamsRuntime leaves =
                    start("two", new CopyOnWriteArrayList<>(), Map.of("main.consumer.group.instance.id", "two"))) {
                await().atMost(Words.PATIENCE)
                        .until(() -> partitions(stays).size() == 2
                                && partitions(leaves).size() == 2
                                && stays.state() == State.RUNNING);
                part = partitions(leaves);
                states.clear();
            }

            try (StreamsRuntime back =
                    start("two", new CopyOnWriteArrayList<>(), Map.of("main.consumer.group.instance.id", "two"))) {
                await().atMost(Words.PATIENCE).until(() -> partitions(back).size() == 2);

                assertThat(partitions(back)).isEqualTo(part);
                Words.send(broker, "in", "a", "1", "b", "2", "c", "3", "d", "4", "e", "5");
                assertThat(Words.values(broker, "out", 5)).hasSize(5);
                assertThat(states).isEmpty();
            }
        }
    }
}
