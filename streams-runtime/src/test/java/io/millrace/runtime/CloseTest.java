package io.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.broker.EmbeddedProducer;
import io.millrace.config.StreamsConfig;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import io.millrace.processor.StateRestoreListener;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.StreamsRuntime.State;
import io.millrace.serialization.Serdes;
import io.millrace.topology.Topology;
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
}
