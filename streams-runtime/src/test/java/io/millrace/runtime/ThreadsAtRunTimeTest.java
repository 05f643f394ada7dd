package io.millrace.runtime;

import static io.millrace.runtime.Words.awaitState;
import static io.millrace.runtime.Words.send;
import static io.millrace.runtime.Words.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import io.millrace.log.Isolation;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.CloseOptions.GroupMembershipOperation;
import io.millrace.runtime.StreamsRuntime.State;
import io.millrace.topology.Topology;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Threads that come and go, rest, and end. */
class ThreadsAtRunTimeTest {

    @TempDir
    Path directory;

    private final EmbeddedBroker broker = EmbeddedBroker.inMemory();
    private final Set<String> threads = ConcurrentHashMap.newKeySet();

    @BeforeEach
    void createTopic() {
        broker.createTopic("in", 4);
    }

    @AfterEach
    void closeBroker() {
        broker.close();
    }

    private Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("in")
                .mapValues(value -> {
                    threads.add(Thread.currentThread().getName());
                    if (value.equals("bad")) {
                        throw new IllegalStateException("bad record");
                    }
                    return value;
                })
                .to("out");
        return builder.build();
    }

    private StreamsRuntime start() {
        return start(directory);
    }

    private StreamsRuntime start(Path stateDirectory) {
        StreamsRuntime runtime = new StreamsRuntime(topology(), Words.config(stateDirectory), broker);
        runtime.setUncaughtExceptionHandler(e -> StreamThreadExceptionResponse.SHUTDOWN_APPLICATION);
        runtime.start();
        awaitState(runtime, State.RUNNING);
        return runtime;
    }

    private void sendToAllPartitions() {
        for (int i = 0; i < 40; i++) {
            send(broker, "in", "k" + i, "v" + i);
        }
    }

    @Test
    void shouldGiveTasksToAThreadThatIsAddedAndTakeThemBack() {
        try (StreamsRuntime runtime = start()) {
            assertThat(runtime.addStreamThread()).contains("app-StreamThread-2");
            await().atMost(Words.PATIENCE)
                    .until(() -> runtime.metadataForLocalThreads().stream()
                            .allMatch(thread -> thread.activeTasks().size() == 2));
            awaitState(runtime, State.RUNNING);
            sendToAllPartitions();
            values(broker, "out", 40);
            assertThat(threads).containsExactlyInAnyOrder("app-StreamThread-1", "app-StreamThread-2");

            assertThat(runtime.removeStreamThread()).isPresent();
            assertThat(runtime.metadataForLocalThreads()).hasSize(1);
            awaitState(runtime, State.RUNNING);
            sendToAllPartitions();
            assertThat(values(broker, "out", 80)).hasSize(80);
        }
    }

    @Test
    void shouldUseTheNameOfARemovedThreadAgainAndGoOnAfterTheLastWasRemoved() {
        try (StreamsRuntime runtime = start()) {
            assertThat(runtime.removeStreamThread(Duration.ofSeconds(20))).contains("app-StreamThread-1");
            assertThat(runtime.metadataForLocalThreads()).isEmpty();
            assertThat(runtime.removeStreamThread()).isEmpty();
            sendToAllPartitions();

            assertThat(runtime.addStreamThread()).contains("app-StreamThread-1");
            assertThat(values(broker, "out", 40)).hasSize(40);
        }
    }

    @Test
    void shouldNeitherAddNorRemoveThreadsWhileItDoesNotRun() {
        StreamsRuntime runtime = new StreamsRuntime(topology(), Words.config(directory), broker);
        assertThat(runtime.addStreamThread()).isEmpty();
        assertThat(runtime.removeStreamThread()).isEmpty();
        runtime.start();
        runtime.close();
        assertThat(runtime.addStreamThread()).isEmpty();
        assertThat(runtime.removeStreamThread()).isEmpty();
    }

    @Test
    void shouldRestWhilePausedAndGoOnAfterwards() {
        StreamsRuntime runtime = new StreamsRuntime(topology(), Words.config(directory), broker);
        try (runtime) {
            runtime.pause();
            assertThat(runtime.isPaused()).isTrue();
            runtime.start();
            sendToAllPartitions();
            await().atMost(Words.PATIENCE)
                    .until(() -> runtime.metadataForLocalThreads().stream()
                            .anyMatch(thread -> thread.activeTasks().size() == 4));
            assertThat(threads).isEmpty();

            runtime.resume();
            assertThat(runtime.isPaused()).isFalse();
            assertThat(values(broker, "out", 40)).hasSize(40);

            runtime.pause();
            send(broker, "in", "late", "late");
            runtime.resume();
            assertThat(values(broker, "out", 41)).contains("late");
        }
    }

    @Test
    void shouldStopAllInstancesWhenTheHandlerSaysSo() {
        try (StreamsRuntime first = start(directory.resolve("1"));
                StreamsRuntime second = start(directory.resolve("2"))) {
            awaitState(first, State.RUNNING);
            send(broker, "in", "k", "bad");

            awaitState(first, State.ERROR);
            awaitState(second, State.ERROR);
        }
        for (int partition = 0; partition < 4; partition++) {
            assertThat(broker.topics().endOffset(new TopicPartition("out", partition), Isolation.READ_COMMITTED))
                    .as("nothing of the failed record is visible")
                    .isZero();
        }
    }

    @Test
    void shouldCloseWithOptions() {
        StreamsRuntime leaving = start();
        assertThat(leaving.close(CloseOptions.timeout(Duration.ofSeconds(20)))).isTrue();
        assertThat(leaving.state()).isEqualTo(State.NOT_RUNNING);

        StreamsRuntime staying = start();
        assertThat(staying.close(CloseOptions.groupMembershipOperation(GroupMembershipOperation.REMAIN_IN_GROUP)
                        .withTimeout(Duration.ofSeconds(20))))
                .isTrue();
        StreamsRuntime next = new StreamsRuntime(topology(), Words.config(directory), broker);
        try (next) {
            next.start();
            send(broker, "in", "a", "1");
            // The group waits for the member that did not say goodbye.
            assertThat(next.metadataForLocalThreads())
                    .allMatch(thread -> thread.activeTasks().isEmpty());
        }
        assertThatThrownBy(() -> staying.close(CloseOptions.timeout(Duration.ofMillis(-1))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
