package io.millrace.parity.oracle;

import io.millrace.parity.program.Functions;
import io.millrace.parity.program.Step;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** A processor that shows all that it can see, and forwards. */
final class ProbeProcessor extends ContextualProcessor<Object, Object, Object, Object> {

    private final Step step;
    private final Transcript transcript;
    private @Nullable Probe probe;

    ProbeProcessor(Step step, Transcript transcript) {
        this.step = step;
        this.transcript = transcript;
    }

    @Override
    public void init(ProcessorContext<Object, Object> context) {
        super.init(context);
        Probe made = new Probe(step, transcript, context);
        made.schedule(now -> context.forward(new Record<>("k", "tick" + now % 100, now)));
        probe = made;
    }

    @Override
    public void process(Record<Object, Object> record) {
        String before = probe.seen(record.key(), record.value(), record.timestamp(), record.headers());
        Object value = Functions.value(step.number("function"), step.shape().value(), record.key(), record.value());
        Record<Object, Object> result = record.withValue(value);
        if (step.has("addHeader")) {
            result.headers().add("seen", before.getBytes(StandardCharsets.UTF_8));
        }
        if (step.has("keys")) {
            result = result.withKey(Functions.key(step.number("keys"), record.key(), record.value()));
        }
        context().forward(step.has("later") ? result.withTimestamp(record.timestamp() + 7) : result);
        if (step.has("twice")) {
            context().forward(record.withValue(Functions.value(0, step.shape().value(), record.key(), record.value())));
        }
    }

    @Override
    public void close() {
        transcript.call("close of a processor");
    }
}
