package io.millrace.parity.oracle;

import io.millrace.parity.program.Functions;
import io.millrace.parity.program.Step;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.jspecify.annotations.Nullable;

/** As {@link ProbeProcessor}, for values. */
final class ProbeFixedKeyProcessor extends ContextualFixedKeyProcessor<Object, Object, Object> {

    private final Step step;
    private final Transcript transcript;
    private @Nullable Probe probe;

    ProbeFixedKeyProcessor(Step step, Transcript transcript) {
        this.step = step;
        this.transcript = transcript;
    }

    @Override
    public void init(FixedKeyProcessorContext<Object, Object> context) {
        super.init(context);
        Probe made = new Probe(step, transcript, context);
        made.schedule(now -> {});
        probe = made;
    }

    @Override
    public void process(FixedKeyRecord<Object, Object> record) {
        probe.seen(record.key(), record.value(), record.timestamp(), record.headers());
        Object value = Functions.value(step.number("function"), step.shape().value(), record.key(), record.value());
        context().forward(record.withValue(value));
        if (step.has("twice")) {
            context().forward(record.withValue(null).withTimestamp(record.timestamp() + 3));
        }
    }

    @Override
    public void close() {
        transcript.call("close of a processor");
    }
}
