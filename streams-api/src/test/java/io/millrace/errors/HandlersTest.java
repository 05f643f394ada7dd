package io.millrace.errors;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.processor.Record;
import io.millrace.processor.TaskId;
import io.millrace.record.ConsumerRecord;
import io.millrace.record.Header;
import io.millrace.record.Headers;
import io.millrace.record.ProducerRecord;
import io.millrace.record.RecordHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HandlersTest {

    private static final Map<String, ?> WITH_DEAD_LETTERS = Map.of("errors.dead.letter.queue.topic.name", "dead");
    private final ErrorHandlerContext context = new FailedAt5();
    private final ConsumerRecord<byte[], byte[]> input =
            new ConsumerRecord<>("orders", 3, 5, new byte[] {1}, new byte[] {2});

    @Test
    void shouldSendTheInputRecordToTheDeadLetterTopic() {
        LogAndContinueExceptionHandler handler = new LogAndContinueExceptionHandler();
        handler.configure(WITH_DEAD_LETTERS);

        DeserializationExceptionHandler.Response response =
                handler.handleError(context, input, new IllegalStateException("boom"));

        assertThat(response.result()).isEqualTo(DeserializationExceptionHandler.Result.RESUME);
        assertThat(response.deadLetterQueueRecords()).hasSize(1);
        ProducerRecord<byte[], byte[]> letter =
                response.deadLetterQueueRecords().get(0);
        assertThat(letter.topic()).isEqualTo("dead");
        assertThat(letter.partition()).isNull();
        assertThat(letter.timestamp()).isEqualTo(9L);
        assertThat(letter.key()).containsExactly(1);
        assertThat(letter.value()).containsExactly(2);
        assertThat(text(letter, "own")).isEqualTo("kept");
        assertThat(text(letter, "__streams.errors.exception")).isEqualTo("java.lang.IllegalStateException");
        assertThat(text(letter, "__streams.errors.message")).isEqualTo("boom");
        assertThat(text(letter, "__streams.errors.stacktrace")).contains("HandlersTest");
        assertThat(text(letter, "__streams.errors.topic")).isEqualTo("orders");
        assertThat(text(letter, "__streams.errors.partition")).isEqualTo("3");
        assertThat(text(letter, "__streams.errors.offset")).isEqualTo("5");
        assertThat(context.headers()).hasSize(1);
    }

    @Test
    void shouldSendNothingWithoutADeadLetterTopic() {
        LogAndFailProcessingExceptionHandler handler = new LogAndFailProcessingExceptionHandler();
        handler.configure(Map.of());

        ProcessingExceptionHandler.Response response =
                handler.handleError(context, new Record<>("k", "v", 0), new RuntimeException());

        assertThat(response.result()).isEqualTo(ProcessingExceptionHandler.Result.FAIL);
        assertThat(response.deadLetterQueueRecords()).isEmpty();
    }

    @Test
    void shouldTryAgainAfterATimeoutOnly() {
        DefaultProductionExceptionHandler handler = new DefaultProductionExceptionHandler();
        handler.configure(WITH_DEAD_LETTERS);
        ProducerRecord<byte[], byte[]> output = new ProducerRecord<>("out", new byte[0]);

        assertThat(handler.handleError(context, output, new TimeoutException("late"))
                        .result())
                .isEqualTo(ProductionExceptionHandler.Result.RETRY);
        ProductionExceptionHandler.Response response =
                handler.handleError(context, output, new IllegalStateException());
        assertThat(response.result()).isEqualTo(ProductionExceptionHandler.Result.FAIL);
        assertThat(response.deadLetterQueueRecords()).hasSize(1);
        assertThat(text(response.deadLetterQueueRecords().get(0), "__streams.errors.message"))
                .isNull();
    }

    @Test
    void shouldFailWhereAHandlerSaysNothing() {
        DeserializationExceptionHandler handler = configs -> {};

        assertThat(handler.handleError(context, input, new RuntimeException()).result())
                .isEqualTo(DeserializationExceptionHandler.Result.FAIL);
    }

    private static String text(ProducerRecord<byte[], byte[]> record, String header) {
        Header found = record.headers().lastHeader(header);
        return found.value() == null ? null : new String(found.value(), StandardCharsets.UTF_8);
    }

    private static final class FailedAt5 implements ErrorHandlerContext {

        private final Headers headers = new RecordHeaders().add("own", "kept".getBytes(StandardCharsets.UTF_8));

        @Override
        public String topic() {
            return "orders";
        }

        @Override
        public int partition() {
            return 3;
        }

        @Override
        public long offset() {
            return 5;
        }

        @Override
        public Headers headers() {
            return headers;
        }

        @Override
        public String processorNodeId() {
            return "node";
        }

        @Override
        public TaskId taskId() {
            return new TaskId(0, 3);
        }

        @Override
        public long timestamp() {
            return 9;
        }

        @Override
        public byte[] sourceRawKey() {
            return new byte[] {1};
        }

        @Override
        public byte[] sourceRawValue() {
            return new byte[] {2};
        }
    }
}
