package io.millrace.errors;

import io.millrace.processor.Record;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops at a record on which user code throws, with a line in the log. The default. With {@code
 * errors.dead.letter.queue.topic.name} set, the record also goes to that topic.
 */
public class LogAndFailProcessingExceptionHandler implements ProcessingExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(LogAndFailProcessingExceptionHandler.class);

    private final DeadLetters deadLetters = new DeadLetters();

    /** Made by name from the configuration. */
    public LogAndFailProcessingExceptionHandler() {}

    @Override
    public void configure(Map<String, ?> configs) {
        deadLetters.configure(configs);
    }

    @Override
    public Response handleError(ErrorHandlerContext context, @Nullable Record<?, ?> record, Exception exception) {
        LOG.error(
                "Task {}, {}: record cannot be processed (processor {})",
                context.taskId(),
                DeadLetters.coordinates(context),
                context.processorNodeId(),
                exception);
        return Response.fail(deadLetters.recordsFor(context, exception));
    }
}
