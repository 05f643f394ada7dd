package io.millrace.dsl.operator;

import io.millrace.processor.ProcessorContext;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.Record;
import io.millrace.state.KeyValueIterator;
import io.millrace.state.Windowed;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Forwards a record unless one of the same id and of a time less than a window away was forwarded before. The store has a row for each record that was forwarded, at its time. A
 * record that is older than the grace period allows could repeat something that the store has forgotten; it is dropped. A record without an id repeats nothing.
 */
public final class Deduplicate extends Operator {

    private static final byte[] SEEN = {};

    private final String storeName;
    private final @Nullable BiFunction<Object, Object, Object> id;
    private final long windowMs;
    private final long graceMs;
    private @Nullable WindowRows seen;
    private @Nullable ObservedTime time;

    private Deduplicate(
            String storeName, @Nullable BiFunction<Object, Object, Object> id, long windowMs, long graceMs) {
        this.storeName = storeName;
        this.id = id;
        this.windowMs = windowMs;
        this.graceMs = graceMs;
    }

    public static ProcessorSupplier<?, ?, ?, ?> supplier(
            String storeName, @Nullable BiFunction<Object, Object, Object> id, long windowMs, long graceMs) {
        return () -> new Deduplicate(storeName, id, windowMs, graceMs);
    }

    @Override
    public void init(ProcessorContext<Object, Object> context) {
        super.init(context);
        seen = WindowRows.of(context, storeName);
        time = ObservedTime.saved(context);
    }

    @Override
    @SuppressWarnings("NullAway") // ids are taken from what the record has, which may be null
    public void process(Record<Object, Object> record) {
        Object recordId = id == null ? record.key() : id.apply(record.key(), record.value());
        if (recordId == null) {
            forward(record);
            return;
        }
        long at = record.timestamp();
        if (at < Objects.requireNonNull(time).advance(at) - graceMs) {
            drop("too late to tell whether it is a duplicate", record);
        } else if (!isSeen(recordId, at)) {
            Objects.requireNonNull(seen).put(recordId, SEEN, at, at);
            forward(record);
        }
    }

    private boolean isSeen(Object recordId, long at) {
        try (KeyValueIterator<Windowed<Object>, Object> near =
                Objects.requireNonNull(seen).fetch(recordId, Math.max(0, at - windowMs + 1), at + windowMs - 1)) {
            return near.hasNext();
        }
    }
}
