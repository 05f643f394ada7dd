package io.millrace.errors;

import io.millrace.record.ConsumerRecord;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops at a record that cannot be decoded, with a line in the log. The default. With {@code
 * errors.dead.letter.queue.topic.name} set, the record also goes to that topic.
 */
public class LogAndFailExceptionHandler implements DeserializationExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(LogAndFailExceptionHandler.class);

    private final DeadLetters deadLetters = new DeadLetters();

    /** Made by name from the configuration. */
    public LogAndFailExceptionHandler() {}

    @Override
    public void configure(Map<String, ?> configs) {
        deadLetters.configure(configs);
    }

    @Override
    public Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
        LOG.error(
                "Task {}, {}: record cannot be decoded (processor {})",
                context.taskId(),
                DeadLetters.coordinates(context),
                context.processorNodeId(),
                exception);
        return Response.fail(deadLetters.recordsFor(context, exception));
    }
}
