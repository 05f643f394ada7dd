package io.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.broker.EmbeddedProducer;
import io.millrace.config.StreamsConfig;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import io.millrace.log.Isolation;
import io.millrace.processor.StateRestoreListener;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.StreamsRuntime.State;
import io.millrace.serialization.Serdes;
import io.millrace.topology.Topology;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code close(timeout)} returns in time wherever it is called from. */
@Timeout(60)
class CloseTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private final EmbeddedBroker broker = EmbeddedBroker.inMemory();
    /** What the processor does with each value; set before the start. */
    private final AtomicReference<Work> work = new AtomicReference<>(value -> {});

    private interface Work {
        void on(String value) throws InterruptedException;
    }

    @BeforeEach
    void makeTopic() {
        broker.createTopic("in", 1);
    }

    @AfterEach
    void closeBroker() {
        broker.close();
    }

    private StreamsRuntime runtime() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("in").groupByKey().count().toStream().foreach((key, count) -> {});
        builder.<String, String>stream("in").foreach((key, value) -> {
            try {
                work.get().on(value);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        Properties config = Words.config(directory);
        config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 3_600_000L);
        Topology topology = builder.build();
        return new StreamsRuntime(topology, config, broker);
    }

    @Test
    void shouldReturnInTimeWhileAProcessorHangsAndEndOnceItDoesNot() throws InterruptedException {
        CountDownLatch isHanging = new CountDownLatch(1);
        CountDownLatch letGo = new CountDownLatch(1);
        work.set(value -> {
            isHanging.countDown();
            letGo.await();
        });
        StreamsRuntime runtime = runtime();
        runtime.start();
        Words.send(broker, "in", "k", "v");
        assertThat(isHanging.await(20, TimeUnit.SECONDS)).isTrue();

        assertThat(runtime.close(Duration.ofMillis(100))).isFalse();
        assertThat(runtime.close(Duration.ZERO)).isFalse();
        letGo.countDown();

        assertThat(runtime.close(LONG)).isTrue();
        assertThat(runtime.state()).isEqualTo(State.NOT_RUNNING);
        assertThat(broker.topics().committed("app", List.of(new TopicPartition("in", 0))))
                .as("what the processor had done is committed")
                .isNotEmpty();
    }

    @Test
    void shouldCloseFromTheUncaughtExceptionHandler() throws InterruptedException {
        work.set(value -> {
            throw new IllegalStateException("on purpose");
        });
        StreamsRuntime runtime = runtime();
        CountDownLatch returned = new CountDownLatch(1);
        runtime.setUncaughtExceptionHandler(e -> {
            runtime.close(LONG);
            returned.countDown();
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        runtime.start();
        Words.send(broker, "in", "k", "v");

        assertThat(returned.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(runtime.close(LONG)).isTrue();
    }

    @Test
    void shouldCloseFromTheStateListener() throws InterruptedException {
        StreamsRuntime runtime = runtime();
        CountDownLatch returned = new CountDownLatch(1);
        runtime.setStateListener((now, before) -> {
            if (now == State.RUNNING) {
                runtime.close(LONG);
                returned.countDown();
            }
        });
        runtime.start();

        assertThat(returned.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(runtime.close(LONG)).isTrue();
        assertThat(runtime.state()).isEqualTo(State.NOT_RUNNING);
    }

    @Test
    void shouldCloseDuringARestoreFromItsListener() throws InterruptedException {
        CountDownLatch isProcessed = new CountDownLatch(1);
        work.set(value -> isProcessed.countDown());
        try (StreamsRuntime first = runtime()) {
            first.start();
            Words.send(broker, "in", "k", "v");
            assertThat(isProcessed.await(20, TimeUnit.SECONDS)).isTrue();
        }
        StreamsRuntime runtime = runtime();
        runtime.cleanUp();
        CountDownLatch returned = new CountDownLatch(1);
        runtime.setGlobalStateRestoreListener(new StateRestoreListener() {
            @Override
            public void onRestoreStart(TopicPartition changelog, String store, long start, long end) {
                runtime.close(LONG);
                returned.countDown();
            }

            @Override
            public void onBatchRestored(TopicPartition changelog, String store, long last, long count) {}

            @Override
            public void onRestoreEnd(TopicPartition changelog, String store, long total) {}
        });
        runtime.start();

        assertThat(returned.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(runtime.close(LONG)).isTrue();
        assertThat(runtime.state()).isEqualTo(State.NOT_RUNNING);
    }

    @Test
    void shouldCloseFromManyThreadsAtOnceAndAgain() throws InterruptedException {
        StreamsRuntime runtime = runtime();
        runtime.start();
        CountDownLatch closed = new CountDownLatch(4);
        for (int i = 0; i < 4; i++) {
            new Thread(() -> {
                        if (runtime.close(LONG)) {
                            closed.countDown();
                        }
                    })
                    .start();
        }

        assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(runtime.close(Duration.ZERO)).isTrue();
    }

    @Test
    void shouldNotReportAFailureWhenItClosesAfterItsTasksHaveMoved() throws InterruptedException {
        CountDownLatch isProcessing = new CountDownLatch(1);
        CountDownLatch letGo = new CountDownLatch(1);
        AtomicReference<Throwable> reported = new AtomicReference<>();
        work.set(value -> {
            isProcessing.countDown();
            letGo.await();
        });
        StreamsRuntime runtime = runtime();
        runtime.setUncaughtExceptionHandler(e -> {
            reported.set(e);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        runtime.start();
        Words.send(broker, "in", "k", "v");
        assertThat(isProcessing.await(20, TimeUnit.SECONDS)).isTrue();
        // Another owner of the task's transactional id fences it, as after a session that has expired.
        EmbeddedProducer<String, String> successor =
                broker.producer(Serdes.String().serializer(), Serdes.String().serializer(), "app-0_0");
        assertThat(runtime.close(Duration.ZERO)).isFalse();
        letGo.countDown();

        assertThat(runtime.close(LONG)).isTrue();
        successor.close();
        assertThat(reported).hasNullValue();
        assertThat(runtime.state()).isEqualTo(State.NOT_RUNNING);
        assertThat(broker.topics().committed("app", List.of(new TopicPartition("in", 0))))
                .as("a fenced owner commits nothing")
                .isEmpty();
    }

    @Test
    void shouldCloseFromAProcessor() throws InterruptedException {
        CountDownLatch returned = new CountDownLatch(1);
        AtomicReference<StreamsRuntime> self = new AtomicReference<>();
        work.set(value -> {
            self.get().close(LONG);
            self.get().close();
            returned.countDown();
        });
        StreamsRuntime runtime = runtime();
        self.set(runtime);
        runtime.start();
        Words.send(broker, "in", "k", "v");

        assertThat(returned.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(runtime.close(LONG)).isTrue();
        assertThat(runtime.state()).isEqualTo(State.NOT_RUNNING);
        assertThat(broker.topics().committed("app", List.of(new TopicPartition("in", 0))))
                .as("the record that closed is committed")
                .isNotEmpty();
    }

    @Test
    void shouldCloseWhileAnotherThreadStartsIt() throws InterruptedException {
        for (int i = 0; i < 20; i++) {
            StreamsRuntime runtime = runtime();
            CountDownLatch isStarting = new CountDownLatch(1);
            runtime.setStateListener((now, before) -> isStarting.countDown());
            Thread starter = new Thread(runtime::start);
            starter.start();
            assertThat(isStarting.await(10, TimeUnit.SECONDS)).isTrue();

            assertThat(runtime.close(LONG)).isTrue();

            starter.join();
            assertThat(runtime.state()).isEqualTo(State.NOT_RUNNING);
        }
    }

    @Test
    void shouldCloseWhileTasksMove() throws InterruptedException {
        broker.createTopic("many", 6);
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("many").groupByKey().count().toStream().foreach((key, count) -> {});
        Topology topology = builder.build();
        try (StreamsRuntime stays = new StreamsRuntime(topology, Words.config(directory.resolve("0")), broker)) {
            stays.start();
            Words.awaitState(stays, State.RUNNING);
            for (int i = 1; i <= 5; i++) {
                CountDownLatch isMoving = new CountDownLatch(1);
                StreamsRuntime comes = new StreamsRuntime(topology, Words.config(directory.resolve("" + i)), broker);
                comes.setStateListener((now, before) -> {
                    if (now == State.REBALANCING) {
                        isMoving.countDown();
                    }
                });
                comes.start();
                assertThat(isMoving.await(20, TimeUnit.SECONDS)).isTrue();

                assertThat(comes.close(LONG)).isTrue();
            }
            Words.awaitState(stays, State.RUNNING);
            assertThat(stays.close(LONG)).isTrue();
        }
    }

    @Test
    void shouldCloseThoughItsStateListenerFails() {
        StreamsRuntime runtime = runtime();
        runtime.setStateListener((now, before) -> {
            throw new IllegalStateException("on purpose");
        });
        runtime.start();
        Words.awaitState(runtime, State.RUNNING);

        assertThat(runtime.close(LONG)).isTrue();
    }

    @Test
    void shouldNameTheTaskAtWorkAndShowTheFunctionThatHangs() throws InterruptedException {
        CountDownLatch isHanging = new CountDownLatch(1);
        CountDownLatch letGo = new CountDownLatch(1);
        work.set(value -> hang(isHanging, letGo));
        StreamsRuntime runtime = runtime();
        runtime.start();
        Words.send(broker, "in", "k", "v");
        assertThat(isHanging.await(20, TimeUnit.SECONDS)).isTrue();
        StreamThread thread = (StreamThread) Thread.getAllStackTraces().keySet().stream()
                .filter(one -> one.getName().equals("app-StreamThread-1"))
                .findFirst()
                .orElseThrow();

        assertThat(StreamThreads.describeLate(thread, 100))
                .contains(
                        "app-StreamThread-1 has not ended within the 100 ms", "at work on task 0_0", "nothing is lost");
        assertThat(thread.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("hang"));
        letGo.countDown();
        assertThat(runtime.close(LONG)).isTrue();
        assertThat(StreamThreads.describeLate(thread, 100)).contains("at work on none of its tasks");
    }

    private static void hang(CountDownLatch isHanging, CountDownLatch letGo) throws InterruptedException {
        isHanging.countDown();
        letGo.await();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldLetTheProcessExitFromAShutdownHook(boolean hangs) throws Exception {
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        MemoryTest.classPath(),
                        ShutdownHookProcess.class.getName(),
                        directory.toString(),
                        "" + hangs)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean hasEnded = process.waitFor(50, TimeUnit.SECONDS);

            String said = Files.readString(output);
            assertThat(hasEnded).as(said).isTrue();
            assertThat(process.exitValue()).as(said).isEqualTo(3);
            assertThat(said).contains("closed=" + !hangs);
        } finally {
            process.destroyForcibly();
        }
        try (EmbeddedBroker after = EmbeddedBroker.open(directory.resolve("broker"))) {
            assertThat(after.topics().endOffset(new TopicPartition("out", 0), Isolation.READ_COMMITTED))
                    .as("what a clean close has committed is there; of a record that hangs nothing is")
                    .isEqualTo(hangs ? 0 : 2);
        }
    }
}
