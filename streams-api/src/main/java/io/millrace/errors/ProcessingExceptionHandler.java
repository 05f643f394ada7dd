package io.millrace.errors;

import io.millrace.config.Configurable;
import io.millrace.processor.Record;
import io.millrace.record.ProducerRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides about records on which user code throws. Named by {@code processing.exception.handler}; needs a public
 * constructor without parameters. Called on the task's thread. A skipped record leaves no half effects behind.
 */
public interface ProcessingExceptionHandler extends Configurable {

    /** Decides about one record, as the failing processor saw it (null in a punctuation); fails by default. */
    default Response handleError(ErrorHandlerContext context, @Nullable Record<?, ?> record, Exception exception) {
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
        FAIL(1, "FAIL");

        /** Name of the decision. */
        public final String name;

        /** Number of the decision; never changes. */
        public final int id;

        Result(int id, String name) {
            this.id = id;
            this.name = name;
        }
    }
}
