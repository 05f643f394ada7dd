package io.millrace.simulation;

import io.millrace.log.Isolation;
import io.millrace.processor.StateStore;
import io.millrace.record.Bytes;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.global.GlobalLoop;
import io.millrace.runtime.global.StoreDefaults;
import io.millrace.runtime.query.LocalTask;
import io.millrace.runtime.settings.RuntimeSettings;
import io.millrace.simulation.program.Functions;
import io.millrace.simulation.program.Step;
import io.millrace.simulation.program.Wire;
import io.millrace.state.KeyValueIterator;
import io.millrace.state.ReadOnlyKeyValueStore;
import io.millrace.state.ReadOnlySessionStore;
import io.millrace.state.ReadOnlyWindowStore;
import io.millrace.state.ValueAndTimestamp;
import io.millrace.state.VersionedRecordIterator;
import io.millrace.state.Windowed;
import io.millrace.stores.table.BuiltInStore;
import io.millrace.stores.table.VersionHistory;
import io.millrace.stores.view.Replica;
import io.millrace.stores.view.StoreView;
import io.millrace.stores.view.TaskView;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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

    /** The values of a global store as its readers see them now, by key; empty if nobody may read them. */
    static Optional<Map<String, String>> global(GlobalLoop loop, String name, RuntimeSettings settings) {
        TaskView view = loop.views().acquire();
        if (view == null) {
            return Optional.empty();
        }
        try {
            StoreView rows = view.store(name);
            if (rows == null || !(loop.stores().get(name) instanceof BuiltInStore original)) {
                return Optional.empty();
            }
            Map<String, String> values = new TreeMap<>();
            text(name, Replica.pinned(original, rows, new StoreDefaults(settings, loop::topicOf)))
                    .forEach((key, text) -> values.put(key, text.substring(0, text.lastIndexOf('@'))));
            return Optional.of(values);
        } finally {
            view.release();
        }
    }

    private static Map<String, String> text(String name, StateStore store) {
        Map<String, String> text = new TreeMap<>();
        if (store instanceof ReadOnlyKeyValueStore<?, ?> rows) {
            try (KeyValueIterator<?, ?> all = rows.all()) {
                all.forEachRemaining(row -> text.put(key(row.key), value(row.value)));
            }
        } else if (store instanceof VersionHistory<?, ?> versions) {
            addVersions(text, versions);
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

    @SuppressWarnings("unchecked") // keys are strings
    private static void addVersions(Map<String, String> text, VersionHistory<?, ?> store) {
        for (String key : Feed.keys()) {
            try (VersionedRecordIterator<?> versions =
                    ((VersionHistory<String, ?>) store).versions(key, 0, Long.MAX_VALUE, true)) {
                versions.forEachRemaining(version -> text.put(
                        key + "@" + version.timestamp(),
                        version.value() + version.validTo().map(to -> "-" + to).orElse("")));
            }
        }
    }

    /** A registration of a foreign-key join is kept under both keys: size of the foreign one (4 bytes), foreign key, left key. */
    private static String key(Object key) {
        if (!(key instanceof Bytes bytes)) {
            return key.toString();
        }
        return key(ByteBuffer.wrap(bytes.get()));
    }

    private static String key(ByteBuffer bytes) {
        int size = bytes.getInt();
        String both = StandardCharsets.UTF_8.decode(bytes).toString();
        return both.substring(0, size) + "/" + both.substring(size);
    }

    private static String windowed(String name, Windowed<?> key) {
        return name.endsWith("-rows")
                ? key.key() + "@" + key.window().start()
                : Functions.windowed(
                        key.key().toString(), key.window().start(), key.window().end());
    }

    private static String value(@Nullable Object value) {
        if (value instanceof ValueAndTimestamp<?> stamped) {
            return value(stamped.value()) + "@" + stamped.timestamp();
        }
        return value instanceof byte[] bytes ? String.valueOf(Wire.REGISTRATION.text(bytes)) : String.valueOf(value);
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
        boolean isRegistered = name.endsWith(Step.Answer.storeName(""));
        boolean isStamped = store.original() instanceof io.millrace.state.TimestampedKeyValueStore;
        TopicPartition changelog = store.changelog();
        Map<String, String> rows = new TreeMap<>();
        broker.scan(changelog, batch -> {
            if (batch.keyLength() < 0) {
                return;
            }
            ByteBuffer keyBytes = ByteBuffer.wrap(batch.keyArray(), batch.keyOffset(), batch.keyLength());
            String key = isRegistered
                    ? key(keyBytes)
                    : StandardCharsets.UTF_8.decode(keyBytes).toString();
            if (batch.valueLength() < 0) {
                rows.remove(key);
                return;
            }
            byte[] bytes = new byte[batch.valueLength()];
            System.arraycopy(batch.valueArray(), batch.valueOffset(), bytes, 0, bytes.length);
            boolean isCount = bytes.length == Long.BYTES && (bytes[0] == 0 || bytes[0] == -1);
            String text = isRegistered
                    ? value(bytes)
                    : isCount
                            ? Long.toString(ByteBuffer.wrap(bytes).getLong())
                            : new String(bytes, StandardCharsets.UTF_8);
            rows.put(key, isStamped ? text + "@" + batch.timestamp() : text);
        });
        return Optional.of(rows);
    }
}
