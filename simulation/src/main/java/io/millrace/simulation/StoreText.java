package io.millrace.simulation;

import io.millrace.log.Isolation;
import io.millrace.processor.StateStore;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.global.StoreDefaults;
import io.millrace.runtime.query.LocalTask;
import io.millrace.runtime.settings.RuntimeSettings;
import io.millrace.simulation.program.Functions;
import io.millrace.state.KeyValueIterator;
import io.millrace.state.ReadOnlyKeyValueStore;
import io.millrace.state.ReadOnlySessionStore;
import io.millrace.state.ReadOnlyWindowStore;
import io.millrace.state.ValueAndTimestamp;
import io.millrace.state.Windowed;
import io.millrace.stores.table.BuiltInStore;
import io.millrace.stores.view.Replica;
import io.millrace.stores.view.StoreView;
import io.millrace.stores.view.TaskView;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What stores have, as the reference writes it. */
final class StoreText {

    private StoreText() {}

    /** The committed rows of a store, as queries see them; empty if nobody may read them now. */
    static Optional<Map<String, String>> committed(LocalTask task, String name, RuntimeSettings settings) {
        LocalTask.Store store = task.stores().get(name);
        TaskView view = task.views().acquire();
        if (view == null || store == null) {
            return Optional.empty();
        }
        try {
            StoreView rows = view.store(name);
            return rows == null || !(store.original() instanceof BuiltInStore original)
                    ? Optional.empty()
                    : Optional.of(text(
                            name, Replica.pinned(original, rows, new StoreDefaults(settings, any -> store.topic()))));
        } finally {
            view.release();
        }
    }

    private static Map<String, String> text(String name, StateStore store) {
        Map<String, String> text = new TreeMap<>();
        if (store instanceof ReadOnlyKeyValueStore<?, ?> rows) {
            try (KeyValueIterator<?, ?> all = rows.all()) {
                all.forEachRemaining(row -> text.put(row.key.toString(), value(row.value)));
            }
        } else if (store instanceof ReadOnlyWindowStore<?, ?> rows) {
            try (KeyValueIterator<? extends Windowed<?>, ?> all = rows.all()) {
                all.forEachRemaining(row -> text.put(windowed(name, row.key), value(row.value)));
            }
        } else if (store instanceof ReadOnlySessionStore<?, ?> rows) {
            try (KeyValueIterator<? extends Windowed<?>, ?> all = rows.fetch(null, null)) {
                all.forEachRemaining(row -> text.put(windowed(name, row.key), value(row.value)));
            }
        } else {
            throw new IllegalArgumentException("No text of " + store.getClass());
        }
        return text;
    }

    private static String windowed(String name, Windowed<?> key) {
        return name.endsWith("-rows")
                ? key.key() + "@" + key.window().start()
                : Functions.windowed(
                        key.key().toString(), key.window().start(), key.window().end());
    }

    private static String value(Object value) {
        return value instanceof ValueAndTimestamp<?> stamped
                ? stamped.value() + "@" + stamped.timestamp()
                : String.valueOf(value);
    }

    /** What the changelog of a key-value store adds up to; empty for other stores, and those without changelog. */
    static Optional<Map<String, String>> changelog(LocalTask task, String name, SimBroker broker) {
        LocalTask.Store store = task.stores().get(name);
        if (store == null
                || store.changelog() == null
                || !(store.original() instanceof ReadOnlyKeyValueStore)
                || broker.topics().endOffset(store.changelog(), Isolation.READ_COMMITTED) == 0) {
            return Optional.empty();
        }
        boolean isStamped = store.original() instanceof io.millrace.state.TimestampedKeyValueStore;
        TopicPartition changelog = store.changelog();
        Map<String, String> rows = new TreeMap<>();
        broker.scan(changelog, batch -> {
            if (batch.keyLength() < 0) {
                return;
            }
            String key = new String(batch.keyArray(), batch.keyOffset(), batch.keyLength(), StandardCharsets.UTF_8);
            if (batch.valueLength() < 0) {
                rows.remove(key);
                return;
            }
            byte[] bytes = new byte[batch.valueLength()];
            System.arraycopy(batch.valueArray(), batch.valueOffset(), bytes, 0, bytes.length);
            String text = bytes.length == Long.BYTES && bytes[0] == 0
                    ? Long.toString(ByteBuffer.wrap(bytes).getLong())
                    : new String(bytes, StandardCharsets.UTF_8);
            rows.put(key, isStamped ? text + "@" + batch.timestamp() : text);
        });
        return Optional.of(rows);
    }
}
