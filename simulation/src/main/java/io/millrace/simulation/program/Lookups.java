package io.millrace.simulation.program;

import io.millrace.processor.ContextualProcessor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import io.millrace.record.TopicPartition;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Notes what records were joined with, and hands them on. It names its children, since what it writes to the journal is for the journal only. */
final class Lookups extends ContextualProcessor<@Nullable String, String, @Nullable String, String> {

    /** Behind its name: who is handed the records. */
    static final String OUT = "-out";

    private final String name;
    private final LongSupplier numbers;
    private long taskNumber;

    Lookups(String name, LongSupplier numbers) {
        this.name = name;
        this.numbers = numbers;
    }

    @Override
    public void init(ProcessorContext<@Nullable String, String> context) {
        super.init(context);
        taskNumber = numbers.getAsLong();
    }

    @Override
    public void process(Record<@Nullable String, String> record) {
        Journal.Line line = new Journal.Line(
                numbers.getAsLong(),
                taskNumber,
                Journal.Kind.LOOKUP,
                new TopicPartition(name, context().taskId().partition()),
                -1,
                record.timestamp(),
                record.key(),
                record.value());
        context()
                .forward(
                        new Record<>(context().taskId().toString(), line.encode(), record.timestamp()),
                        Journal.SINK + name);
        context().forward(record, name + OUT);
    }
}
