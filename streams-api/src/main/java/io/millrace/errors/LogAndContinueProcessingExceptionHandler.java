package io.millrace.errors;

import io.millrace.processor.Record;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Skips a record on which user code throws, with a warning. With {@code
 * errors.dead.letter.queue.topic.name} set, the record also goes to that topic.
 */
public class LogAndContinueProcessingExceptionHandler implements ProcessingExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(LogAndContinueProcessingExceptionHandler.class);

    private final DeadLetters deadLetters = new DeadLetters();

    /** Made by name from the configuration. */
    public LogAndContinueProcessingExceptionHandler() {}

    @Override
    public void configure(Map<String, ?> configs) {
        deadLetters.configure(configs);
    }

    @Override
    public Response handleError(ErrorHandlerContext context, @Nullable Record<?, ?> record, Exception exception) {
        LOG.warn(
                "Task {}, {}: record cannot be processed and is skipped (processor {})",
                context.taskId(),
                DeadLetters.coordinates(context),
                context.processorNodeId(),
                exception);
        return Response.resume(deadLetters.recordsFor(context, exception));
    }
}
