package io.millrace.errors;

import io.millrace.record.Headers;
import io.millrace.record.ProducerRecord;
import io.millrace.record.RecordHeaders;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the dead-letter record for a failed input record: its raw key and value, timestamp and headers, and headers that
 * say what happened where. Makes none if {@code errors.dead.letter.queue.topic.name} is not set.
 */
final class DeadLetters {

    private static final String EXCEPTION_HEADER = "__streams.errors.exception";
    private static final String MESSAGE_HEADER = "__streams.errors.message";
    private static final String STACKTRACE_HEADER = "__streams.errors.stacktrace";
    private static final String TOPIC_HEADER = "__streams.errors.topic";
    private static final String PARTITION_HEADER = "__streams.errors.partition";
    private static final String OFFSET_HEADER = "__streams.errors.offset";

    private @Nullable String topic;

    void configure(Map<String, ?> configs) {
        Object name = configs.get("errors.dead.letter.queue.topic.name");
        topic = name == null ? null : name.toString();
    }

    List<ProducerRecord<byte[], byte[]>> recordsFor(ErrorHandlerContext context, Exception exception) {
        if (topic == null) {
            return List.of();
        }
        Headers headers = new RecordHeaders(context.headers());
        headers.add(EXCEPTION_HEADER, utf8(exception.getClass().getName()));
        headers.add(MESSAGE_HEADER, exception.getMessage() == null ? null : utf8(exception.getMessage()));
        headers.add(STACKTRACE_HEADER, utf8(stackTrace(exception)));
        headers.add(TOPIC_HEADER, context.topic() == null ? null : utf8(context.topic()));
        headers.add(PARTITION_HEADER, utf8(Integer.toString(context.partition())));
        headers.add(OFFSET_HEADER, utf8(Long.toString(context.offset())));
        return List.of(new ProducerRecord<>(
                topic, null, context.timestamp(), context.sourceRawKey(), context.sourceRawValue(), headers));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String stackTrace(Exception exception) {
        StringWriter text = new StringWriter();
        exception.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    /** Where the record came from, for log lines. */
    static String coordinates(ErrorHandlerContext context) {
        return context.topic() + "-" + context.partition() + "@" + context.offset();
    }
}
