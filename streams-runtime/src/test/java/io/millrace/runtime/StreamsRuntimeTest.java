package io.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.broker.EmbeddedProducer;
import io.millrace.config.StreamsConfig;
import io.millrace.dsl.Consumed;
import io.millrace.dsl.Produced;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.errors.LockException;
import io.millrace.errors.MissingSourceTopicException;
import io.millrace.errors.StreamsException;
import io.millrace.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import io.millrace.log.Isolation;
import io.millrace.record.ProducerRecord;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.StreamsRuntime.State;
import io.millrace.serialization.Serdes;
import io.millrace.topology.Topology;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamsRuntimeTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private final EmbeddedBroker broker = EmbeddedBroker.inMemory();
    private final AtomicInteger failuresLeft = new AtomicInteger();

    @AfterEach
    void closeBroker() {
        broker.close();
    }

    private Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()))
                .mapValues(value -> {
                    if (value.equals("bad") && failuresLeft.getAndDecrement() > 0) {
                        throw new IllegalStateException("bad record");
                    }
                    return value;
                })
                .to("out", Produced.with(Serdes.String(), Serdes.String()));
        return builder.build();
    }

    private Properties config() {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "app");
        config.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
        return config;
    }

    private StreamsRuntime runtime() {
        return new StreamsRuntime(topology(), config(), broker);
    }

    private void send(String... values) {
        try (EmbeddedProducer<String, String> producer =
                broker.producer(Serdes.String().serializer(), Serdes.String().serializer())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>("in", 0, null, value));
            }
        }
    }

    private void awaitOutputs(long dataRecords) {
        TopicPartition out = new TopicPartition("out", 0);
        await().atMost(PATIENCE)
                .until(() -> broker.topics().describe("out").isPresent()
                        && broker.topics().endOffset(out, Isolation.READ_COMMITTED) >= dataRecords);
    }

    @Test
    void shouldGoThroughItsStatesAndTellTheListener() {
        broker.createTopic("in", 1);
        List<State> states = new CopyOnWriteArrayList<>();
        StreamsRuntime runtime = runtime();
        runtime.setStateListener((now, before) -> states.add(now));

        runtime.start();
        await().atMost(PATIENCE).until(() -> runtime.state() == State.RUNNING);
        runtime.close();

        assertThat(states).containsExactly(State.REBALANCING, State.RUNNING, State.PENDING_SHUTDOWN, State.NOT_RUNNING);
    }

    @Test
    void shouldFailAtStartWhenASourceTopicIsMissing() {
        try (StreamsRuntime runtime = runtime()) {
            assertThatThrownBy(runtime::start)
                    .isInstanceOf(MissingSourceTopicException.class)
                    .hasMessageContaining("'in'");
        }
    }

    @Test
    void shouldRefuseASecondStartAndLateListeners() {
        broker.createTopic("in", 1);
        try (StreamsRuntime runtime = runtime()) {
            runtime.start();

            assertThatThrownBy(runtime::start).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> runtime.setStateListener(null)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void shouldShutDownWithAnErrorByDefaultWhenUserCodeThrows() {
        broker.createTopic("in", 1);
        failuresLeft.set(Integer.MAX_VALUE);
        try (StreamsRuntime runtime = runtime()) {
            runtime.start();
            send("good", "bad");

            await().atMost(PATIENCE).until(() -> runtime.state() == State.ERROR);
        }
        assertThat(broker.topics().endOffset(new TopicPartition("out", 0), Isolation.READ_COMMITTED))
                .as("what was not committed is not visible")
                .isLessThanOrEqualTo(2);
    }

    @Test
    void shouldReplaceAThreadAndProcessEachRecordOnceWhenTheHandlerSaysSo() {
        broker.createTopic("in", 1);
        failuresLeft.set(2);
        AtomicReference<Throwable> seen = new AtomicReference<>();
        try (StreamsRuntime runtime = runtime()) {
            runtime.setUncaughtExceptionHandler(e -> {
                seen.set(e);
                return StreamThreadExceptionResponse.REPLACE_THREAD;
            });
            runtime.start();
            send("good", "bad", "last");

            awaitOutputs(3);
            await().atMost(PATIENCE).until(() -> runtime.state() == State.RUNNING);
        }
        assertThat(seen.get())
                .isInstanceOf(StreamsException.class)
                .hasMessageContaining("in-0@1")
                .hasRootCauseMessage("bad record");
    }

    @Test
    void shouldCloseFromAStreamThreadWithoutDeadlock() throws InterruptedException {
        broker.createTopic("in", 1);
        CountDownLatch closed = new CountDownLatch(1);
        AtomicReference<StreamsRuntime> self = new AtomicReference<>();
        failuresLeft.set(1);
        StreamsRuntime runtime = runtime();
        self.set(runtime);
        runtime.setUncaughtExceptionHandler(e -> {
            self.get().close(Duration.ofSeconds(10));
            closed.countDown();
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        runtime.start();
        send("bad");

        assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
        await().atMost(PATIENCE).until(() -> runtime.state().hasCompletedShutdown());
    }

    @Test
    void shouldCloseTwiceAndWithoutHavingStarted() {
        StreamsRuntime runtime = runtime();

        runtime.close();
        runtime.close();

        assertThat(runtime.state()).isEqualTo(State.NOT_RUNNING);
    }

    @Test
    void shouldKeepASecondInstanceOutOfTheSameStateDirectory() {
        broker.createTopic("in", 1);
        try (StreamsRuntime first = runtime();
                StreamsRuntime second = runtime()) {
            first.start();

            assertThatThrownBy(second::start)
                    .isInstanceOf(LockException.class)
                    .hasMessageContaining(directory.toString());
        }
    }

    @Test
    void shouldShareTheWorkBetweenTwoInstancesAndTakeOverWhenOneCloses() {
        broker.createTopic("in", 4);
        Properties other = config();
        other.put(StreamsConfig.STATE_DIR_CONFIG, directory.resolve("other").toString());
        try (StreamsRuntime first = runtime()) {
            first.start();
            StreamsRuntime second = new StreamsRuntime(topology(), other, broker);
            second.start();
            await().atMost(PATIENCE).until(() -> first.state() == State.RUNNING && second.state() == State.RUNNING);

            second.close();
            send("a", "b");

            awaitOutputs(2);
        }
    }
}
