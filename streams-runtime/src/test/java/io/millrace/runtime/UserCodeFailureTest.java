package io.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.config.StreamsConfig;
import io.millrace.dsl.Consumed;
import io.millrace.dsl.Produced;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.errors.LogAndContinueExceptionHandler;
import io.millrace.errors.LogAndContinueProcessingExceptionHandler;
import io.millrace.errors.StreamsException;
import io.millrace.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import io.millrace.log.Isolation;
import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.PunctuationType;
import io.millrace.processor.Record;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.StreamsRuntime.State;
import io.millrace.serialization.Deserializer;
import io.millrace.serialization.Serdes;
import io.millrace.serialization.SerializationException;
import io.millrace.serialization.Serializer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of an application whose functions, processors and serdes fail in every way that they can. */
@Timeout(60)
class UserCodeFailureTest {

    @TempDir
    Path directory;

    private final EmbeddedBroker broker = EmbeddedBroker.inMemory();
    private final StreamsBuilder builder = new StreamsBuilder();
    private final AtomicReference<Throwable> reported = new AtomicReference<>();
    private final AtomicInteger failuresLeft = new AtomicInteger();
    private Properties config;

    @BeforeEach
    void makeTopics() {
        config = Words.config(directory);
        broker.createTopic("in", 1);
        broker.createTopic("out", 1);
    }

    @AfterEach
    void closeBroker() {
        broker.close();
    }

    private StreamsRuntime start(StreamThreadExceptionResponse response) {
        StreamsRuntime runtime = new StreamsRuntime(builder.build(), config, broker);
        runtime.setUncaughtExceptionHandler(e -> {
            reported.set(e);
            return response;
        });
        runtime.start();
        return runtime;
    }

    private void copy(UnaryOperator<String> function) {
        builder.<String, String>stream("in").mapValues(function::apply).to("out");
    }

    private void failIfAnyIsLeft(String value) {
        if (value.startsWith("bad") && failuresLeft.getAndDecrement() > 0) {
            throw new IllegalStateException("on purpose");
        }
    }

    private long visible(String topic) {
        return broker.topics().endOffset(new TopicPartition(topic, 0), Isolation.READ_COMMITTED);
    }

    // ---- functions that take too long ----

    @Test
    void shouldProcessAgainWhatTookLongerThanATransactionMayTake() {
        config.put(StreamsConfig.producerPrefix("transaction.timeout.ms"), 300);
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        failuresLeft.set(2);
        copy(value -> {
            if (value.equals("slow") && failuresLeft.getAndDecrement() > 0) {
                // Longer than the timeout, with a transaction open.
                LockSupport.parkNanos(Duration.ofMillis(900).toNanos());
            }
            return value;
        });
        try (StreamsRuntime runtime = start(StreamThreadExceptionResponse.SHUTDOWN_CLIENT)) {
            Words.send(broker, "in", "k", "first", "k", "slow", "k", "last");

            assertThat(Words.values(broker, "out", 3)).containsExactly("first", "slow", "last");
            assertThat(failuresLeft.get()).isNegative();
            assertThat(reported).hasNullValue();
            assertThat(runtime.state()).isEqualTo(State.RUNNING);
        }
    }

    // ---- errors of the virtual machine ----

