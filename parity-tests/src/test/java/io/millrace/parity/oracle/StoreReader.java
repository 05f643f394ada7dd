package io.millrace.parity.oracle;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.SessionStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.apache.kafka.streams.state.ValueTimestampHeaders;
import org.apache.kafka.streams.state.VersionedKeyValueStore;
import org.apache.kafka.streams.state.VersionedRecord;
import org.apache.kafka.streams.state.WindowStore;
import org.jspecify.annotations.Nullable;

/** Writes down the rows of all stores, in the order in which the stores give them. */
final class StoreReader {

    /** Keys that are looked up in stores without scans. */
    private static final List<String> KEYS = List.of("a", "b", "c", "k", "even", "odd", "ab");

    private static final List<Long> TIMES = List.of(0L, 5L, 10L, 20L, 40L, 100L);

    private final TopologyTestDriver driver;
    private final Transcript transcript;

    StoreReader(TopologyTestDriver driver, Transcript transcript) {
        this.driver = driver;
        this.transcript = transcript;
    }

    void read() {
        Map<String, StateStore> stores = new TreeMap<>(driver.getAllStateStores());
        stores.forEach(this::read);
    }

    /** Which getters of the driver know a store, and what the key-value one shows. */
    void readThroughGetters() {
        for (String name : new TreeMap<>(driver.getAllStateStores()).keySet()) {
            if (isBuffer(name)) {
                continue;
            }
            StringBuilder known = new StringBuilder();
            note(known, "keyValue", driver.getKeyValueStore(name));
            note(known, "timestamped", driver.getTimestampedKeyValueStore(name));
            note(known, "headers", driver.getTimestampedKeyValueStoreWithHeaders(name));
            note(known, "versioned", driver.getVersionedKeyValueStore(name));
            note(known, "session", driver.getSessionStore(name));
            note(known, "sessionHeaders", driver.getSessionStoreWithHeaders(name));
            if (!isOfJoin(name)) {
                note(known, "window", driver.getWindowStore(name));
                note(known, "timestampedWindow", driver.getTimestampedWindowStore(name));
                note(known, "windowHeaders", driver.getTimestampedWindowStoreWithHeaders(name));
            }
            try {
                note(known, "other", driver.getStateStore(name));
            } catch (IllegalArgumentException e) {
                known.append(" refused");
            }
            transcript.note("getters of " + name + ":" + known);
            KeyValueStore<Object, Object> rows = driver.getKeyValueStore(name);
            if (rows != null) {
                rows(name, rows.all());
            }
        }
    }

    private static void note(StringBuilder known, String getter, @Nullable StateStore store) {
        if (store != null) {
            known.append(' ').append(getter);
        }
    }

    /** Buffers of operators: their layout is nobody's business. */
    private static boolean isBuffer(String name) {
        return name.toLowerCase(Locale.ROOT).matches(".*(shared|suppress|subscription).*");
    }

    /** 4.3.1 keeps timestamps and empty headers in the stores of stream-stream joins, which nothing reads. */
    private static boolean isOfJoin(String name) {
        return name.matches("(.*(JOINTHIS|JOINOTHER|OUTERTHIS|OUTEROTHER|MERGE|JOIN)-[0-9]+-store)|.*-join-store");
    }

    @SuppressWarnings("unchecked") // rows are only turned into text
    private void read(String name, StateStore store) {
        if (store instanceof VersionedKeyValueStore<?, ?> versioned) {
            readVersioned(name, (VersionedKeyValueStore<Object, Object>) versioned);
        } else if (name.toLowerCase(Locale.ROOT).matches(".*(shared|suppress|subscription).*")) {
            // Buffers of operators: their layout is nobody's business.
            return;
        } else if (store instanceof KeyValueStore<?, ?> keyValue) {
            rows(name, keyValue.all());
        } else if (store instanceof WindowStore<?, ?> window) {
            rows(name, window.all(), isOfJoin(name));
        } else if (store instanceof SessionStore<?, ?> session) {
            rows(name, ((SessionStore<Object, Object>) session).fetch(null, null));
        }
    }

    private void rows(String name, KeyValueIterator<?, ?> all) {
        rows(name, all, false);
    }

    private void rows(String name, KeyValueIterator<?, ?> all, boolean bare) {
        try (all) {
            while (all.hasNext()) {
                KeyValue<?, ?> row = all.next();
                transcript.note("store " + name + ": " + row.key + " = "
                        + (bare && row.value instanceof ValueTimestampHeaders<?> stamped
                                ? stamped.value()
                                : text(row.value)));
            }
        }
    }

    private void readVersioned(String name, VersionedKeyValueStore<Object, Object> store) {
        for (String key : KEYS) {
            VersionedRecord<Object> latest = store.get(key);
            if (latest != null) {
                transcript.note("store " + name + ": " + key + " = " + latest.value() + "@" + latest.timestamp());
            }
            for (long time : TIMES) {
                VersionedRecord<Object> row = store.get(key, time);
                if (row != null) {
                    transcript.note(
                            "store " + name + ": " + key + " at " + time + " = " + row.value() + "@" + row.timestamp());
                }
            }
        }
    }

    static String text(@Nullable Object value) {
        if (value instanceof ValueAndTimestamp<?> stamped) {
            return stamped.value() + "@" + stamped.timestamp();
        }
        if (value instanceof ValueTimestampHeaders<?> stamped) {
            return stamped.value() + "@" + stamped.timestamp() + " " + Transcript.headers(stamped.headers());
        }
        return String.valueOf(value);
    }
}
