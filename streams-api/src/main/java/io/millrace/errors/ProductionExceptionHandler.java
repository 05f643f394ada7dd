package io.millrace.errors;

import io.millrace.config.Configurable;
import io.millrace.record.ProducerRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides about output records that cannot be encoded or written. Named by {@code production.exception.handler}; needs
 * a public constructor without parameters. Called on the task's thread.
 */
public interface ProductionExceptionHandler extends Configurable {

    /** Decides about a record that the broker refused; fails by default. */
    default Response handleError(
            ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception exception) {
        return Response.fail();
    }

    /** Decides about a record whose key or value cannot be encoded; fails by default. {@code RETRY} counts as fail. */
    @SuppressWarnings("rawtypes") // key and value are whatever the failing serializer was given
    default Response handleSerializationError(
            ErrorHandlerContext context,
            ProducerRecord record,
            Exception exception,
            SerializationExceptionOrigin origin) {
        return Response.fail();
    }

    /** What a handler decides, with records for the dead-letter topic. Immutable. */
    class Response {

        private final Result result;
        private final List<ProducerRecord<byte[], byte[]>> deadLetterQueueRecords;

        private Response(Result result, @Nullable List<ProducerRecord<byte[], byte[]>> deadLetterQueueRecords) {
            this.result = result;
            this.deadLetterQueueRecords =
                    deadLetterQueueRecords == null ? List.of() : List.copyOf(deadLetterQueueRecords);
        }

        /** Stop: the error goes to the uncaught exception handler. */
        public static Response fail() {
            return fail(null);
        }

        /** Stop, and write records to the dead-letter topic; null means none. */
        public static Response fail(@Nullable List<ProducerRecord<byte[], byte[]>> deadLetterQueueRecords) {
            return new Response(Result.FAIL, deadLetterQueueRecords);
        }

        /** Skip the record and go on. */
        public static Response resume() {
            return resume(null);
        }

        /** Skip the record, write records to the dead-letter topic in the same commit, and go on; null means none. */
        public static Response resume(@Nullable List<ProducerRecord<byte[], byte[]>> deadLetterQueueRecords) {
            return new Response(Result.RESUME, deadLetterQueueRecords);
        }

        /** Try to write the record again. */
        public static Response retry() {
            return new Response(Result.RETRY, null);
        }

        /** The decision. */
        public Result result() {
            return result;
        }

        /** Records for the dead-letter topic; unmodifiable, often empty. */
        public List<ProducerRecord<byte[], byte[]>> deadLetterQueueRecords() {
            return deadLetterQueueRecords;
        }
    }

    /** The decisions there are. */
    enum Result {
        /** Skip the record and go on. */
        RESUME(0, "RESUME"),
        /** Stop. */
        FAIL(1, "FAIL"),
        /** Try again. */
        RETRY(2, "RETRY");

        /** Name of the decision. */
        public final String name;

        /** Number of the decision; never changes. */
        public final int id;

        Result(int id, String name) {
            this.id = id;
            this.name = name;
        }
    }

    /** The part of a record that could not be encoded. */
    enum SerializationExceptionOrigin {
        /** The key. */
        KEY,
        /** The value. */
        VALUE,
    }
}
