package io.millrace.errors;

import io.millrace.record.ProducerRecord;
import java.util.Map;

/**
 * Stops at an output record that cannot be encoded or written, but tries again after a timeout. With {@code
 * errors.dead.letter.queue.topic.name} set, the input record also goes to that topic. The default.
 */
public class DefaultProductionExceptionHandler implements ProductionExceptionHandler {

    private final DeadLetters deadLetters = new DeadLetters();

    /** Made by name from the configuration. */
    public DefaultProductionExceptionHandler() {}

    @Override
    public void configure(Map<String, ?> configs) {
        deadLetters.configure(configs);
    }

    @Override
    public Response handleError(
            ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception exception) {
        return exception instanceof TimeoutException
                ? Response.retry()
                : Response.fail(deadLetters.recordsFor(context, exception));
    }

    @Override
    @SuppressWarnings("rawtypes") // as in the interface
    public Response handleSerializationError(
            ErrorHandlerContext context,
            ProducerRecord record,
            Exception exception,
            SerializationExceptionOrigin origin) {
        return Response.fail(deadLetters.recordsFor(context, exception));
    }
}
