package io.millrace.parity.rules;

import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;

/** A processor made of two functions. */
final class Probe extends ContextualProcessor<String, String, String, String> {

    private final Consumer<ProcessorContext<String, String>> onInit;
    private final BiConsumer<ProcessorContext<String, String>, Record<String, String>> onRecord;

    private Probe(
            Consumer<ProcessorContext<String, String>> onInit,
            BiConsumer<ProcessorContext<String, String>, Record<String, String>> onRecord) {
        this.onInit = onInit;
        this.onRecord = onRecord;
    }

    static ProcessorSupplier<String, String, String, String> onInit(Consumer<ProcessorContext<String, String>> onInit) {
        return () -> new Probe(onInit, (context, record) -> context.forward(record));
    }

    static ProcessorSupplier<String, String, String, String> onRecord(
            BiConsumer<ProcessorContext<String, String>, Record<String, String>> onRecord) {
        return () -> new Probe(context -> {}, onRecord);
    }

    @Override
    public void init(ProcessorContext<String, String> context) {
        super.init(context);
        onInit.accept(context);
    }

    @Override
    public void process(Record<String, String> record) {
        onRecord.accept(context(), record);
    }
}
