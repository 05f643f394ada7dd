package io.millrace.runtime.graph;

import io.millrace.errors.DeserializationExceptionHandler;
import io.millrace.errors.ErrorHandlerContext;
import io.millrace.errors.LogAndFailProcessingExceptionHandler;
import io.millrace.errors.ProcessingExceptionHandler;
import io.millrace.errors.ProductionExceptionHandler;
import io.millrace.errors.ProductionExceptionHandler.SerializationExceptionOrigin;
import io.millrace.errors.StreamsException;
import io.millrace.errors.TaskCorruptedException;
import io.millrace.errors.TaskMigratedException;
import io.millrace.log.LogException;
import io.millrace.processor.Record;
import io.millrace.processor.TaskId;
import io.millrace.record.ConsumerRecord;
import io.millrace.record.Headers;
import io.millrace.record.ProducerRecord;
import io.millrace.record.RecordHeaders;
import io.millrace.stores.engine.DamagedStoreException;
import io.millrace.stores.engine.UnavailableStoreException;
import io.millrace.stores.table.RecordCoordinates;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the configured handlers what to do with an exception: fail, or skip the record, counted and logged. Dead letters go out with the task's
 * transaction.
 */
public final class ErrorHandling {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorHandling.class);

    private final ProcessingExceptionHandler processing;
    private final DeserializationExceptionHandler deserialization;
    private final ProductionExceptionHandler production;

    public ErrorHandling(
            ProcessingExceptionHandler processing,
            DeserializationExceptionHandler deserialization,
            ProductionExceptionHandler production) {
        this.processing = processing;
        this.deserialization = deserialization;
        this.production = production;
    }

    /** Whether records may be skipped on which a processor has failed, so that what it did before has to be taken back. */
    public boolean maySkip() {
        return processing.getClass() != LogAndFailProcessingExceptionHandler.class;
    }

    /**
     * A processor threw. Returns if the record is to be skipped.
     *
     * @param undo takes back what the processor did with it
     */
    void inProcessor(String node, TaskScope task, Record<Object, Object> record, RuntimeException e, Runnable undo) {
        if (isNotForHandlers(e)) {
            throw e;
        }
        if (e instanceof ClassCastException) {
            // Not for this node's handler: as in 4.3.1 the parent sees it as an exception of its own.
            throw typeMismatch(node, record, e);
        }
        handle(node, task, record, e, undo);
        task.drops()
                .dropped(
                        "the processing exception handler skipped it after "
                                + e.getClass().getName(),
                        messageOf(e),
                        node,
                        String.valueOf(task.coordinates().topic),
                        task.coordinates().partition,
                        task.coordinates().offset);
    }

    /** A punctuator threw. Returns if processing is to go on. */
    void inPunctuator(String node, TaskScope task, RuntimeException e, Runnable undo) {
        if (isNotForHandlers(e)) {
            throw e;
        }
        handle(node, task, null, e, undo);
    }

    private static boolean isNotForHandlers(RuntimeException e) {
        return e instanceof NodeFailure
                || e instanceof DamagedStoreException
                || e instanceof UnavailableStoreException
                || e instanceof TaskCorruptedException
                || e instanceof TaskMigratedException
                || e instanceof LogException;
    }

    private void handle(
            String node, TaskScope task, @Nullable Record<Object, Object> record, RuntimeException e, Runnable undo) {
        ProcessingExceptionHandler.Response response;
        try {
            response = answered(processing.handleError(context(node, task), record, e));
        } catch (RuntimeException inHandler) {
            LOG.error("The processing exception handler failed itself, on what processor '{}' threw", node, e);
            inHandler.addSuppressed(e);
            throw new NodeFailure(node, inHandler);
        }
        if (response.result() == ProcessingExceptionHandler.Result.FAIL) {
            sendLastLetters(task, response.deadLetterQueueRecords());
            throw new NodeFailure(node, e);
        }
        undo.run();
        sendDeadLetters(task, response.deadLetterQueueRecords());
    }

    private static <T> T answered(@Nullable T response) {
        return Objects.requireNonNull(response, "an exception handler returned null");
    }

    private static StreamsException typeMismatch(String node, Record<Object, Object> record, RuntimeException e) {
        return new StreamsException(
                "Processor '" + node + "' got a record whose key is " + typeOf(record.key()) + " and whose value is "
                        + typeOf(record.value())
                        + ", which are not the types it was written for. Check the serdes of the source, store or sink before it.",
                e);
    }

    private static String typeOf(@Nullable Object object) {
        return object == null ? "null" : "a " + object.getClass().getName();
    }

    /** A record cannot be decoded. Returns if it is to be skipped. */
    public void inDeserializer(String node, TaskScope task, ConsumerRecord<byte[], byte[]> record, RuntimeException e) {
        DeserializationExceptionHandler.Response response;
        try {
            response = answered(deserialization.handleError(context(node, task), record, e));
        } catch (RuntimeException inHandler) {
            inHandler.addSuppressed(e);
            throw new StreamsException("The deserialization exception handler failed itself", inHandler);
        }
        if (response.result() == DeserializationExceptionHandler.Result.FAIL) {
            sendLastLetters(task, response.deadLetterQueueRecords());
            throw new StreamsException(
                    "The record at " + record.topic() + "-" + record.partition() + "@" + record.offset()
                            + " cannot be decoded, and the handler is set to fail. To skip such records, set"
                            + " 'deserialization.exception.handler' to LogAndContinueExceptionHandler.",
                    e);
        }
        sendDeadLetters(task, response.deadLetterQueueRecords());
        task.drops()
                .dropped(
                        "it cannot be decoded (" + e.getClass().getName() + ")",
                        messageOf(e),
                        node,
                        record.topic(),
                        record.partition(),
                        record.offset());
    }

    /** Key or value of an output record cannot be encoded. Returns if the record is to be skipped. */
    void inSerializer(
            String node,
            TaskScope task,
            ProducerRecord<Object, Object> record,
            SerializationExceptionOrigin origin,
            RuntimeException e) {
        if (e instanceof ClassCastException) {
            throw new StreamsException(
                    "Sink '" + node + "' cannot encode the " + origin + " of a record for topic '" + record.topic()
                            + "': it is "
                            + typeOf(origin == SerializationExceptionOrigin.KEY ? record.key() : record.value())
                            + ". Give the sink serdes of that type, or change the default serdes.",
                    e);
        }
        finishProduction(
                node,
                task,
                record.topic(),
                production.handleSerializationError(context(node, task), record, e, origin),
                e);
    }

    /** The log refuses an output record. Returns if the record is to be skipped. */
    void inAppend(String node, TaskScope task, ProducerRecord<byte[], byte[]> record, RuntimeException e) {
        finishProduction(node, task, record.topic(), production.handleError(context(node, task), record, e), e);
    }

    private static void finishProduction(
            String node,
            TaskScope task,
            String topic,
            ProductionExceptionHandler.@Nullable Response decided,
            RuntimeException e) {
        ProductionExceptionHandler.Response response = answered(decided);
        if (response.result() != ProductionExceptionHandler.Result.RESUME) {
            sendLastLetters(task, response.deadLetterQueueRecords());
            throw new StreamsException("Sink '" + node + "' cannot write a record to topic '" + topic + "'", e);
        }
        sendDeadLetters(task, response.deadLetterQueueRecords());
        RecordCoordinates at = task.coordinates();
        task.drops()
                .dropped(
                        "it cannot be written to '" + topic + "' ("
                                + e.getClass().getName() + ")",
                        messageOf(e),
                        node,
                        String.valueOf(at.topic),
                        at.partition,
                        at.offset);
    }

    /** Letters of a record at which the task stops. With transactions they are dropped together with all else, as in 4.3.1: the record will be read again. */
    private static void sendLastLetters(TaskScope task, List<ProducerRecord<byte[], byte[]>> letters) {
        sendDeadLetters(task, letters);
        if (!letters.isEmpty() && !task.output().isTransactional()) {
            task.output().flush();
        }
    }

    private static void sendDeadLetters(TaskScope task, List<ProducerRecord<byte[], byte[]>> letters) {
        for (ProducerRecord<byte[], byte[]> letter : letters) {
            task.output().send(letter, task.coordinates().timestamp);
        }
    }

    private static String messageOf(RuntimeException e) {
        return e.getMessage() == null ? "" : e.getMessage();
    }

    private static ErrorHandlerContext context(String node, TaskScope task) {
        return new FailureContext(node, task.taskId(), new CoordinatesView(task.coordinates()));
    }

    private record FailureContext(String processorNodeId, TaskId taskId, CoordinatesView view)
            implements ErrorHandlerContext {

        @Override
        public @Nullable String topic() {
            return view.topic();
        }

        @Override
        public int partition() {
            return view.partition();
        }

        @Override
        public long offset() {
            return view.offset();
        }

        @Override
        public Headers headers() {
            return new RecordHeaders(view.headers());
        }

        @Override
        public long timestamp() {
            return view.timestamp();
        }

        @Override
        public byte @Nullable [] sourceRawKey() {
            return view.sourceRawKey();
        }

        @Override
        public byte @Nullable [] sourceRawValue() {
            return view.sourceRawValue();
        }
    }
}