    static Stream<Error> errors() {
        return Stream.of(
                new StackOverflowError("on purpose"),
                new OutOfMemoryError("on purpose"),
                new NoClassDefFoundError("on purpose"),
                new AssertionError("on purpose"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void shouldNeverSkipARecordOverAnError(Error error) {
        config.put(
                StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
                LogAndContinueProcessingExceptionHandler.class);
        copy(value -> {
            if (value.equals("bad")) {
                throw error;
            }
            return value;
        });
        try (StreamsRuntime runtime = start(StreamThreadExceptionResponse.SHUTDOWN_CLIENT)) {
            Words.send(broker, "in", "k", "bad", "k", "good");

            Words.awaitState(runtime, State.ERROR);
        }

        assertThat(reported.get()).isSameAs(error);
        assertThat(visible("out")).isZero();
        assertThat(broker.topics().committed("app", List.of(new TopicPartition("in", 0))))
                .as("the record is read again at the next start")
                .isEmpty();
    }

    @Test
    void shouldProcessEachRecordOnceThoughErrorsEndThreadsInCommitsAndBetweenThem() {
        failuresLeft.set(4);
        builder.<String, String>stream("in")
                .peek((key, value) -> throwAnErrorIfAnyIsLeft())
                .groupByKey()
                .reduce((aggregate, value) -> aggregate + value)
                .toStream()
                .peek((key, value) -> throwAnErrorIfAnyIsLeft())
                .to("out");
        try (StreamsRuntime runtime = start(StreamThreadExceptionResponse.REPLACE_THREAD)) {
            Words.send(broker, "in", "k", "first");
            Words.values(broker, "out", 1);
            failuresLeft.set(3);
            Words.send(broker, "in", "k", "-next");

            assertThat(Words.values(broker, "out", 2)).containsExactly("first", "first-next");
            Words.awaitState(runtime, State.RUNNING);
        }
    }

    /** Every second one lets a record pass once, so that both functions throw. */
    private void throwAnErrorIfAnyIsLeft() {
        int left = failuresLeft.getAndDecrement();
        if (left > 0 && left % 3 != 0) {
            throw new NoClassDefFoundError("on purpose");
        }
    }

    @Test
    void shouldCloseCompletelyThoughAProcessorFailsToCloseWithAnError() {
        builder.<String, String>stream("in").process(() -> new Processor<String, String, Void, Void>() {
            @Override
            public void process(Record<String, String> record) {}

            @Override
            public void close() {
                throw new NoClassDefFoundError("on purpose");
            }
        });
        StreamsRuntime runtime = start(StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
        Words.awaitState(runtime, State.RUNNING);

        assertThat(runtime.close(Duration.ofSeconds(20))).isTrue();

        assertThat(runtime.state()).isEqualTo(State.NOT_RUNNING);
        try (StreamsRuntime next = start(StreamThreadExceptionResponse.SHUTDOWN_CLIENT)) {
            Words.awaitState(next, State.RUNNING);
        }
    }

    @Test
    void shouldStopWithAnErrorWhenTheUncaughtExceptionHandlerFailsWithAnErrorItself() {
        copy(value -> {
            throw new IllegalStateException("on purpose");
        });
        try (StreamsRuntime runtime = new StreamsRuntime(builder.build(), config, broker)) {
            runtime.setUncaughtExceptionHandler(e -> {
                throw new AssertionError("in the handler");
            });
            runtime.start();
            Words.send(broker, "in", "k", "v");

            Words.awaitState(runtime, State.ERROR);
        }
    }

    // ---- serdes ----

    private static Deserializer<String> picky() {
        Deserializer<String> strings = Serdes.String().deserializer();
        return (topic, bytes) -> {
            String value = strings.deserialize(topic, bytes);
            if ("poison".equals(value)) {
                throw new SerializationException("on purpose");
            }
            return value;
        };
    }

    private void copyPickily() {
        builder.stream(
                        "in",
                        Consumed.with(
                                Serdes.String(),
                                Serdes.serdeFrom(Serdes.String().serializer(), picky())))
                .peek((key, value) -> failIfAnyIsLeft(value))
                .to("out", Produced.with(Serdes.String(), Serdes.String()));
    }

    @Test
    void shouldStopAtARecordThatCannotBeDecodedAndNameIt() {
        copyPickily();
        try (StreamsRuntime runtime = start(StreamThreadExceptionResponse.SHUTDOWN_CLIENT)) {
            Words.send(broker, "in", "k", "good", "k", "poison");

            Words.awaitState(runtime, State.ERROR);
        }

        assertThat(reported.get())
                .isInstanceOf(StreamsException.class)
                .hasMessageContaining("in-0@1")
                .hasMessageContaining("deserialization.exception.handler")
                .hasRootCauseMessage("on purpose");
    }

    @Test
    void shouldWriteALetterForARecordThatCannotBeDecodedWithinItsTransaction() {
        broker.createTopic("letters", 1);
        config.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, LogAndContinueExceptionHandler.class);
        config.put(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, "letters");
        failuresLeft.set(3);
        copyPickily();
        try (StreamsRuntime runtime = start(StreamThreadExceptionResponse.REPLACE_THREAD)) {
            Words.send(broker, "in", "k", "poison", "k", "bad");

            assertThat(Words.values(broker, "out", 1)).containsExactly("bad");
            Words.awaitState(runtime, State.RUNNING);
        }

        assertThat(failuresLeft.get()).isNegative();
        assertThat(Words.values(broker, "letters", 1))
                .as("letters of the transactions that failed are not visible")
                .containsExactly("poison");
    }

    @Test
    void shouldNameSinkAndTopicOfARecordThatCannotBeEncoded() {
        Serializer<String> failing = (topic, value) -> {
            throw new SerializationException("on purpose");
        };
        builder.<String, String>stream("in")
                .to(
                        "out",
                        Produced.with(
                                        Serdes.String(),
                                        Serdes.serdeFrom(
                                                failing, Serdes.String().deserializer()))
                                .withName("to-out"));
        try (StreamsRuntime runtime = start(StreamThreadExceptionResponse.SHUTDOWN_CLIENT)) {
            Words.send(broker, "in", "k", "v");

            Words.awaitState(runtime, State.ERROR);
        }

        assertThat(reported.get())
                .hasStackTraceContaining("Sink 'to-out' cannot write a record to topic 'out'")
                .hasRootCauseMessage("on purpose");
        assertThat(visible("out")).isZero();
    }

    // ---- in commits and punctuations ----

    @Test
    void shouldProcessEachRecordOnceThoughWhatFollowsACachedStoreFailsInACommit() {
        failuresLeft.set(2);
        builder.<String, String>stream("in")
                .groupByKey()
                .reduce((aggregate, value) -> aggregate + value)
                .toStream()
                .peek((key, value) -> failIfAnyIsLeft(value))
                .to("out");
        try (StreamsRuntime runtime = start(StreamThreadExceptionResponse.REPLACE_THREAD)) {
            Words.send(broker, "in", "k", "bad");
            Words.values(broker, "out", 1);
            Words.send(broker, "in", "k", "-next");

            assertThat(Words.values(broker, "out", 2)).containsExactly("bad", "bad-next");
            Words.awaitState(runtime, State.RUNNING);
        }
        assertThat(reported.get())
                .hasMessageContaining("held back until the commit")
                .hasRootCauseMessage("on purpose");
    }

    /** Writes down and forwards at each tick; then fails, if failures are left. */
    private final class Ticking implements Processor<String, String, String, String> {

        private ProcessorContext<String, String> context;

        @Override
        public void init(ProcessorContext<String, String> given) {
            context = given;
            context.schedule(Duration.ofMillis(100), PunctuationType.STREAM_TIME, this::tick);
        }

        private void tick(long timeMs) {
            context.forward(new Record<>("tick", "" + timeMs, timeMs));
            failIfAnyIsLeft("bad");
        }

        @Override
        public void process(Record<String, String> record) {
            context.forward(record);
        }
    }

    @Test
    void shouldTakeBackATickThatFailsTogetherWithWhatWasDoneBefore() {
        failuresLeft.set(2);
        builder.<String, String>stream("in").process(Ticking::new).to("out");
        try (StreamsRuntime runtime = start(StreamThreadExceptionResponse.REPLACE_THREAD)) {
            Words.sendAt(broker, "in", 1_000, "k", "v");

            assertThat(Words.values(broker, "out", 2)).containsExactly("v", "1000");
            Words.awaitState(runtime, State.RUNNING);
        }
        assertThat(failuresLeft.get()).isNegative();
        assertThat(reported.get())
                .hasMessageContaining("KSTREAM-PROCESSOR")
                .hasMessageContaining("in a punctuation")
                .hasRootCauseMessage("on purpose");
    }

    // ---- interrupts ----

    @Test
    void shouldGoOnThoughUserCodeInterruptsItsThread() {
        String[] sent = new String[200];
        for (int i = 0; i < sent.length; i += 2) {
            sent[i] = "k" + i;
            sent[i + 1] = "v" + i;
        }
        copy(value -> {
            Thread.currentThread().interrupt();
            return value;
        });
        try (EmbeddedBroker onDisk = EmbeddedBroker.open(directory.resolve("broker"))) {
            onDisk.createTopic("in", 1);
            onDisk.createTopic("out", 1);
            StreamsRuntime runtime = new StreamsRuntime(builder.build(), config, onDisk);
            runtime.start();
            Words.send(onDisk, "in", sent);

            assertThat(Words.values(onDisk, "out", sent.length / 2)).hasSize(sent.length / 2);
            assertThat(runtime.state()).isEqualTo(State.RUNNING);
            assertThat(runtime.close(Duration.ofSeconds(20))).isTrue();
        }
    }

    @Test
    void shouldTreatAnInterruptThatUserCodeThrowsAsAnyFailure() {
        failuresLeft.set(2);
        copy(value -> {
            if (failuresLeft.getAndDecrement() > 0) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(new InterruptedException("on purpose"));
            }
            return value;
        });
        try (StreamsRuntime runtime = start(StreamThreadExceptionResponse.REPLACE_THREAD)) {
            Words.send(broker, "in", "k", "v");

            assertThat(Words.values(broker, "out", 1)).containsExactly("v");
            Words.awaitState(runtime, State.RUNNING);
        }
    }

    // ---- endless recursion ----

    @Test
    void shouldStopAtAnEndlessRecursionAndShowWhereItIs() {
        copy(UserCodeFailureTest::endless);
        try (StreamsRuntime runtime = start(StreamThreadExceptionResponse.SHUTDOWN_CLIENT)) {
            Words.send(broker, "in", "k", "v");

            Words.awaitState(runtime, State.ERROR);
        }

        assertThat(reported.get()).isInstanceOf(StackOverflowError.class);
        assertThat(reported.get().getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("endless"));
        assertThat(visible("out")).isZero();
    }

    private static String endless(String value) {
        return endless(value + "x").substring(1);
    }
}
