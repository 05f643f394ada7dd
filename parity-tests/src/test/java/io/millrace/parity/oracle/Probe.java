package io.millrace.parity.oracle;

import io.millrace.parity.program.Step;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.kstream.internals.SessionWindow;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.SessionStore;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.apache.kafka.streams.state.VersionedKeyValueStore;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.state.WindowStoreIterator;
import org.jspecify.annotations.Nullable;

/** What the processors of programs share: they show what their context says, keep the last value per key, and may have a timer. */
final class Probe {

    /** A tick that forwards to a topic which the program reads may bring about the next one, for ever. */
    private static final int MOST_TICKS = 60;

    private final Step step;
    private final Transcript transcript;
    private final ProcessingContext context;
    private final @Nullable StateStore store;

    /** What happens at a tick. */
    interface Tick {
        void at(long timeMs);
    }

    Probe(Step step, Transcript transcript, ProcessingContext context) {
        this.step = step;
        this.transcript = transcript;
        this.context = context;
        this.store = step.has("store") ? context.getStateStore(step.require("store")) : null;
        transcript.call("init of a processor at " + context.currentSystemTimeMs() + " of " + context.applicationId()
                + " task " + context.taskId());
    }

    void schedule(Tick tick) {
        if (!step.has("punctuate")) {
            return;
        }
        PunctuationType type =
                step.is("punctuate", "wall") ? PunctuationType.WALL_CLOCK_TIME : PunctuationType.STREAM_TIME;
        Duration interval = Duration.ofMillis(step.number("intervalMs"));
        Cancellable[] timer = new Cancellable[1];
        int[] count = {0};
        timer[0] = step.has("startMs")
                ? context.schedule(
                        Instant.ofEpochMilli(step.number("startMs")),
                        interval,
                        type,
                        now -> tick(tick, now, timer, count))
                : context.schedule(interval, type, now -> tick(tick, now, timer, count));
    }

    private void tick(Tick tick, long now, Cancellable[] timer, int[] count) {
        transcript.call("tick " + now + " stream time " + context.currentStreamTimeMs() + " system time "
                + context.currentSystemTimeMs() + " " + metadata());
        boolean isLast = ++count[0] == 3 && step.has("cancel") || count[0] == MOST_TICKS;
        if (!transcript.letsTick()) {
            return;
        }
        if (isLast) {
            timer[0].cancel();
        }
        tick.at(now);
    }

    private String metadata() {
        return context.recordMetadata()
                .map(at -> at.topic() + "-" + at.partition() + (step.has("offsets") ? "@" + at.offset() : ""))
                .orElse("without record");
    }

    /** Shows a record and updates the store. */
    String seen(
            @Nullable Object key,
            @Nullable Object value,
            long timestampMs,
            org.apache.kafka.common.header.Headers headers) {
        transcript.call("process " + key + " = " + value + " @" + timestampMs + " " + Transcript.headers(headers)
                + " stream time " + context.currentStreamTimeMs() + " " + metadata());
        if (step.has("commit")) {
            context.commit();
        }
        if (step.has("global") && key != null) {
            KeyValueStore<String, String> rows = context.getStateStore(step.require("global"));
            transcript.call("global " + rows.get(key.toString()));
        }
        if (step.has("table") && key != null) {
            KeyValueStore<String, Object> rows = context.getStateStore(step.require("table"));
            transcript.call("table " + StoreReader.text(rows.get(key.toString())));
        }
        if (store == null || key == null) {
            return "";
        }
        String before = update(key.toString(), value == null ? null : value.toString(), timestampMs);
        transcript.call("before " + before);
        return before;
    }

    @SuppressWarnings("unchecked") // the store that the step has made
    private String update(String key, @Nullable String value, long timestampMs) {
        if (store instanceof VersionedKeyValueStore<?, ?>) {
            VersionedKeyValueStore<String, String> rows = (VersionedKeyValueStore<String, String>) store;
            String before = String.valueOf(rows.get(key, timestampMs));
            return before + " put " + rows.put(key, value, timestampMs);
        }
        if (store instanceof TimestampedKeyValueStore<?, ?>) {
            TimestampedKeyValueStore<String, String> rows = (TimestampedKeyValueStore<String, String>) store;
            String before = StoreReader.text(rows.get(key));
            rows.put(key, ValueAndTimestamp.make(value, timestampMs));
            return before;
        }
        if (store instanceof KeyValueStore<?, ?>) {
            return updateKeyValue((KeyValueStore<String, String>) store, key, value);
        }
        if (store instanceof WindowStore<?, ?>) {
            WindowStore<String, String> rows = (WindowStore<String, String>) store;
            StringBuilder before = new StringBuilder();
            try (WindowStoreIterator<String> found = rows.fetch(key, timestampMs - 20, timestampMs + 20)) {
                found.forEachRemaining(row -> before.append(row).append(' '));
            }
            rows.put(key, value, Math.max(0, timestampMs));
            return before.toString();
        }
        SessionStore<String, String> rows = (SessionStore<String, String>) store;
        StringBuilder before = new StringBuilder();
        try (KeyValueIterator<Windowed<String>, String> found =
                rows.findSessions(key, timestampMs - 20, timestampMs + 20)) {
            found.forEachRemaining(row -> before.append(row).append(' '));
        }
        long start = Math.max(0, timestampMs);
        rows.put(new Windowed<>(key, new SessionWindow(start, start + 3)), value);
        return before.toString();
    }

    private static String updateKeyValue(KeyValueStore<String, String> rows, String key, @Nullable String value) {
        String before = rows.get(key) + " of";
        try (KeyValueIterator<String, String> all = key.contains("a") ? rows.range("a", "b") : rows.reverseAll()) {
            while (all.hasNext()) {
                KeyValue<String, String> row = all.next();
                // 4.3.1 shows a delete that is still in the record cache as a row without value, if it scans in
                // reverse.
                before += row.value == null ? "" : " " + row.key + "=" + row.value;
            }
        }
        if ("abc".equals(value)) {
            return before + " absent " + rows.putIfAbsent(key, value);
        }
        if (value == null) {
            return before + " delete " + rows.delete(key);
        }
        rows.put(key, value);
        return before;
    }
}
