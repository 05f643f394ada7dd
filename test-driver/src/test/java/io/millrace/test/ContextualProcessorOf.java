package io.millrace.test;

import io.millrace.processor.ContextualProcessor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import java.util.function.BiConsumer;

/** A processor of strings in one line. */
final class ContextualProcessorOf extends ContextualProcessor<String, String, String, String> {

    private final BiConsumer<ProcessorContext<String, String>, Record<String, String>> work;

    ContextualProcessorOf(BiConsumer<ProcessorContext<String, String>, Record<String, String>> work) {
        this.work = work;
    }

    @Override
    public void process(Record<String, String> record) {
        work.accept(context(), record);
    }
}
