package io.millrace.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.StreamsConfig;
import io.millrace.dsl.Consumed;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.errors.DeserializationExceptionHandler;
import io.millrace.errors.ErrorHandlerContext;
import io.millrace.errors.ProcessingExceptionHandler;
import io.millrace.errors.ProcessorStateException;
import io.millrace.errors.StreamsException;
import io.millrace.processor.Record;
import io.millrace.record.ConsumerRecord;
import io.millrace.serialization.IntegerSerializer;
import io.millrace.serialization.Serdes;
import io.millrace.serialization.ShortSerializer;
import io.millrace.serialization.StringSerializer;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** Handlers that fail themselves. What they throw is the cause of what comes out, as in 4.3.1. */
class FailingHandlersTest {

    private static TopologyTestDriver driver(String key, Class<?> handler) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in", Consumed.with(Serdes.String(), Serdes.Integer()))
                .mapValues(value -> 10 / value)
                .groupByKey()
                .count()
                .toStream()
                .foreach((word, count) -> {
                    if (count == 2) {
                        throw new IllegalStateException("in a flush of the cache");
                    }
                });
        Properties config = new Properties();
        config.put(key, handler);
        return new TopologyTestDriver(builder.build(), config);
    }

    private static TestInputTopic<String, Integer> integers(TopologyTestDriver driver) {
        return driver.createInputTopic("in", new StringSerializer(), new IntegerSerializer());
    }

    @Test
    void shouldFailWithWhatTheProcessingHandlerThrows() {
        try (TopologyTestDriver driver =
                driver(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, ThrowsInProcessing.class)) {
            TestInputTopic<String, Integer> in = integers(driver);

            assertThatThrownBy(() -> in.pipeInput("k", 0))
                    .isInstanceOf(StreamsException.class)
                    .cause()
                    .isInstanceOf(UnsupportedOperationException.class)
                    .satisfies(thrown -> assertThat(thrown.getSuppressed()[0]).isInstanceOf(ArithmeticException.class));
        }
    }

    @Test
    void shouldFailWithANullPointerExceptionIfTheProcessingHandlerReturnsNull() {
        try (TopologyTestDriver driver =
                driver(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, NullInProcessing.class)) {
            TestInputTopic<String, Integer> in = integers(driver);

            assertThatThrownBy(() -> in.pipeInput("k", 0))
                    .isInstanceOf(StreamsException.class)
                    .hasCauseInstanceOf(NullPointerException.class);
            in.pipeInput("k", 1);
            assertThatThrownBy(() -> in.pipeInput("k", 1))
                    .isInstanceOf(ProcessorStateException.class)
                    .hasCauseInstanceOf(NullPointerException.class);
        }
    }

    @Test
    void shouldFailWithANullPointerExceptionIfTheDeserializationHandlerReturnsNull() {
        try (TopologyTestDriver driver =
                driver(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, NullInDeserialization.class)) {
            TestInputTopic<String, Short> tooShort =
                    driver.createInputTopic("in", new StringSerializer(), new ShortSerializer());

            assertThatThrownBy(() -> tooShort.pipeInput("k", (short) 1))
                    .isInstanceOf(StreamsException.class)
                    .hasCauseInstanceOf(NullPointerException.class);
        }
    }

    public static final class ThrowsInProcessing implements ProcessingExceptionHandler {
        @Override
        public Response handleError(ErrorHandlerContext context, Record<?, ?> record, Exception exception) {
            throw new UnsupportedOperationException("the handler fails");
        }

        @Override
        public void configure(Map<String, ?> configs) {}
    }

    public static final class NullInProcessing implements ProcessingExceptionHandler {
        @Override
        public Response handleError(ErrorHandlerContext context, Record<?, ?> record, Exception exception) {
            return null;
        }

        @Override
        public void configure(Map<String, ?> configs) {}
    }

    public static final class NullInDeserialization implements DeserializationExceptionHandler {
        @Override
        public Response handleError(
                ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
            return null;
        }

        @Override
        public void configure(Map<String, ?> configs) {}
    }
}
