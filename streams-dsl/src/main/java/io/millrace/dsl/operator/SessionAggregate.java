package io.millrace.dsl.operator;

import io.millrace.dsl.plan.Combiner;
import io.millrace.dsl.plan.Fold;
import io.millrace.dsl.plan.Windowing;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.Record;
import io.millrace.record.KeyValue;
import io.millrace.state.KeyValueIterator;
import io.millrace.state.SessionWindow;
import io.millrace.state.Windowed;
import io.millrace.topology.dag.RawKeyRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Aggregates a grouped stream by sessions. The sessions that a record touches are merged, in their order in the store, and the record is added last; the old
 * sessions are deleted before the merged one goes downstream. A record without key is dropped; a null value reaches the adder.
 */
public final class SessionAggregate extends Operator {

    private final String storeName;
    private final Windowing.Session windows;
    private final Supplier<Object> initializer;
    private final Fold adder;
    private final Combiner merger;
    private final boolean emitsOnClose;
    private final boolean sendsOldValues;
    private @Nullable SessionRows rows;
    private @Nullable ObservedTime time;
    private @Nullable ChangeOutput output;
    private @Nullable ClosedWindows closed;

    private SessionAggregate(WindowAggregate.Settings settings, Windowing.Session windows, Combiner merger) {
        this.storeName = settings.storeName();
        this.windows = windows;
        this.initializer = settings.initializer();
        this.adder = settings.adder();
        this.merger = merger;
        this.emitsOnClose = settings.emitsOnClose();
        this.sendsOldValues = settings.sendsOldValues();
    }

    /**
     * @param merger gets key, what was merged so far, and the aggregate of one more session
     */
    public static ProcessorSupplier<?, ?, ?, ?> supplier(
            WindowAggregate.Settings settings, Windowing.Session windows, Combiner merger) {
        return () -> new SessionAggregate(settings, windows, merger);
    }

    @Override
    public void init(ProcessorContext<Object, Object> context) {
        super.init(context);
        SessionRows found = SessionRows.of(context, storeName);
        rows = found;
        time = ObservedTime.of(context);
        if (emitsOnClose) {
            closed = new ClosedWindows(context);
        } else {
            output = ChangeOutput.ofSessions(context, found, sendsOldValues);
        }
    }

    @Override
    public void process(Record<Object, Object> record) {
        if (RawKeyRecord.isKeyNull(record)) {
            drop("null key", record);
            return;
        }
        long closeMs = Objects.requireNonNull(time).advance(record.timestamp()) - windows.graceMs() - windows.gapMs();
        add(record, closeMs);
        if (closed != null && closed.isDue(closeMs)) {
            emit(record, closed, closeMs);
        }
    }

    private void add(Record<Object, Object> record, long closeMs) {
        SessionRows store = Objects.requireNonNull(rows);
        Object key = Objects.requireNonNull(record.key());
        List<KeyValue<Windowed<Object>, Object>> touched = touched(store, key, record.timestamp());
        SessionWindow alone = new SessionWindow(record.timestamp(), record.timestamp());
        SessionWindow window = alone;
        Object aggregate = initializer.get();
        for (KeyValue<Windowed<Object>, Object> session : touched) {
            aggregate = merger.apply(key, aggregate, SessionRows.aggregate(session.value));
            window = new SessionWindow(
                    Math.min(window.start(), session.key.window().start()),
                    Math.max(window.end(), session.key.window().end()));
        }
        if (window.end() < closeMs) {
            drop("expired window", record);
            return;
        }
        if (!window.equals(alone)) {
            for (KeyValue<Windowed<Object>, Object> session : touched) {
                store.remove(session.key);
                send(session.key, null, SessionRows.aggregate(session.value));
            }
        }
        aggregate = adder.add(record, aggregate);
        Windowed<Object> session = new Windowed<>(key, window);
        store.put(session, aggregate);
        send(session, aggregate, null);
    }

    private List<KeyValue<Windowed<Object>, Object>> touched(SessionRows store, Object key, long timestampMs) {
        List<KeyValue<Windowed<Object>, Object>> sessions = new ArrayList<>();
        try (KeyValueIterator<Windowed<Object>, Object> found =
                store.find(key, timestampMs - windows.gapMs(), timestampMs + windows.gapMs())) {
            while (found.hasNext()) {
                sessions.add(found.next());
            }
        }
        return sessions;
    }

    /** An update has no headers, since it may be about sessions of other records. */
    private void send(Windowed<Object> session, @Nullable Object newValue, @Nullable Object oldValue) {
        if (output != null) {
            output.send(session, newValue, oldValue, session.window().end(), null);
        }
    }

    private void emit(Record<Object, Object> cause, ClosedWindows progress, long closeMs) {
        long firstEndMs = Math.max(0, progress.emittedToMs());
        long lastEndMs = closeMs - 1;
        if (lastEndMs < 0 || lastEndMs < firstEndMs) {
            return;
        }
        try (KeyValueIterator<Windowed<Object>, Object> found =
                Objects.requireNonNull(rows).findEnding(firstEndMs, lastEndMs)) {
            while (found.hasNext()) {
                KeyValue<Windowed<Object>, Object> next = found.next();
                forward(new Record<>(
                        next.key,
                        new Change<>(SessionRows.aggregate(next.value), null),
                        next.key.window().end(),
                        WindowAggregate.headersOf(cause)));
            }
        }
        progress.emitted(closeMs);
    }
}
