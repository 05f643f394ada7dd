package io.millrace.simulation.program;

import io.millrace.processor.ContextualProcessor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import io.millrace.processor.RecordMetadata;
import io.millrace.record.TopicPartition;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a task has processed, in a topic of its own that is written in the same transactions as everything else: what is committed of it tells which records are processed,
 * and in which order. Numbers grow in the order of processing, over all tasks and lives.
 */
public final class Journal {

    public static final String TOPIC = "journal";

    /** More than any task has. */
    public static final int PARTITIONS = 3;

    static final String SINK = "journal-sink-";

    private static final String SEPARATOR = "\u0001";
    private static final String NULL = "\u0000";

    private Journal() {}

    /** What happened. */
    public enum Kind {
        RECORD,
        /** A record was joined with a row of a global table that changes. Comes before the line of the record itself. */
        LOOKUP,
        STREAM_TICK,
        WALL_TICK
    }

    /**
     * A line of the journal.
     *
     * @param number in order of processing
     * @param taskNumber drawn when the task was made that processed it: if it is above the number of the line before, the task is another one
     * @param source the partition that was read; of a tick or a lookup the name of the step, as a topic
     * @param offset of the record; -1 for a tick or a lookup
     * @param timeMs of the record, or of the tick
     * @param value of the record; of a lookup what was joined
     */
    public record Line(
            long number,
            long taskNumber,
            Kind kind,
            TopicPartition source,
            long offset,
            long timeMs,
            @Nullable String key,
            @Nullable String value) {

        String encode() {
            return String.join(
                    SEPARATOR,
                    List.of(
                            Long.toString(number),
                            Long.toString(taskNumber),
                            kind.name(),
                            source.topic(),
                            Integer.toString(source.partition()),
                            Long.toString(offset),
                            Long.toString(timeMs),
                            key == null ? NULL : key,
                            value == null ? NULL : value));
        }

        public static Line decode(String text) {
            List<String> fields = Arrays.asList(text.split(SEPARATOR, -1));
            return new Line(
                    Long.parseLong(fields.get(0)),
                    Long.parseLong(fields.get(1)),
                    Kind.valueOf(fields.get(2)),
                    new TopicPartition(fields.get(3), Integer.parseInt(fields.get(4))),
                    Long.parseLong(fields.get(5)),
                    Long.parseLong(fields.get(6)),
                    fields.get(7).equals(NULL) ? null : fields.get(7),
                    fields.get(8).equals(NULL) ? null : fields.get(8));
        }
    }

    /** Stands beside what reads a source. */
    static final class Probe extends ContextualProcessor<@Nullable String, @Nullable Object, String, String> {

        private final LongSupplier numbers;
        private long taskNumber;

        Probe(LongSupplier numbers) {
            this.numbers = numbers;
        }

        @Override
        public void init(ProcessorContext<String, String> context) {
            super.init(context);
            taskNumber = numbers.getAsLong();
        }

        @Override
        public void process(Record<@Nullable String, @Nullable Object> record) {
            RecordMetadata from = context().recordMetadata().orElseThrow();
            Line line = new Line(
                    numbers.getAsLong(),
                    taskNumber,
                    Kind.RECORD,
                    new TopicPartition(from.topic(), from.partition()),
                    from.offset(),
                    record.timestamp(),
                    record.key(),
                    Wire.text(record.value()));
            context().forward(new Record<>(context().taskId().toString(), line.encode(), record.timestamp()));
        }
    }

    /** The partition of a task's lines, whose key is the task's id. */
    static int partitionOf(String taskId) {
        return Integer.parseInt(taskId.substring(taskId.indexOf('_') + 1));
    }
}
