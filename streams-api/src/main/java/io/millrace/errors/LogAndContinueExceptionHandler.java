package io.millrace.errors;

import io.millrace.record.ConsumerRecord;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Skips a record that cannot be decoded, with a warning. With {@code
 * errors.dead.letter.queue.topic.name} set, the record also goes to that topic.
 */
public class LogAndContinueExceptionHandler implements DeserializationExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(LogAndContinueExceptionHandler.class);

    private final DeadLetters deadLetters = new DeadLetters();

    /** Made by name from the configuration. */
    public LogAndContinueExceptionHandler() {}

    @Override
    public void configure(Map<String, ?> configs) {
        deadLetters.configure(configs);
    }

    @Override
    public Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
        LOG.warn(
                "Task {}, {}: record cannot be decoded and is skipped (processor {})",
                context.taskId(),
                DeadLetters.coordinates(context),
                context.processorNodeId(),
                exception);
        return Response.resume(deadLetters.recordsFor(context, exception));
    }
}
