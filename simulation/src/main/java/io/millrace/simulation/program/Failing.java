package io.millrace.simulation.program;

import io.millrace.processor.ContextualProcessor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.Record;
import io.millrace.serialization.Serdes;
import io.millrace.state.KeyValueStore;
import io.millrace.state.StoreBuilder;
import io.millrace.stores.Stores;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Counts records by key and hands them on; only then it throws, while the task processes certain records. Ticks pass always. */
final class Failing
        extends ContextualProcessor<@Nullable String, @Nullable String, @Nullable String, @Nullable String> {

    private final Step.Failing step;
    private KeyValueStore<String, String> counts;

    /** The store comes with {@link #init}. */
    @SuppressWarnings("NullAway.Init") // init comes before anything else
    private Failing(Step.Failing step) {
        this.step = step;
    }

    static ProcessorSupplier<@Nullable String, @Nullable String, @Nullable String, @Nullable String> supplier(
            Step.Failing step) {
        return new ProcessorSupplier<>() {
            @Override
            public Failing get() {
                return new Failing(step);
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return Set.of(Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(step.name()), Serdes.String(), Serdes.String()));
            }
        };
    }

    @Override
    public void init(ProcessorContext<@Nullable String, @Nullable String> context) {
        super.init(context);
        counts = Objects.requireNonNull(context.getStateStore(step.name()));
    }

    @Override
    public void process(Record<@Nullable String, @Nullable String> record) {
        String key = String.valueOf(record.key());
        String before = counts.get(key);
        String count = Long.toString(before == null ? 1 : Long.parseLong(before) + 1);
        counts.put(key, count);
        context().forward(record.withValue(record.value() + "!" + count));
        context().recordMetadata().ifPresent(from -> {
            if (Functions.fails(step.salt(), from.offset())) {
                throw new IllegalStateException("Record " + from.topic() + "-" + from.partition() + "@" + from.offset()
                        + " cannot be processed");
            }
        });
    }
}
